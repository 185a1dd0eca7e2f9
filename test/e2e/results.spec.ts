import { violations } from "./support/axe.ts";
import { ramp } from "./support/served.ts";
import { ServedRun } from "./support/servedRun.ts";
import { test as base, expect } from "./support/spec.ts";
import { OFTEN, ViewerPage } from "./support/viewerPage.ts";

/** Images of a window, which makes a projection. */
const IMAGES = 8;

const test = base.extend<{ readonly run: ServedRun }>({
  run: async ({ complaints: _, context }, use) => {
    const run = await ServedRun.start({ images: IMAGES });
    await use(run);
    // Before what they are served by, which they would complain of.
    for (const opened of context.pages()) await opened.close();
    await run.close();
  },
});

/** What the first window's images add up to at a pixel. */
const COUNTS = Array.from({ length: IMAGES }, (_, image) => ramp(100, 200, image));
const SUM = COUNTS.reduce((sum, count) => sum + count, 0);
const MAXIMUM = Math.max(...COUNTS);

async function readingIs(viewer: ViewerPage, counts: number): Promise<void> {
  await viewer.hover(100, 200);
  await expect
    .poll(async () => (await viewer.reading()).counts.replace(/\D/g, ""), OFTEN)
    .toBe(String(counts));
}

for (const [name, viewport] of [
  ["desktop", { width: 1440, height: 900 }],
  ["phone", { width: 390, height: 844 }],
] as const) {
  test.describe(name, () => {
    test.use({ viewport });

    test("a run's results are plotted, and its projections are looked at", async ({ page, run }) => {
      await page.goto(run.url);
      const viewer = new ViewerPage(page);
      await viewer.expectState({ results: { images: 0, projection: null } });
      run.expose(IMAGES);
      await viewer.expectState({ results: { images: IMAGES, projection: { images: IMAGES } } });
      if (name === "phone") await viewer.element.getByRole("tab", { name: "Results" }).click();
      await expect(viewer.element.getByText(`${IMAGES} images`, { exact: true })).toBeVisible();
      const plot = viewer.element.getByRole("img", { name: /^Counts of an image: \d+ seconds, from/ });
      await expect(plot).toBeVisible();
      await viewer.element.getByText("Last seconds as a table").click();
      await expect(viewer.element.getByRole("row")).not.toHaveCount(1);

      const picture = viewer.element.getByRole("radiogroup", { name: "Picture" });
      await picture.getByRole("radio", { name: "Sum" }).check();
      await viewer.expectState({ projection: { kind: "sum", images: IMAGES } });
      if (process.env["SHOTS"]) await page.screenshot({ path: `${process.env["SHOTS"]}-${name}.png` });
      await expect(viewer.element.getByText(`Sum of ${IMAGES} images`, { exact: true })).toBeVisible();
      await readingIs(viewer, SUM);
      expect(await violations(viewer)).toEqual([]);
      await picture.getByRole("radio", { name: "Maximum" }).check();
      await viewer.expectState({ projection: { kind: "maximum" } });
      await readingIs(viewer, MAXIMUM);
      await picture.getByRole("radio", { name: "Images" }).check();
      await viewer.expectState({ projection: null });
    });
  });
}

test("there is no panel where there is no run", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_0" }, results: null });
  await expect(viewer.button("Results")).toHaveCount(0);
  await expect(viewer.button("Levels")).toBeVisible();
});
