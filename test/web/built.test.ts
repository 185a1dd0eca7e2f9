import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright";
import { describe, expect, it, onTestFinished } from "vitest";
import { servedUnit } from "./support/engines.ts";

const FOLDER = fileURLToPath(new URL("../../dist/viewer/", import.meta.url));
const DEBIAN_CHROMIUM = "/usr/bin/chromium";

/** As strict as a page can be that shows a detector of another address. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src http://127.0.0.1:*",
  "require-trusted-types-for 'script'",
  "trusted-types eiger-viewer-worker",
].join("; ");

const PAGE =
  '<!doctype html><title>viewer</title><script type="module" src="/page.js"></script><output></output>';

/** Two viewers of one source; what they drew, and what the policy had against it, is told when both are done. */
const SCRIPT = `
import { createViewer } from "/viewer/index.js";
const source = decodeURIComponent(location.hash.slice(1));
const violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective + " " + event.blockedURI));
const whole = { region: { x: 0, y: 0, width: 512, height: 512 }, columns: 256, rows: 256 };
async function drawn(options) {
  const viewer = createViewer({ source, ...options });
  await new Promise((resolve) => viewer.subscribe(({ image }) => image && resolve()));
  const { bitmap, imageId } = await viewer.draw(whole);
  const pixel = await viewer.getPixel(3, 4);
  viewer.destroy();
  return { imageId, size: [bitmap.width, bitmap.height], pixel };
}
const drawings = await Promise.all([drawn({}), drawn({ assetBase: "/viewer/" })]);
const output = document.querySelector("output");
output.textContent = JSON.stringify({ drawings, violations });
output.title = "done";
`;

const FILES: Readonly<Record<string, readonly [type: string, body: string]>> = {
  "/": ["text/html", PAGE],
  "/page.js": ["text/javascript", SCRIPT],
};

async function fileOf(path: string): Promise<readonly [type: string, body: string | Buffer] | undefined> {
  if (FILES[path] !== undefined) return FILES[path];
  const [, name] = /^\/viewer\/([\w-]+\.js)$/.exec(path) ?? [];
  return name === undefined ? undefined : ["text/javascript", await readFile(FOLDER + name)];
}

async function servePage(): Promise<string> {
  const server = createServer(async (request, response) => {
    const file = await fileOf(request.url ?? "");
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": file[0], "content-security-policy": POLICY }).end(file[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe("the built viewer", () => {
  it("can be imported where there is no page", async () => {
    const path = `${FOLDER}index.js`;
    const module: object = await import(path);
    expect(Object.keys(module)).toContain("createViewer");
  });

  it("and its worker, Wasm included, are at most 120 kB as servers send them", async () => {
    const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".js"));
    expect(names).toEqual(expect.arrayContaining(["define.js", "index.js", "viewerWorker.js"]));
    const files = await Promise.all(names.map((name) => readFile(FOLDER + name)));
    const sizes = files.map((file) => gzipSync(file).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(120 * 1024);
  });

  it("runs twice in a page whose policy allows nothing that it does not need", {
    timeout: 60_000,
  }, async () => {
    const unit = await servedUnit({ cors: true });
    unit.dcu.expose();
    const browser = await chromium.launch({
      ...(existsSync(DEBIAN_CHROMIUM) && { executablePath: DEBIAN_CHROMIUM }),
      args: ["--no-sandbox", "--disable-background-networking"],
    });
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    const messages: string[] = [];
    page.on("console", (message) => messages.push(message.text()));
    page.on("pageerror", (error) => messages.push(error.message));
    await page.goto(`${await servePage()}#${encodeURIComponent(unit.source)}`);
    const outcome = JSON.parse((await page.getByTitle("done").textContent()) ?? "");
    const drawing = { imageId: "1_0", size: [256, 256], pixel: 15 };
    expect(outcome).toEqual({ drawings: [drawing, drawing], violations: [] });
    // The source has no bridge to ask for the geometry, and a page is told of that by its browser.
    expect(messages.filter((message) => !message.includes("404"))).toEqual([]);
  });
});
