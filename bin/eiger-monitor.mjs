#!/usr/bin/env node
// The command. A clone of the repository that is not built yet (or no longer current) builds itself first.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const setUp = new URL("../scripts/setUp.mjs", import.meta.url);
if (existsSync(fileURLToPath(setUp))) {
  const { buildLibrary, installPackages } = await import(setUp.href);
  installPackages();
  buildLibrary();
}
await import("../dist/node/cli.js");
