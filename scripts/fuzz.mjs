// `npm run fuzz -- payloads [--inputs N] [--seed S]`: compiles test/fuzz with the sources and runs it.
import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { buildDecoder, installPackages, root, run } from "./setUp.mjs";

installPackages();
buildDecoder();
run("npx", ["tsc", "-p", "test/fuzz"]);
// tsc leaves JavaScript where it is.
const runtime = "src/decoder/generated/asBindRuntime.js";
copyFileSync(`${root}${runtime}`, `${root}build/fuzz/${runtime}`);
const fuzz = ["build/fuzz/test/fuzz/main.js", ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, fuzz, { cwd: root, stdio: "inherit" }).status ?? 1;
