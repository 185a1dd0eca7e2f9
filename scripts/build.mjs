// `npm run build`: the decoder's module, then dist/ with its types, then the viewer.
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { buildDecoder, root, run } from "./setUp.mjs";

buildDecoder();
rmSync(`${root}dist`, { recursive: true, force: true });
run("npx", ["tsc", "-p", "src"]);
run("npx", ["tsc", "-p", "src/node"]);
// tsc leaves JavaScript where it is.
for (const name of ["asBindRuntime.js", "asBindRuntime.d.ts"]) {
  copyFileSync(`${root}src/decoder/generated/${name}`, `${root}dist/decoder/generated/${name}`);
}
run(process.execPath, ["scripts/buildViewer.mjs"]);
// Written last: a build that was cut short is not taken for a whole one.
writeFileSync(`${root}build/dist.stamp`, "");
