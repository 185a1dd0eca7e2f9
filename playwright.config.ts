import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "./test/support/chromium.ts";

/** The built package in a real browser: `npm run e2e`. */
export default defineConfig({
  testDir: "test/e2e",
  outputDir: "build/e2e",
  snapshotPathTemplate: "{testDir}/baselines/{arg}{ext}",
  timeout: 30_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: false,
  // A spec that needs a second try is reported as flaky.
  retries: process.env["CI"] === undefined ? 0 : 2,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: "list",
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      ...chromiumOptions,
      // A name that leads here and yet is not this machine's own to the browser; colours as they are.
      args: [
        ...chromiumOptions.args,
        "--host-resolver-rules=MAP beamline.test 127.0.0.1",
        "--force-color-profile=srgb",
      ],
    },
  },
});
