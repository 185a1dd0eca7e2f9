import { ramp } from "./support/served.ts";
import { expect, test } from "./support/spec.ts";
import { OFTEN, type ViewerPage } from "./support/viewerPage.ts";

/** Middles of pixels, and what the ramp has there in image 0. */
const PLACES = [
  [0.5, 0.5],
  [50.5, 20.5],
  [250.5, 0.5],
  [100.5, 300.5],
] as const;
const COUNTS = PLACES.map(([x, y]) => ramp(Math.floor(x), Math.floor(y), 0));

const SCALES = {
  Linear: (part: number) => part,
  Sqrt: Math.sqrt,
} as const;

/** Grey of a count between two levels: brighter with more counts. */
function grey(count: number, [black, white]: readonly [number, number], scale = SCALES.Linear): number {
  return 255 * scale(Math.min(Math.max((count - black) / (white - black), 0), 1));
}

/** Greys to within one step: where a table rounds is its own affair. */
async function expectGreys(viewer: ViewerPage, expected: readonly number[]): Promise<void> {
  await expect(async () => {
    const greys = await viewer.greysAt(PLACES);
    greys.forEach((value, index) => {
      expect(Math.abs(value - (expected[index] ?? Number.NaN))).toBeLessThanOrEqual(1);
    });
  }).toPass({ ...OFTEN, timeout: 10_000 });
}

test.beforeEach(async ({ page }) => {
  // Wide enough for every pixel to have one of the screen.
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("levels that are typed, moved by keys, automatic and locked", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served);
  // 99.9th percentile of the ramp, dark on bright.
  await viewer.expectState({ look: { levels: [0, 250], auto: "whole", colours: "inverted-grey" } });
  await expectGreys(
    viewer,
    COUNTS.map((count) => 255 - grey(count, [0, 250])),
  );
  await viewer.radio("Grey").check();
  await viewer.enter(viewer.textbox("Black"), "20");
  await viewer.enter(viewer.textbox("White"), "120");
  await viewer.expectState({ look: { levels: [20, 120], auto: null } });
  await expect(viewer.radio("Lock")).toBeChecked();
  await expectGreys(
    viewer,
    COUNTS.map((count) => grey(count, [20, 120])),
  );

  const white = viewer.slider("White level (foreground)");
  await white.press("PageUp");
  const raised = (await viewer.state()).look.levels;
  expect(raised[1]).toBeGreaterThan(120);
  await expect(white).toHaveAttribute("aria-valuenow", String(Math.round(raised[1])));
  await expectGreys(
    viewer,
    COUNTS.map((count) => grey(count, raised)),
  );

  served.expose();
  await viewer.expectState({ image: { id: "1_1" }, look: { levels: raised, auto: null } });
  await viewer.radio("Auto").check();
  await viewer.expectState({ look: { levels: [0, 250], auto: "whole" } });
});

test("levels that follow the part in sight", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served, "#x=10&y=10&zoom=40");
  await viewer.expectState({ image: { id: "1_0" }, counters: { shown: 1 } });
  await viewer.radio("Visible").check();
  const { width, height } = await viewer.stageBox();
  const [right, bottom] = [10 + width / 80, 10 + height / 80];
  await expect
    .poll(async () => (await viewer.state()).look.levels[1], OFTEN)
    .toBeLessThanOrEqual(ramp(Math.ceil(right), Math.ceil(bottom), 0));
  expect((await viewer.state()).look.levels[1]).toBeGreaterThan(
    ramp(Math.floor(right) - 4, Math.floor(bottom) - 4, 0),
  );
});

test("scales and colour tables", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served, "#levels=0,200&auto=off&colours=grey");
  await viewer.expectState({ image: { id: "1_0" } });
  for (const [name, scale] of Object.entries(SCALES)) {
    await viewer.radio(name).check();
    await expectGreys(
      viewer,
      COUNTS.map((count) => grey(count, [0, 200], scale)),
    );
  }
  await viewer.radio("Log").check();
  await viewer.expectState({ look: { scale: "log" } });
  // A logarithm rises fast: half of the range is brighter than half.
  await expect
    .poll(async () => (await viewer.greysAt(PLACES))[1], OFTEN)
    .toBeGreaterThan(grey(COUNTS[1] ?? 0, [0, 200]));

  await viewer.radio("Linear").check();
  const ends = [
    [0.5, 0.5],
    [230.5, 0.5],
  ] as const;
  for (const [name, colours] of [
    [
      "Viridis",
      [
        [68, 1, 84],
        [253, 231, 37],
      ],
    ],
    [
      "Cividis",
      [
        [0, 32, 81],
        [253, 234, 69],
      ],
    ],
    [
      "Inverted grey",
      [
        [255, 255, 255],
        [0, 0, 0],
      ],
    ],
  ] as const) {
    await viewer.radio(name).check();
    // The tables are polynomials through the published ones.
    await expect(async () => {
      const shown = (await viewer.coloursAt(ends)).flat();
      const expected = colours.flat();
      shown.forEach((value, index) => {
        expect(Math.abs(value - (expected[index] ?? Number.NaN))).toBeLessThanOrEqual(5);
      });
    }).toPass({ ...OFTEN, timeout: 10_000 });
  }
});
