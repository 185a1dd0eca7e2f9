import { type DetectorFrame, EigerMonitorError } from "../../src/index.ts";
import type { LineProfile, PixelRectangle, PixelValues } from "../viewer/viewerController.ts";

const MOST_VALUES = 4096;
/** Samples of a profile: four times across the longest detector. */
const MOST_SAMPLES = 65_536;

/** The count of the pixel at whole coordinates: −1 where it is masked, NaN outside of the frame. */
function valueAt(frame: DetectorFrame, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= frame.columns || y >= frame.rows) return Number.NaN;
  const value = frame.data[y * frame.columns + x];
  return value === undefined || value === frame.maskedValue ? -1 : value;
}

/**
 * The counts of a rectangle.
 * @throws {EigerMonitorError} BAD_OPTION for more than 4096 of them, or parts of pixels
 */
export function pixelValues(
  frame: DetectorFrame,
  { x, y, columns, rows }: PixelRectangle,
): Omit<PixelValues, "imageKey"> {
  const isWhole = [x, y, columns, rows].every(Number.isSafeInteger);
  if (!isWhole || columns < 1 || rows < 1 || columns * rows > MOST_VALUES)
    throw new EigerMonitorError(
      "BAD_OPTION",
      `${columns} × ${rows} values at ${x}, ${y}; expected whole pixels, 1 to ${MOST_VALUES} of them`,
    );
  const values = Float64Array.from({ length: columns * rows }, (_, index) =>
    valueAt(frame, x + (index % columns), y + Math.floor(index / columns)),
  );
  return { x, y, columns, rows, values };
}

/**
 * Counts along a line, evenly spaced from end to end, a sample for each source pixel of its length and one more; NaN where the
 * pixel is masked or not on the frame.
 */
export function lineProfile(
  frame: DetectorFrame,
  from: readonly [x: number, y: number],
  to: readonly [x: number, y: number],
): Omit<LineProfile, "imageKey"> {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (!(length < MOST_SAMPLES)) throw new EigerMonitorError("BAD_OPTION", `a profile of ${length} pixels`);
  const steps = Math.max(Math.ceil(length), 1);
  const values = Float64Array.from({ length: steps + 1 }, (_, step) => {
    const at = (axis: 0 | 1) => Math.floor(from[axis] + ((to[axis] - from[axis]) * step) / steps);
    const value = valueAt(frame, at(0), at(1));
    return value < 0 ? Number.NaN : value;
  });
  return { from, to, values };
}
