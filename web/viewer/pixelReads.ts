import { EigerMonitorError } from "../../src/index.ts";
import type { PixelRectangle, PixelValues } from "./viewerController.ts";
import type { ShownImage } from "./viewerState.ts";

const MOST_VALUES = 4096;

/** Asks the engine for them. */
type Read = (rectangle: PixelRectangle) => Promise<PixelValues>;

/** The count of the pixel that a place lies in; null: masked, outside, or no image. */
export async function readPixel(
  read: Read,
  { image, x, y }: { readonly image: ShownImage | null; readonly x: number; readonly y: number },
): Promise<number | null> {
  const isInside = image !== null && x >= 0 && y >= 0 && x < image.columns && y < image.rows;
  if (!isInside) return null;
  const { values } = await read({ x: Math.floor(x), y: Math.floor(y), columns: 1, rows: 1 });
  const [value = -1] = values;
  return value >= 0 ? value : null;
}

/**
 * The counts of a rectangle; of no image all NaN.
 * @throws {EigerMonitorError} BAD_OPTION for more than 4096 of them, or parts of pixels
 */
export async function readPixels(
  read: Read,
  { image, rectangle }: { readonly image: ShownImage | null; readonly rectangle: PixelRectangle },
): Promise<PixelValues> {
  const { x, y, columns, rows } = rectangle;
  const isWhole = [x, y, columns, rows].every(Number.isSafeInteger);
  if (!isWhole || columns < 1 || rows < 1 || columns * rows > MOST_VALUES)
    throw new EigerMonitorError(
      "BAD_OPTION",
      `${columns} × ${rows} values at ${x}, ${y}; expected whole pixels, 1 to ${MOST_VALUES} of them`,
    );
  if (image !== null) return read({ x, y, columns, rows });
  const values = new Float64Array(columns * rows).fill(Number.NaN);
  return { x, y, columns, rows, values, imageKey: null };
}
