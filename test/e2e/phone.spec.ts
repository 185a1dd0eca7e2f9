import { Fingers } from "./support/fingers.ts";
import { ramp } from "./support/served.ts";
import { expect, test } from "./support/spec.ts";
import { OFTEN } from "./support/viewerPage.ts";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

test("fingers pinch, move and pin; the sheet opens below", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_0" }, view: { fit: true } });
  const box = await viewer.stageBox();
  expect(box.width).toBeCloseTo(390, 0);
  const fingers = await Fingers.on(viewer.page);
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const across = (half: number) => [
    { x: middle.x - half, y: middle.y },
    { x: middle.x + half, y: middle.y },
  ];
  const fitted = Math.min(box.width, box.height) / 512;
  await fingers.move([across(30), across(60), across(120)]);
  await viewer.expectState({ view: { fit: false } });
  const { view } = await viewer.state();
  expect(view.zoom).toBeCloseTo(4 * fitted, 1);
  expect(view.x).toBeCloseTo(256, 0);
  expect(view.y).toBeCloseTo(256, 0);

  await fingers.move([
    [middle],
    [{ x: middle.x + 40, y: middle.y + 10 }],
    [{ x: middle.x + 80, y: middle.y + 20 }],
  ]);
  await expect.poll(async () => (await viewer.state()).view.x, OFTEN).toBeCloseTo(256 - 80 / view.zoom, 1);
  expect((await viewer.state()).view.y).toBeCloseTo(256 - 20 / view.zoom, 1);

  const place = await viewer.placeOf(250.5, 250.5);
  await viewer.page.touchscreen.tap(place.x, place.y);
  const pinned = viewer.element.locator(".reading-pinned dd span");
  await expect(pinned.nth(2)).toHaveText(String(ramp(250, 250, 0)));
  await expect(pinned.nth(0)).toHaveText("250");

  const tab = viewer.element.getByRole("tab", { name: "Levels" });
  await tab.tap();
  await expect(viewer.slider("White level (foreground)")).toBeVisible();
  await tab.tap();
  await expect(viewer.slider("White level (foreground)")).toBeHidden();
  // Nothing is wider than the screen.
  expect(await viewer.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});
