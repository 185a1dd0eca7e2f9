import { availableParallelism } from "node:os";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumOptions } from "./test/support/chromium.ts";

/** Milliseconds after which something hangs; a machine with other work is slow. */
const PATIENCE = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 10_000 } },
  // The report names each test that needed a second try: it is a defect of the test or of the product.
  retry: process.env["CI"] === undefined ? 0 : 2,
};

export default defineConfig({
  test: {
    // Many tests wait for a process or a server of theirs; with one file at a time a second core would be idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.browser.test.ts"],
          ...PATIENCE,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/**/*.browser.test.ts"],
          globalSetup: ["test/browser/servedDcu.ts", "test/browser/dcuControl.ts"],
          ...PATIENCE,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumOptions }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
