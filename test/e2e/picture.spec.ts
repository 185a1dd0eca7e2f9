import { ramp } from "./support/served.ts";
import { expect, test } from "./support/spec.ts";
import { OFTEN, type ViewerPage } from "./support/viewerPage.ts";

/** Grey of a count: 0 … 255 counts are black … white, so that a grey says its count. */
const COUNTS_AS_GREY = "levels=0,255&auto=off&colours=grey&scale=linear";

/** Pixels around the middle of the frame. */
const NEAR_MIDDLE = [
  [250, 250],
  [251, 250],
  [250, 251],
  [262, 250],
  [256, 257],
] as const;

/** @param part of a pixel, from its corner: in the middle of large ones their count is printed */
async function expectPixels(viewer: ViewerPage, pixels: readonly (readonly [number, number])[], part = 0.5) {
  const places = pixels.map(([x, y]) => [x + part, y + part] as const);
  await expect.poll(() => viewer.greysAt(places), OFTEN).toEqual(pixels.map(([x, y]) => ramp(x, y, 2)));
}

for (const density of [1, 2]) {
  test.describe(`at ${density} device pixels a CSS pixel`, () => {
    test.use({ deviceScaleFactor: density });

    test("the newest image is there at once, and the screen shows its counts exactly at every zoom", async ({
      serveDetector,
      openViewer,
    }) => {
      const served = await serveDetector();
      served.expose(3);
      const viewer = await openViewer(served, `#${COUNTS_AS_GREY}`);
      await viewer.expectState({
        connection: "live",
        image: {
          id: "1_2",
          columns: 512,
          rows: 512,
          depth: 32,
          statistics: { min: 0, max: 250, masked: 0, saturated: 0 },
        },
      });
      await expectPixels(viewer, [[0, 0], [511, 0], [0, 511], [511, 511], ...NEAR_MIDDLE]);
      for (const zoom of [1 / density, 2, 7.3, 40]) {
        await viewer.lookAt(256, 256, zoom);
        await expectPixels(viewer, NEAR_MIDDLE, zoom < 28 ? 0.5 : 0.1);
      }
      await viewer.stage.press("1");
      await viewer.expectState({ view: { zoom: 1 / density, fit: false } });
    });

    test("of pixels that share one of the screen the highest is shown", async ({
      serveDetector,
      openViewer,
    }) => {
      const served = await serveDetector();
      served.expose(3);
      const viewer = await openViewer(served, `#${COUNTS_AS_GREY}`);
      await viewer.expectState({ image: { id: "1_2" } });
      await viewer.lookAt(256, 256, 0.5 / density);
      const blocks = [
        [0, 0],
        [128, 64],
        [250, 250],
        [510, 510],
      ] as const;
      const highest = blocks.map(([x, y]) =>
        Math.max(...[0, 1, 2, 3].map((at) => ramp(x + (at & 1), y + (at >> 1), 2))),
      );
      await expect.poll(() => viewer.greysAt(blocks.map(([x, y]) => [x + 1, y + 1])), OFTEN).toEqual(highest);
    });
  });
}

test("the readout says the count under the pointer, at every zoom", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose(3);
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_2" } });
  for (const zoom of ["fit=1", "x=200&y=300&zoom=1", "x=200&y=300&zoom=3.7", "x=200&y=300&zoom=40"]) {
    await viewer.restore(zoom);
    for (const [x, y] of [
      [200, 300],
      [201, 299],
      [196, 303],
    ] as const) {
      await viewer.hover(x, y);
      await expect
        .poll(() => viewer.reading(), OFTEN)
        .toMatchObject({ x: String(x), y: String(y), counts: String(ramp(x, y, 2)) });
    }
  }
  await viewer.page.mouse.move(5, 5);
  await expect.poll(() => viewer.reading(), OFTEN).toMatchObject({ x: "–", counts: "–" });
});
