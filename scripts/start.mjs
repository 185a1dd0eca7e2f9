// `npm start`: the main job on a machine that has nothing but Node; what follows `--` goes to `eiger-monitor start`.
import { spawn } from "node:child_process";
import { buildLibrary, installPackages, root } from "./setUp.mjs";

installPackages();
buildLibrary();
const child = spawn(process.execPath, [`${root}dist/node/cli.js`, "start", ...process.argv.slice(2)], {
  stdio: "inherit",
});
// A terminal sends Ctrl-C to both; the child decides when it is done.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGTERM" ? 143 : 130);
});
