// `npm test`: sets up what the tests need (packages, decoder, an outside TIFF decoder, a browser), then runs them.
// Arguments go to vitest.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import {
  buildLibrary,
  installDebianPackages,
  installPackages,
  root,
  run,
  unpackDebianPackage,
} from "./setUp.mjs";

installPackages();
buildLibrary();
const ready = installDebianPackages(["bitshuffle", "chromium", "python3-tifffile"]);
unpackDebianPackage("nginx", "/usr/sbin/nginx");
if (!ready && !existsSync("/usr/bin/chromium")) run("npx", ["playwright", "install", "chromium"]);
const { status } = spawnSync("npx", ["vitest", "run", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
