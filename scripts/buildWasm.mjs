// Compiles assembly/ and puts what the host needs into src/decoder/generated: the module as hexadecimal digits (one way to
// load it in Node, workers and bundles; servers compress them to a quarter less than base64, which hides where bytes begin) and as-bind's runtime (see docs/decisions/0001-as-bind.md).
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const generated = `${root}src/decoder/generated`;

const sources = [
  ...readdirSync(`${root}assembly`).map((name) => `assembly/${name}`),
  "asconfig.json",
  "scripts/buildWasm.mjs",
  "package-lock.json",
];
const newest = Math.max(...sources.map((name) => statSync(root + name).mtimeMs));
const isCurrent = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs > newest;

if (!isCurrent(`${generated}/decoderWasm.ts`)) {
  mkdirSync(`${root}build`, { recursive: true });
  mkdirSync(generated, { recursive: true });
  execFileSync(
    process.execPath,
    [`${root}node_modules/assemblyscript/bin/asc`, "--config", "asconfig.json"],
    {
      cwd: root,
      stdio: "inherit",
    },
  );
  const runtime = readFileSync(`${root}node_modules/as-bind/dist/as-bind.esm.js`, "utf8").replace(
    /\n\/\/# sourceMappingURL.*/,
    "",
  );
  writeFileSync(`${generated}/asBindRuntime.js`, `// as-bind 0.8.2, MIT, Aaron Turner\n${runtime}`);
  writeFileSync(
    `${generated}/asBindRuntime.d.ts`,
    "export function instantiate(\n  module: BufferSource,\n  imports: Record<string, unknown>,\n): Promise<{ exports: unknown }>;\n",
  );
  const wasm = readFileSync(`${root}build/decoder.wasm`);
  writeFileSync(
    `${generated}/decoderWasm.ts`,
    `export const DECODER_WASM: string =\n  "${wasm.toString("hex")}";\n`,
  );
  console.log(`decoder.wasm: ${wasm.length} bytes`);
}
