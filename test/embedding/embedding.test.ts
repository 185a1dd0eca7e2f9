import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright";
import { build } from "vite";
import { expect, onTestFinished, test } from "vitest";
import type { ViewerFiles } from "../../src/bridge/index.ts";
import { readViewerFolder, serveBridge, simulatedUpstream } from "../../src/node/index.ts";
import { SimulatedDcu } from "../../src/simulator/index.ts";
import { example } from "./examples.ts";
import { servePages, viewerFiles } from "./pageServer.ts";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";
/** Inside the package, so that it finds itself by its name; not among the sources. */
const scratch = fileURLToPath(new URL("../../build/embedding", import.meta.url));

/** Where the build puts the viewer's page. */
const BUILT_PAGE = fileURLToPath(new URL("../../dist/web/", import.meta.url));

/** A simulated detector behind a bridge that lets pages of `origins` in. */
async function bridgeFor(origins: readonly string[], viewer?: ViewerFiles): Promise<string> {
  const dcu = new SimulatedDcu({ model: "eiger2-250k", pattern: "ramp", rate: 50 });
  const enabled = await dcu.fetch("http://dcu/monitor/api/1.8.0/config/mode", {
    method: "PUT",
    body: JSON.stringify({ value: "enabled" }),
  });
  expect(enabled.ok).toBe(true);
  const product = { name: "eiger-monitor", version: "0.0.0" };
  const bridge = await serveBridge({
    dcu: "http://dcu",
    fetch: simulatedUpstream(dcu),
    origins,
    product,
    viewer,
  });
  onTestFinished(async () => {
    await bridge.close();
    dcu.stop();
  });
  return bridge.url;
}

/** A page in Chromium, and what went wrong in it. */
async function openPage(url: string): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const browser = await chromium.launch({
    ...(existsSync(DEBIAN_CHROMIUM) && { executablePath: DEBIAN_CHROMIUM }),
    args: ["--no-sandbox"],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("404")) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

test("the page in plain HTML shows images of another origin and hears of them", async () => {
  const files = new Map<string, string | Uint8Array>(viewerFiles());
  const site = await servePages(files);
  const bridge = await bridgeFor([site]);
  for (const [path, language] of [
    ["/index.html", "html"],
    ["/beamline.css", "css"],
    ["/beamline.js", "js"],
  ] as const) {
    files.set(path, example("Plain HTML", language, { bridge }));
  }
  const { page, complaints } = await openPage(site);
  await page.getByText(/^1_\d+: 250 counts at most$/).waitFor();
  await expect(page.locator("eiger-viewer").getAttribute("colormap")).resolves.toBe("viridis");
  expect(complaints).toEqual([]);
});

test("the component in React shows images and says how the connection is", async () => {
  const files = new Map<string, string | Uint8Array>(viewerFiles());
  const site = await servePages(files);
  const bridge = await bridgeFor([site]);
  files.set(
    "/index.html",
    '<!doctype html><div id="root"></div><script type="module" src="/bundle.js"></script>',
  );
  files.set("/bundle.js", await bundled(example("React", "jsx", { bridge })));
  const { page, complaints } = await openPage(site);
  await page.getByRole("region", { name: "Detector: Live" }).waitFor();
  expect(complaints).toEqual([]);
});

test("the script without a page prints images", async () => {
  const bridge = await bridgeFor([]);
  const folder = scratchFolder();
  const program = join(folder, "program.mjs");
  writeFileSync(program, example("A script without a page", "js", { bridge }));
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill());
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (lines.push(line) === 3) break;
  }
  expect(lines).toEqual(lines.map(() => expect.stringMatching(/^1_\d+ \d+n 0$/)));
});

test("the page with the viewer in a frame hears of its images and drives it by messages", async () => {
  const files = new Map<string, string | Uint8Array>();
  const site = await servePages(files);
  const bridge = await bridgeFor([site], await readViewerFolder(BUILT_PAGE));
  files.set("/index.html", example("By message", "html", { bridge }));
  files.set("/portal.js", example("By message", "js", { bridge }));
  const { page, complaints } = await openPage(site);
  await page.getByText(/^1_\d+: 250 counts at most$/).waitFor();
  await page.getByRole("button", { name: "Low resolution" }).click();
  await page.getByTitle(/^under the beam stop: \d+ counts$/).waitFor();
  const viewer = page.frameLocator("#detector");
  await expect(viewer.getByRole("radio", { name: "Viridis" }).isChecked()).resolves.toBe(true);
  await expect(viewer.getByRole("checkbox", { name: "Resolution rings" }).isChecked()).resolves.toBe(true);
  expect(complaints).toEqual([]);
});

/** As an embedder's Vite makes it. */
async function bundled(code: string): Promise<string> {
  const folder = scratchFolder();
  const entry = join(folder, "main.jsx");
  writeFileSync(entry, code);
  const result = await build({
    configFile: false,
    logLevel: "silent",
    root: folder,
    publicDir: false,
    // Tests are not production by themselves.
    oxc: { jsx: { runtime: "automatic", development: false } },
    define: { "process.env.NODE_ENV": '"production"' },
    build: { write: false, lib: { entry, formats: ["es"], fileName: "bundle" } },
  });
  const [output] = [result].flat();
  if (output === undefined || !("output" in output)) throw new Error("vite has built nothing");
  return output.output[0].code;
}

function scratchFolder(): string {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, "example-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
