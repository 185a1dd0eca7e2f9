// `npm run e2e`: the tests in a real browser, alone.
import { spawnSync } from "node:child_process";
import { root } from "./setUp.mjs";

const { status } = spawnSync(process.execPath, ["scripts/test.mjs", "--project", "browser"], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
