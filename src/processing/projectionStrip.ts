import type { AccumulationPart } from "../decoder/index.ts";
import type { ImageWindow } from "./imageWindow.ts";

/** What goes from a processing node to the collecting one: rows of what the images of a window add up to there. */
export interface ProjectionStrip extends ImageWindow {
  /** Images are counted in the last strip. */
  readonly part: AccumulationPart;
}

/** The rows of a part, one strip after the other, each of `maxBytes` at most and a row at least. */
export function* strips(
  part: AccumulationPart,
  { window, maxBytes }: { readonly window: ImageWindow; readonly maxBytes: number },
): Generator<ProjectionStrip, void, void> {
  const { series, index } = window;
  const { columns, depth, high } = part;
  const rowBytes = columns * (depth / 8 + (high === null ? 4 : 8));
  const rows = Math.max(Math.floor(maxBytes / rowBytes), 1);
  for (let first = 0; first < part.rows; first += rows)
    yield { series, index, part: rowsOf(part, first, Math.min(first + rows, part.rows)) };
}

export function stripBytes({ part: { maximum, low, high } }: ProjectionStrip): number {
  return maximum.byteLength + low.byteLength + (high?.byteLength ?? 0);
}

/** Memory of their own, for it changes hands; the whole part has that already. */
function rowsOf(part: AccumulationPart, firstRow: number, endRow: number): AccumulationPart {
  if (endRow - firstRow === part.rows) return part;
  const { columns, maximum, low, high } = part;
  const [start, end] = [firstRow * columns, endRow * columns];
  return {
    ...part,
    firstRow,
    frames: endRow === part.rows ? part.frames : 0,
    maximum: maximum.slice(start, end),
    low: low.slice(start, end),
    high: high === null ? null : high.slice(start, end),
  };
}
