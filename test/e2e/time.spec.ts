import { ramp } from "./support/served.ts";
import { expect, test } from "./support/spec.ts";
import { OFTEN, type ViewerPage } from "./support/viewerPage.ts";

/** Waits until the count of a pixel is that of an image. */
async function expectReading(viewer: ViewerPage, image: number): Promise<void> {
  await viewer.hover(100, 200);
  await expect.poll(async () => (await viewer.reading()).counts, OFTEN).toBe(String(ramp(100, 200, image)));
}

test("follows the detector, and counts what became of each image", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  const viewer = await openViewer(served);
  await expect(viewer.card.getByRole("heading", { name: "No image yet" })).toBeVisible();
  await expect(viewer.page).toHaveTitle("Waiting · EIGER monitor");
  for (const image of [0, 1, 2, 3]) {
    served.expose();
    await viewer.expectState({ image: { id: `1_${image}` }, counters: { shown: image + 1 } });
    await expectReading(viewer, image);
  }
  await expect(viewer.card).toBeHidden();
  await viewer.expectState({ counters: { received: 4, shown: 4, skipped: 0, failed: 0, dropped: 0 } });
});

test("shows the newest of many images, and says how many it passed over", async ({
  serveDetector,
  openViewer,
}) => {
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_0" } });
  served.expose(20);
  await viewer.expectState({ image: { id: "1_20" }, counters: { received: 2, skipped: 19 } });
  const list = await fetch(`${served.source}/images`);
  expect(await list.json()).toEqual([[1, Array.from({ length: 21 }, (_, image) => image)]]);
});

test("pauses, steps, scrubs, and goes back to live", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  const viewer = await openViewer(served);
  await viewer.showImages(served, 4);
  await viewer.button("Pause").click();
  await expect(viewer.button("Resume")).toBeVisible();
  served.expose();
  await viewer.expectState({
    paused: true,
    image: { id: "1_3" },
    history: { ids: ["1_0", "1_1", "1_2", "1_3", "1_4"], position: 3 },
  });
  await expectReading(viewer, 3);

  await viewer.button("Back").click();
  await viewer.button("Back").click();
  await viewer.expectState({ image: { id: "1_1" } });
  await expectReading(viewer, 1);
  await viewer.button("Forward").click();
  await expectReading(viewer, 2);

  const scrub = viewer.slider("Kept images");
  await scrub.fill("0");
  await expect(scrub).toHaveAttribute("aria-valuetext", "image 1_0, 1 of 5");
  await expectReading(viewer, 0);

  await viewer.button("Back to live").click();
  await viewer.expectState({ paused: false, image: { id: "1_4" }, history: { position: -1 } });
  await expectReading(viewer, 4);
  await expect(viewer.button("Back to live")).toBeHidden();
});
