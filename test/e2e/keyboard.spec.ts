import { expect, test } from "./support/spec.ts";

test("everything by keys alone: into the picture, through time, view, levels and rings, and out again", async ({
  serveDetector,
  openViewer,
}) => {
  const served = await serveDetector();
  const viewer = await openViewer(served);
  await viewer.showImages(served, 3);
  const { keyboard } = viewer.page;
  await expect(async () => {
    await keyboard.press("Tab");
    await expect(viewer.stage).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [0] });

  await keyboard.press("Space");
  await viewer.expectState({ paused: true });
  await keyboard.press("ArrowLeft");
  await keyboard.press(",");
  await viewer.expectState({ image: { id: "1_0" } });
  await keyboard.press(".");
  await viewer.expectState({ image: { id: "1_1" } });
  await keyboard.press("1");
  await keyboard.press("+");
  await keyboard.press("Shift+ArrowRight");
  await viewer.expectState({ view: { zoom: 1.5, fit: false } });
  expect((await viewer.state()).view.x).toBeCloseTo(256 + 80 / 1.5, 6);
  await keyboard.press("c");
  await expect(viewer.button("Unpin")).toBeVisible();
  const pinned = viewer.element.locator(".reading-pinned dd span").first();
  await expect(pinned).toHaveText(/^\d+$/);
  const column = Number(await pinned.textContent());
  await keyboard.press("ArrowRight");
  await keyboard.press("Shift+ArrowRight");
  await expect(pinned).toHaveText(String(column + 11));
  await keyboard.press("Escape");
  await expect(viewer.button("Unpin")).toBeHidden();
  await keyboard.press("0");
  await keyboard.press("l");
  await keyboard.press("r");
  await viewer.expectState({ view: { fit: true }, look: { scale: "sqrt" }, rings: { visible: true } });
  await keyboard.press("End");
  await viewer.expectState({ paused: false, image: { id: "1_2" } });
  await keyboard.press("?");
  const help = viewer.element.getByRole("dialog", { name: "Keys and gestures" });
  await expect(help).toBeVisible();
  await keyboard.press("Escape");
  await expect(help).toBeHidden();
  await expect(viewer.stage).toBeFocused();
  const [download] = await Promise.all([viewer.page.waitForEvent("download"), keyboard.press("s")]);
  expect(download.suggestedFilename()).toBe("1_2.png");
});

test("Tab goes through all of it, and leaves it", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose(2);
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_1" } });
  await viewer.page.evaluate(() => {
    const after = document.createElement("button");
    after.textContent = "After the viewer";
    document.body.append(after);
  });
  const after = viewer.page.getByRole("button", { name: "After the viewer" });
  const visited: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await viewer.page.keyboard.press("Tab");
    const name = await viewer.page.evaluate(() => {
      const focused = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
      return focused?.getAttribute("aria-label") ?? focused?.textContent ?? "";
    });
    visited.push(name);
    if (name === "After the viewer") break;
  }
  await expect(after).toBeFocused();
  expect(visited).toEqual(
    expect.arrayContaining([
      "Detector image",
      "Pause",
      "Resolution rings",
      "Save",
      "Help",
      "Black level (background)",
      "White level (foreground)",
      "Distance, mm",
    ]),
  );
  await viewer.page.keyboard.press("Shift+Tab");
  await expect(after).not.toBeFocused();
  await expect(viewer.element).toBeFocused();
});
