import { ramp } from "./support/served.ts";
import { expect, test } from "./support/spec.ts";
import { OFTEN, ViewerPage } from "./support/viewerPage.ts";

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

test("a copied link brings the same picture in another page", async ({
  serveDetector,
  openViewer,
  context,
}) => {
  const served = await serveDetector();
  const viewer = await openViewer(served);
  await viewer.showImages(served, 3);
  await viewer.button("Pause").click();
  await viewer.button("Back").click();
  await viewer.expectState({ image: { id: "1_1" } });
  await viewer.radio("Viridis").check();
  await viewer.radio("Sqrt").check();
  await viewer.enter(viewer.textbox("White"), "180");
  await viewer.button("Resolution rings").click();
  await viewer.enter(viewer.textbox("Distance, mm"), "217.3");
  await viewer.lookAt(300, 128, 6);
  await viewer.button("Save").click();
  await viewer.element.getByRole("button", { name: /^Copy link/ }).click();
  await expect(viewer.element.getByText("Link copied")).toBeVisible();
  const link = await viewer.page.evaluate(() => navigator.clipboard.readText());
  // The page reads its own bridge anyhow, by whatever name that is called.
  expect(link).not.toContain("source=");

  const other = new ViewerPage(await context.newPage());
  await other.page.goto(link);
  const { view, look, rings, source } = await viewer.state();
  expect(view).toMatchObject({ zoom: 6, fit: false });
  expect([Math.floor(view.x), Math.floor(view.y)]).toEqual([300, 128]);
  expect(look).toMatchObject({ levels: [0, 180], auto: null, scale: "sqrt", colours: "viridis" });
  await other.expectState({ view, look, rings, source, geometry: { detectorDistance: 217.3 * 1e-3 } });
  await other.expectState({ paused: true, image: { id: "1_1" } });
  const places = [
    [300.5, 128.5],
    [280.5, 120.5],
    [310.5, 140.5],
  ] as const;
  const colours = await viewer.coloursAt(places);
  await expect.poll(() => other.coloursAt(places), OFTEN).toEqual(colours);
  await other.hover(300, 128);
  await expect.poll(async () => (await other.reading()).counts, OFTEN).toBe(String(ramp(300, 128, 1)));
});

test("the address keeps the view, so that a reload brings it back", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose();
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_0" } });
  await viewer.lookAt(100, 400, 3);
  await viewer.stage.press("r");
  await viewer.page.waitForURL(/zoom=3/);
  const { view } = await viewer.state();
  await viewer.page.reload();
  await viewer.expectState({ view, image: { id: "1_0" } });
});

test("a link cannot bring in markup or a script", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose();
  const attack = encodeURIComponent("<img src=x onerror=alert(1)>");
  const viewer = await openViewer(
    served,
    `#masked=${attack}&colours=${attack}&image=${attack}&source=javascript:alert(1)`,
  );
  await viewer.expectState({ image: { id: "1_0" }, source: served.source });
  expect(await viewer.element.locator("img").count()).toBe(0);
});
