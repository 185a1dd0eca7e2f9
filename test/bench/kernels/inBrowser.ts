import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { build } from "vite";
import type { Finding } from "../finding.ts";
import { choose, type KernelOptions } from "./frames.ts";
import { installed } from "./installed.ts";

const DEBIAN_CHROMIUM = "/usr/bin/chromium";
const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const LZ4_WASM = `${ROOT}node_modules/lz4-wasm/lz4_wasm_bg.wasm`;
/** Isolated pages have a clock of 5 µs instead of 100. */
const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** Kernels on one kind of frame after another, by the same files, in a page of Chromium. */
export async function* browserFindings(options: KernelOptions): AsyncGenerator<Finding> {
  const script = await bundle();
  const server = await serve({ "/bench.js": { type: "text/javascript", body: script } });
  const browser = await chromium.launch({
    ...(existsSync(DEBIAN_CHROMIUM) && { executablePath: DEBIAN_CHROMIUM }),
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  try {
    for (const { name: frames } of choose(options).kinds) {
      // A page for each kind: its memory goes with it.
      const page = await browser.newPage();
      await page.goto(server.address);
      await page.addScriptTag({ url: "/bench.js", type: "module" });
      await page.waitForFunction("typeof measureKernels === 'function'");
      const call = `measureKernels(${JSON.stringify({ quick: options.quick, frames })})`;
      const finding: Finding = await page.evaluate(call);
      yield { ...finding, bench: `kernels in Chromium ${browser.version()}` };
      await page.close();
    }
  } finally {
    await browser.close();
    server.stop();
  }
}

/** One script of the compiled benchmark, our package and those of the others that are installed. */
async function bundle(): Promise<string> {
  const entry = `${ROOT}build/bench/page.js`;
  const found: string[] = [];
  for (const name of ["geotiff", "utif2"]) if ((await installed(name)) !== undefined) found.push(name);
  const lz4 = existsSync(LZ4_WASM) ? readFileSync(LZ4_WASM).toString("base64") : "";
  writeFileSync(entry, entryText({ found, lz4 }));
  const output = await build({
    root: ROOT,
    configFile: false,
    logLevel: "error",
    resolve: {
      alias: [
        { find: /^eiger-monitor\/simulator$/, replacement: `${ROOT}dist/simulator/index.js` },
        { find: /^eiger-monitor$/, replacement: `${ROOT}dist/index.js` },
      ],
    },
    build: {
      write: false,
      target: "esnext",
      lib: { entry, formats: ["es"] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [
    {
      output: [chunk],
    } = { output: [] },
  ] = Array.isArray(output) ? output : [];
  if (chunk === undefined) throw new Error("the benchmark was not bundled");
  return chunk.code;
}

function entryText({ found, lz4 }: { readonly found: readonly string[]; readonly lz4: string }): string {
  const utif = found.includes("utif2") ? "utif2.default ?? utif2" : "undefined";
  return [
    'import { measureInPage } from "./kernels/inPage.js";',
    ...found.map((name) => `import * as ${name} from "${name}";`),
    `const lz4 = Uint8Array.from(atob("${lz4}"), (character) => character.charCodeAt(0));`,
    "const packages = {",
    '  "lz4-wasm": lz4.length > 0 ? await WebAssembly.compile(lz4) : undefined,',
    `  geotiff: ${found.includes("geotiff") ? "geotiff" : "undefined"},`,
    `  utif2: ${utif},`,
    "};",
    "globalThis.measureKernels = (options) => measureInPage(options, packages);",
  ].join("\n");
}

interface Served {
  readonly type: string;
  readonly body: string;
}

/** The files, and an empty page at every other path. */
async function serve(
  files: Readonly<Record<string, Served>>,
): Promise<{ readonly address: string; stop(): void }> {
  const server = createServer((request, reply) => {
    const { type, body } = files[request.url ?? "/"] ?? { type: "text/html", body: "<!doctype html>" };
    reply.writeHead(200, { ...ISOLATED, "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, stop: () => server.close() };
}
