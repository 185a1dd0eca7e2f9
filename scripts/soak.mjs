// `npm run soak -- R1 R3 [--seed S] [--scale X]`: compiles test/soak against the built package and runs it.
import { spawnSync } from "node:child_process";
import { buildLibrary, installPackages, root, run } from "./setUp.mjs";

installPackages();
buildLibrary();
run("npx", ["tsc", "-p", "test/soak"]);
const soak = ["--expose-gc", "--trace-warnings", "build/soak/main.js", ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, soak, { cwd: root, stdio: "inherit" }).status ?? 1;
