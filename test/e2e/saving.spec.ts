import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import { pythonWithTifffile, readByNumpy, readByTifffile } from "../support/pythonWithTifffile.ts";
import { ramp } from "./support/served.ts";
import { expect, test } from "./support/spec.ts";
import type { ViewerPage } from "./support/viewerPage.ts";

const SIZE = 512;

/** Saves in one format; resolves to the file. */
async function save(viewer: ViewerPage, format: "PNG" | "TIFF" | "NPY", name: string): Promise<string> {
  const item: Locator = viewer.element.getByRole("button", { name: new RegExp(`^${format}`) });
  await viewer.button("Save").click();
  const [download] = await Promise.all([viewer.page.waitForEvent("download"), item.click()]);
  expect(download.suggestedFilename()).toBe(name);
  await expect(viewer.element.getByText(`Saved ${name}`)).toBeVisible();
  return download.path();
}

/** Of the ramp's pixels of an image, as little-endian bytes. */
function rampHash(image: number): string {
  const pixels = Uint32Array.from({ length: SIZE * SIZE }, (_, at) =>
    ramp(at % SIZE, Math.floor(at / SIZE), image),
  );
  return createHash("sha256").update(new Uint8Array(pixels.buffer)).digest("hex");
}

test("saved counts are the detector's, by outside decoders", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose(4);
  const viewer = await openViewer(served);
  await viewer.expectState({ image: { id: "1_3" } });
  const python = await pythonWithTifffile();
  const expected = `${rampHash(3)} uint32 ${SIZE} ${SIZE}`;
  expect(await readByTifffile(python, [await save(viewer, "TIFF", "1_3.tif")])).toEqual([expected]);
  expect(await readByNumpy(python, [await save(viewer, "NPY", "1_3.npy")])).toEqual([expected]);
});

test("the saved picture is the whole frame at 1:1, as shown", async ({ serveDetector, openViewer }) => {
  const served = await serveDetector();
  served.expose(4);
  const viewer = await openViewer(served, "#levels=0,255&auto=off&colours=grey&x=10&y=10&zoom=9");
  await viewer.expectState({ image: { id: "1_3" } });
  const file = await save(viewer, "PNG", "1_3.png");
  // Decoded by the browser: by none of our code.
  const { width, height, greys } = await viewer.page.evaluate(
    async ({ bytes, places }) => {
      const blob = new Blob([Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0))]);
      const bitmap = await createImageBitmap(blob);
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", {
        willReadFrequently: true,
      });
      context?.drawImage(bitmap, 0, 0);
      const greys = places.map(([x, y]) => [...(context?.getImageData(x, y, 1, 1).data ?? [])]);
      return { width: bitmap.width, height: bitmap.height, greys };
    },
    { bytes: (await readFile(file)).toString("base64"), places: PLACES },
  );
  expect([width, height]).toEqual([SIZE, SIZE]);
  expect(greys).toEqual(PLACES.map(([x, y]) => [...Array(3).fill(ramp(x, y, 3)), 255]));
});

const PLACES: [number, number][] = [
  [0, 0],
  [511, 0],
  [0, 511],
  [300, 200],
];
