import { expect, test } from "./support/spec.ts";
import type { ViewerPage } from "./support/viewerPage.ts";

/**
 * Every machine has letters of its own: they are made invisible, and what they move by their width and height may differ a
 * little. A part that is missing, another colour scheme or another picture differs by more.
 */
const WITHOUT_LETTERS = `
  * { -webkit-text-fill-color: transparent !important; text-shadow: none !important }
  svg text { fill: transparent !important; stroke: none !important }`;
const SIZES = { desktop: { width: 1000, height: 640 }, phone: { width: 390, height: 844 } } as const;

async function hideLetters({ element }: ViewerPage): Promise<void> {
  await element.evaluate((viewer, text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    viewer.shadowRoot?.adoptedStyleSheets.push(sheet);
  }, WITHOUT_LETTERS);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, viewport] of Object.entries(SIZES)) {
    test.describe(`${colorScheme}, ${name}`, () => {
      test.use({ colorScheme, viewport });

      test("diffraction with rings, as it is to look", async ({ serveDetector, openViewer }) => {
        const served = await serveDetector({ pattern: "diffraction", seed: 7 });
        served.expose(3);
        const viewer = await openViewer(served, "#rings=1&levels=20,60&auto=off&image=1_1");
        await viewer.expectState({
          paused: true,
          image: { id: "1_1" },
          geometry: { from: { beamCenter: "configuration" } },
        });
        await hideLetters(viewer);
        // The page's policy lets no styles of the test's in, which would still animations and carets.
        await expect(viewer.element).toHaveScreenshot(`${name}-${colorScheme}.png`, {
          animations: "allow",
          caret: "initial",
          maxDiffPixelRatio: 0.04,
        });
      });
    });
  }
}
