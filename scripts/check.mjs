// `npm run check`: everything but the tests. Each check prints its name and, when it fails, why; all of them run.
import { spawnSync } from "node:child_process";
import { buildLibrary, installPackages, root } from "./setUp.mjs";

installPackages();
buildLibrary();
const checks = [
  ["format and lint, with the import rules", "npx", ["biome", "ci", "--colors=off", "."]],
  ["types of the isomorphic library", "npx", ["tsc", "-p", "src", "--noEmit"]],
  ["types of src/node", "npx", ["tsc", "-p", "src/node", "--noEmit"]],
  ["types of tests and configuration", "npx", ["tsc", "-p", "."]],
  ["dead code and unused packages", "npx", ["knip"]],
  ["package", "npx", ["publint", "--strict"]],
];
const failed = checks.filter(([name, command, args]) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name}`);
  if (status !== 0) console.log(stdout, stderr);
  return status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
