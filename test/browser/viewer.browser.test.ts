import { describe, expect, it } from "vitest";
import type { Drawing, ViewerController } from "../../web/viewer/viewerController.ts";
import { controlledDcu } from "./controlledDcu.ts";
import { imageShown, openViewer, pixelsOf, stateWhere } from "./viewerStates.ts";

const SIZE = 512;

/** What the ramp's formula says. */
function ramp(x: number, y: number, image: number): number {
  return (x + 3 * y + 7 * image) % 251;
}

async function drawn(
  viewer: ViewerController,
  request: Parameters<ViewerController["draw"]>[0],
): Promise<Drawing> {
  const drawing = await viewer.draw(request);
  if (drawing === null) throw new Error("nothing was drawn");
  return drawing;
}

/** Grey of a count: 0 … 255 counts are black … white, so that a grey says its count. */
const COUNTS_AS_GREY = { levels: [0, 255], auto: null, colours: "grey", scale: "linear" } as const;

describe("a viewer in Chromium", () => {
  it("draws the newest image exactly, at every zoom", async () => {
    const dcu = await controlledDcu();
    await dcu.expose(3);
    const viewer = openViewer({ source: dcu.source });
    const { image } = await imageShown(viewer, "1_2");
    expect(image).toMatchObject({ columns: SIZE, rows: SIZE, depth: 32, series: 1, image: 2 });
    expect(image?.statistics).toMatchObject({ min: 0, max: 250, masked: 0, saturated: 0 });
    viewer.setLook(COUNTS_AS_GREY);
    const whole = { x: 0, y: 0, width: SIZE, height: SIZE };
    const oneToOne = pixelsOf(await drawn(viewer, { region: whole, columns: SIZE, rows: SIZE }));
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [200, 300],
      [511, 511],
    ] as const)
      expect([...oneToOne.subarray(4 * (y * SIZE + x), 4 * (y * SIZE + x) + 4)]).toEqual([
        ...Array(3).fill(ramp(x, y, 2)),
        255,
      ]);

    const close = { x: 100.5, y: 40.25, width: 8, height: 4 };
    const magnified = pixelsOf(await drawn(viewer, { region: close, columns: 80, rows: 40 }));
    for (const [column, row] of [
      [0, 0],
      [4, 7],
      [5, 8],
      [79, 39],
    ] as const) {
      const [x, y] = [Math.floor(100.5 + (column + 0.5) / 10), Math.floor(40.25 + (row + 0.5) / 10)];
      expect(magnified[4 * (row * 80 + column)]).toBe(ramp(x, y, 2));
    }

    const small = pixelsOf(await drawn(viewer, { region: whole, columns: 128, rows: 128 }));
    for (const [column, row] of [
      [0, 0],
      [17, 90],
      [127, 127],
    ] as const) {
      const values = Array.from({ length: 16 }, (_, k) => ramp(4 * column + (k % 4), 4 * row + (k >> 2), 2));
      expect(small[4 * (row * 128 + column)]).toBe(Math.max(...values));
    }
  });

  it("follows its detector, and says what became of each image", async () => {
    const dcu = await controlledDcu();
    const viewer = openViewer({ source: dcu.source });
    await stateWhere(viewer, ({ connection }) => connection === "waiting");
    for (const image of [0, 1, 2]) {
      await dcu.expose();
      await imageShown(viewer, `1_${image}`);
      await drawn(viewer, { region: { x: 0, y: 0, width: 9, height: 9 }, columns: 9, rows: 9 });
    }
    const { counters, connection } = await stateWhere(viewer, ({ counters: { shown } }) => shown === 3);
    expect(connection).toBe("live");
    expect(counters).toMatchObject({ received: 3, shown: 3, skipped: 0, failed: 0 });
    expect(await viewer.getPixel(10.7, 20.2)).toBe(ramp(10, 20, 2));
    expect(await viewer.getPixel(-1, 20)).toBeNull();
  });

  it("pauses on an image, steps back and forth, and goes on with the newest", async () => {
    const dcu = await controlledDcu();
    const viewer = openViewer({ source: dcu.source });
    for (const image of [0, 1, 2]) {
      await dcu.expose();
      await imageShown(viewer, `1_${image}`);
    }
    viewer.pause();
    await dcu.expose();
    await stateWhere(viewer, ({ history: { ids } }) => ids.includes("1_3"));
    expect(viewer.state).toMatchObject({ paused: true, image: { id: "1_2" }, history: { position: 2 } });
    await viewer.step(-2);
    await imageShown(viewer, "1_0");
    expect(await viewer.getPixel(5, 6)).toBe(ramp(5, 6, 0));
    await viewer.seek("1_1");
    await imageShown(viewer, "1_1");
    expect(await viewer.getPixel(5, 6)).toBe(ramp(5, 6, 1));
    viewer.resume();
    const { history, paused } = await imageShown(viewer, "1_3");
    expect({ paused, position: history.position }).toEqual({ paused: false, position: -1 });
  });
});
