import { existsSync } from "node:fs";

const debianChromium = "/usr/bin/chromium";

/** The machine's own Chromium where it has one, else the one that came with Playwright; it asks for nothing on the net. */
export const chromiumOptions = {
  ...(existsSync(debianChromium) && { executablePath: debianChromium }),
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
};
