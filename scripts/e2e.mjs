// `npm run e2e`: the specs of test/e2e alone, the built package in a real browser. Arguments go to Playwright.
import { spawnSync } from "node:child_process";
import { root } from "./setUp.mjs";
import { setUpTests } from "./setUpTests.mjs";

setUpTests();
const { status } = spawnSync("npx", ["playwright", "test", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
