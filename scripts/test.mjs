// `npm test`: sets up what the tests need (packages, decoder, an outside TIFF decoder, a browser), then runs them: vitest's, and
// the specs of test/e2e. Arguments go to vitest, and then it is vitest alone.
import { spawnSync } from "node:child_process";
import { root } from "./setUp.mjs";
import { setUpTests } from "./setUpTests.mjs";

setUpTests();
const args = process.argv.slice(2);
const passes = (...command) => spawnSync("npx", command, { cwd: root, stdio: "inherit" }).status === 0;
const isPassed = passes("vitest", "run", ...args) && (args.length > 0 || passes("playwright", "test"));
process.exitCode = isPassed ? 0 : 1;
