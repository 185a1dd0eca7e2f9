// What tests need beside the package: an outside TIFF decoder and a browser, where the machine has none.
import { existsSync } from "node:fs";
import { buildLibrary, installDebianPackages, installPackages, run, unpackDebianPackage } from "./setUp.mjs";

export function setUpTests() {
  installPackages();
  buildLibrary();
  const ready = installDebianPackages(["bitshuffle", "chromium", "python3-tifffile"]);
  unpackDebianPackage("nginx", "/usr/sbin/nginx");
  unpackDebianPackage("nats-server", "/usr/sbin/nats-server");
  if (!ready && !existsSync("/usr/bin/chromium")) run("npx", ["playwright", "install", "chromium"]);
}
