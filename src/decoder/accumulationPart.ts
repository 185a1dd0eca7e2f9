import { EigerMonitorError } from "../errors.ts";
import type { Depth } from "../tiff/index.ts";
import type { Pixels } from "./detectorFrame.ts";

/**
 * What frames add up to, in memory of its own: plain data, which can be sent to where all of them are merged. Sums are
 * `low + high · (2³² − 1)`; a pixel that was masked in every frame has all bits set in `low` and `maximum`.
 */
export interface AccumulationPart {
  /** Of the frames; the part may be a strip of some of their rows. */
  readonly rows: number;
  readonly columns: number;
  /** Bits of a pixel of the frames. */
  readonly depth: Depth;
  /** Frames that were added; of several strips, in one of them. */
  readonly frames: number;
  /** Where the planes begin; they are whole rows. */
  readonly firstRow: number;
  readonly maximum: Pixels;
  readonly low: Uint32Array<ArrayBuffer>;
  /** null: no sum has passed 2³² − 2. */
  readonly high: Uint32Array<ArrayBuffer> | null;
}

const ARRAYS = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array } as const;

/** Pixels of the largest frame that a part may be of: seven times those of the largest detector. */
const MOST_PIXELS = 2 ** 27;

/**
 * Proves that a part that came from elsewhere is one, of frames of this shape and depth: every plane is there and as long as it must
 * be.
 * @throws {EigerMonitorError} BAD_OPTION
 */
export function provePart(
  part: AccumulationPart,
  { rows, columns, depth }: Pick<AccumulationPart, "rows" | "columns" | "depth">,
): void {
  if (part.rows !== rows || part.columns !== columns || part.depth !== depth)
    throw refused(
      `of ${part.rows} × ${part.columns} pixels of ${part.depth} bits`,
      `${rows} × ${columns} of ${depth}`,
    );
  const isShape = isWhole(rows, 1) && isWhole(columns, 1) && rows * columns <= MOST_PIXELS;
  if (!isShape || !Object.hasOwn(ARRAYS, depth))
    throw refused(`of ${rows} × ${columns} pixels of ${depth} bits`, "a detector's");
  if (!isWhole(part.frames, 0)) throw refused(`of ${part.frames} frames`, "a whole number");
  provePlanes(part);
}

function provePlanes({ rows, columns, depth, firstRow, maximum, low, high }: AccumulationPart): void {
  if (!(maximum instanceof ARRAYS[depth])) throw refused("with another maximum", `${depth} bits`);
  const count = maximum.length;
  const areRows = isWhole(firstRow, 0) && count % columns === 0 && firstRow + count / columns <= rows;
  if (!areRows) throw refused(`of ${count} pixels from row ${firstRow} on`, `whole rows of ${rows}`);
  for (const plane of high === null ? [low] : [low, high])
    if (!(plane instanceof Uint32Array) || plane.length !== count)
      throw refused("with other sums", `${count} of 32 bits`);
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= least;
}

function refused(seen: string, expected: string): EigerMonitorError {
  return new EigerMonitorError("BAD_OPTION", `a part ${seen} cannot be merged, expected ${expected}`);
}
