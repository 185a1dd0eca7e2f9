import { test as base, expect } from "@playwright/test";
import { Complaints } from "./console.ts";
import { Served, type ServedOptions } from "./served.ts";
import { ViewerPage } from "./viewerPage.ts";

interface Fixtures {
  /** Serves a detector until the spec's end. */
  readonly serveDetector: (options?: ServedOptions) => Promise<Served>;
  /** Opens the page of one. */
  readonly openViewer: (served: Served, hash?: string) => Promise<ViewerPage>;
  readonly complaints: Complaints;
}

/** A spec that fails when the browser has anything to complain of. */
export const test = base.extend<Fixtures>({
  complaints: [
    async ({ context }, use) => {
      const complaints = new Complaints(context);
      await use(complaints);
      expect(complaints.unexpected).toEqual([]);
    },
    { auto: true },
  ],
  serveDetector: async ({ complaints: _ }, use) => {
    const all: Served[] = [];
    await use(async (options = {}) => {
      const served = await Served.start(options);
      all.push(served);
      return served;
    });
    await Promise.all(all.map((served) => served.close()));
  },
  openViewer: async ({ page }, use) => {
    await use(async ({ url }, hash = "") => {
      await page.goto(`${url}${hash}`);
      return new ViewerPage(page);
    });
    // Before what they are served by, which they would complain of.
    for (const opened of page.context().pages()) await opened.close();
  },
});

export { expect };
