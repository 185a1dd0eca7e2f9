// dist/viewer: the viewer for web pages, its worker as a file of its own beside it (a page's policy must be able to name it), and
// their types. dist/web: the page. Prints what a page has to load.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { root, run } from "./setUp.mjs";

const folder = `${root}dist/viewer`;
const WORKER = "viewerWorker.js";
/** Element, worker and Wasm together, compressed as servers send them. */
const MOST_BYTES = 120 * 1024;

/** In the sources the worker's address is that of its source; here, of what was built. */
function workerAddress(replacement) {
  const source = 'new URL("../worker/viewerWorker.ts", import.meta.url)';
  return {
    name: "worker-address",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith("/web/viewer/workerAddress.ts")) return undefined;
      if (!code.includes(source)) throw new Error(`${id} does not have ${source}`);
      return code.replace(source, replacement.call(this));
    },
  };
}

const usual = { configFile: false, root, logLevel: "warn", publicDir: false };

/** Files by their names; what several of them need is in `shared-….js`. */
async function buildFiles(entry, plugins = []) {
  await build({
    ...usual,
    plugins,
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: "es2022",
      minify: true,
      lib: { entry, formats: ["es"], fileName: (_, name) => `${name}.js` },
      rolldownOptions: { output: { minify: true, chunkFileNames: "shared-[name].js" } },
    },
  });
}

async function buildPage() {
  const emitWorker = workerAddress(function () {
    const source = readFileSync(`${folder}/${WORKER}`);
    const reference = this.emitFile({ type: "asset", name: WORKER, source });
    return `new URL(import.meta.ROLLUP_FILE_URL_${reference})`;
  });
  await build({
    ...usual,
    root: `${root}web`,
    base: "./",
    plugins: [emitWorker],
    build: {
      outDir: `${root}dist/web`,
      emptyOutDir: true,
      target: "es2022",
      // A strict policy has no data: addresses and no inline scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  });
}

await buildFiles({ viewerWorker: `${root}web/worker/viewerWorker.ts` });
await buildFiles({ index: `${root}web/viewer/index.ts`, define: `${root}web/viewer/define.ts` }, [
  workerAddress(() => `new URL(/* @vite-ignore */ "./${WORKER}", import.meta.url)`),
]);
run("npx", ["tsc", "-p", "web/tsconfig.types.json"]);
await buildPage();

const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
const sizes = names.map((name) => [name, gzipSync(readFileSync(`${folder}/${name}`)).length]);
const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
const text = sizes.map(([name, bytes]) => `${name} ${(bytes / 1024).toFixed(1)} kB`).join(", ");
console.error(`viewer: ${text}; together ${(total / 1024).toFixed(1)} of ${MOST_BYTES / 1024} kB gzip`);
if (total > MOST_BYTES) throw new Error("the viewer is larger than it may be");
