// `npm run bench -- NAMES [--json]`: compiles test/bench against the built package and runs it on one core.
import { spawnSync } from "node:child_process";
import { buildLibrary, installPackages, root, run } from "./setUp.mjs";

installPackages();
buildLibrary();
run("npx", ["tsc", "-p", "test/bench"]);
const bench = [process.execPath, "build/bench/main.js", ...process.argv.slice(2)];
const canPin = spawnSync("taskset", ["--version"]).error === undefined;
const [command, ...args] = canPin ? ["taskset", "-c", "1", ...bench] : bench;
process.exitCode = spawnSync(command, args, { cwd: root, stdio: "inherit" }).status ?? 1;
