import type { DetectorFrame } from "../../src/index.ts";
import type { RegionStatistics, Shape } from "../viewer/viewerController.ts";

/** Calls `visit` with each run of pixels of a row whose centres lie in the shape: first index, and index behind the last. */
function visitRuns(
  { columns, rows }: DetectorFrame,
  shape: Shape,
  visit: (start: number, end: number) => void,
): void {
  const [top, bottom] =
    shape.kind === "box"
      ? [shape.y, shape.y + shape.height]
      : [shape.y - shape.radius, shape.y + shape.radius];
  const lastRow = Math.min(Math.ceil(bottom), rows);
  for (let row = Math.max(Math.floor(top), 0); row < lastRow; row++) {
    const [left, right] = spanOf(shape, row + 0.5);
    // Centres are at x + ½: the first is the smallest x with x + ½ ≥ left, the last the largest with x + ½ ≤ right.
    const first = Math.max(Math.ceil(left - 0.5), 0);
    const behind = Math.min(
      shape.kind === "box" ? Math.ceil(right - 0.5) : Math.floor(right - 0.5) + 1,
      columns,
    );
    if (first < behind) visit(row * columns + first, row * columns + behind);
  }
}

/** From where to where a shape reaches at a height; nowhere: from Infinity. A box has its left and upper edges, not the others. */
function spanOf(shape: Shape, y: number): readonly [left: number, right: number] {
  if (shape.kind === "box")
    return y >= shape.y && y < shape.y + shape.height
      ? [shape.x, shape.x + shape.width]
      : [Infinity, -Infinity];
  const half = Math.sqrt(shape.radius ** 2 - (y - shape.y) ** 2);
  return Number.isNaN(half) ? [Infinity, -Infinity] : [shape.x - half, shape.x + half];
}

/**
 * Statistics of the pixels whose centres lie in a box or circle.
 *
 * @param options.saturation counts from which a pixel is saturated
 */
export function regionStatistics(
  frame: DetectorFrame,
  shape: Shape,
  { saturation }: { readonly saturation: number },
): Omit<RegionStatistics, "imageKey"> {
  const { data, maskedValue } = frame;
  let [pixels, masked, saturated, sum, min, max] = [0, 0, 0, 0, Infinity, -Infinity];
  visitRuns(frame, shape, (start, end) => {
    pixels += end - start;
    for (let index = start; index < end; index++) {
      const value = data[index] ?? 0;
      if (value === maskedValue) {
        masked += 1;
        continue;
      }
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
      if (value >= saturation) saturated += 1;
    }
  });
  const valid = pixels - masked;
  if (valid === 0)
    return { pixels, masked, saturated, sum, mean: null, min: null, max: null, standardDeviation: null };
  const mean = sum / valid;
  return {
    pixels,
    masked,
    saturated,
    sum,
    mean,
    min,
    max,
    standardDeviation: deviation(frame, shape, mean, valid),
  };
}

/** Around the mean, in a pass of its own: the difference of two sums of squares has no digits left. */
function deviation(frame: DetectorFrame, shape: Shape, mean: number, valid: number): number {
  const { data, maskedValue } = frame;
  let squares = 0;
  visitRuns(frame, shape, (start, end) => {
    for (let index = start; index < end; index++) {
      const value = data[index] ?? 0;
      if (value !== maskedValue) squares += (value - mean) ** 2;
    }
  });
  return Math.sqrt(squares / valid);
}
