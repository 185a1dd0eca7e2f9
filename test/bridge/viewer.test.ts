import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readViewerFolder } from "../../src/node/bridge/viewerFolder.ts";
import { request, untilClosed } from "./support/rawRequest.ts";
import { countedBridge } from "./support/servedBridge.ts";

const FILES = {
  "index.html": "<!doctype html><title>viewer</title>\n",
  "favicon.svg": "<svg/>",
  "assets/viewer-B1a_c-9Z.js": "export {};\n",
  "assets/worker-a2345678.js": "self;\n",
  "assets/decoder-12345678.wasm": "\0asm",
  "assets/viewer-12345678.css": "a{}",
  "assets/viewer-B1a_c-9Z.js.map": "{}",
  "assets/plain.js": "1;\n",
  ".env": "SECRET=1",
  "assets/.hidden.js": "secret",
  "notes.exe": "MZ",
  "two words.html": "x",
} as const;

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "viewer-"));
  onTestFinished(() => rm(path, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text, "latin1");
  }
  return path;
}

async function viewerBridge(files: Readonly<Record<string, string>> = FILES) {
  return countedBridge({ viewer: await readViewerFolder(await folder(files)) });
}

const CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types eiger-viewer-worker",
].join("; ");

describe("the viewer's files", () => {
  test.for([
    ["/", FILES["index.html"], "text/html; charset=utf-8", "no-cache"],
    ["/index.html", FILES["index.html"], "text/html; charset=utf-8", "no-cache"],
    ["/favicon.svg", FILES["favicon.svg"], "image/svg+xml; charset=utf-8", "no-cache"],
    ["/assets/plain.js", FILES["assets/plain.js"], "text/javascript; charset=utf-8", "no-cache"],
    ["/assets/viewer-B1a_c-9Z.js", "export {};\n", "text/javascript; charset=utf-8", "immutable"],
    ["/assets/worker-a2345678.js", "self;\n", "text/javascript; charset=utf-8", "immutable"],
    ["/assets/decoder-12345678.wasm", "\0asm", "application/wasm", "immutable"],
    ["/assets/viewer-12345678.css", "a{}", "text/css; charset=utf-8", "immutable"],
  ] as const)("%s has its type, its caching, and the policies", async ([path, text, type, caching]) => {
    const { bridge, dcu } = await viewerBridge();
    const reply = await fetch(bridge.url + path);
    expect([reply.status, await reply.text()]).toEqual([200, text]);
    const expected = caching === "immutable" ? "public, max-age=31536000, immutable" : caching;
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      "content-type": type,
      "content-length": String(text.length),
      "cache-control": expected,
      "content-security-policy": CSP,
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    expect(dcu.requests).toEqual([]);
  });

  test.for([
    "/.env",
    "/assets/.hidden.js",
    "/assets/viewer-B1a_c-9Z.js.map",
    "/notes.exe",
    "/assets/",
    "/assets",
    "/link.html",
    "/none.js",
    "/constructor",
  ])("%s is none of them", async (path) => {
    const root = await folder(FILES);
    await symlink("/etc/hostname", join(root, "link.html"));
    const { bridge } = await countedBridge({ viewer: await readViewerFolder(root) });
    expect((await fetch(bridge.url + path)).status).toBe(404);
  });

  test.for([
    "/../package.json",
    "/assets/..%2f..%2fpackage.json",
    "/%2e%2e/package.json",
    "//etc/passwd",
    "/two%20words.html",
  ])("%s leads nowhere", async (target) => {
    const { bridge } = await viewerBridge();
    const { status } = await untilClosed(bridge.url, request(bridge.url, target));
    expect(status).toBe(400);
  });

  test("are read once: what is put there later is not served", async () => {
    const root = await folder(FILES);
    const { bridge } = await countedBridge({ viewer: await readViewerFolder(root) });
    await writeFile(join(root, "later.html"), "later");
    await writeFile(join(root, "index.html"), "changed");
    expect((await fetch(`${bridge.url}/later.html`)).status).toBe(404);
    expect(await (await fetch(bridge.url)).text()).toBe(FILES["index.html"]);
  });

  test.for(["/", "/index.html"])(
    "%s may stand in frames of the origins that are let in, and is told who they are",
    async (path) => {
      const text = '<!doctype html><meta name="eiger-viewer-origins" content="" /><title>viewer</title>\n';
      const viewer = await readViewerFolder(await folder({ ...FILES, "index.html": text }));
      const origins = ["https://portal.example", "http://other.example:8000"];
      const { bridge } = await countedBridge({ viewer, origins });
      const reply = await fetch(bridge.url + path);
      expect(await reply.text()).toBe(text.replace('""', `"${origins.join(" ")}"`));
      const framed = `frame-ancestors ${origins.join(" ")}`;
      expect(reply.headers.get("content-security-policy")).toBe(
        CSP.replace("frame-ancestors 'none'", framed),
      );
      const file = await fetch(`${bridge.url}/assets/plain.js`);
      expect(file.headers.get("content-security-policy")).toBe(CSP);
      const { bridge: closed } = await countedBridge({ viewer });
      expect(await (await fetch(closed.url + path)).text()).toBe(text);
    },
  );

  test("are for GET only", async () => {
    const { bridge } = await viewerBridge();
    for (const method of ["PUT", "POST", "HEAD", "DELETE"]) {
      expect((await fetch(bridge.url, { method })).status).toBe(405);
    }
  });
});

test.for([{}, { "viewer.js": "1" }])("without a viewer (%j), `/` says what to do", async (files) => {
  const { bridge } = await viewerBridge(files);
  const reply = await fetch(bridge.url);
  expect([reply.status, await reply.text()]).toEqual([
    503,
    "The viewer is not built yet. Run: npm run build\n",
  ]);
  expect(reply.headers.get("content-security-policy")).toBe(CSP);
  expect((await bridge.get("status/state")).status).toBe(200);
});

test("a folder that does not exist holds no viewer", async () => {
  expect(await readViewerFolder("/nowhere/at/all")).toBeUndefined();
});
