import { EigerMonitorError } from "../errors.ts";
import type { Depth } from "../tiff/index.ts";
import type { Pixels } from "./detectorFrame.ts";

/**
 * What frames add up to, in memory of its own: plain data, which can be sent to where all of them are merged. Sums are
 * `low + high · (2³² − 1)`; a pixel that was masked in every frame has all bits set in `low` and `maximum`.
 */
export interface AccumulationPart {
  readonly rows: number;
  readonly columns: number;
  /** Bits of a pixel of the frames. */
  readonly depth: Depth;
  /** Frames that were added. */
  readonly frames: number;
  readonly maximum: Pixels;
  readonly low: Uint32Array<ArrayBuffer>;
  /** null: no sum has passed 2³² − 2. */
  readonly high: Uint32Array<ArrayBuffer> | null;
}

const ARRAYS = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array } as const;

/**
 * Proves that a part that came from elsewhere is one, of frames of this shape and depth: every array is there and as long as it must
 * be, so that nothing is allocated by what it only says.
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
  const count = rows * columns;
  if (!(rows >= 1 && columns >= 1 && Number.isSafeInteger(count) && Object.hasOwn(ARRAYS, depth)))
    throw refused(`of ${rows} × ${columns} pixels of ${depth} bits`, "some pixels of 8, 16 or 32");
  if (!Number.isSafeInteger(part.frames) || part.frames < 0)
    throw refused(`of ${part.frames} frames`, "a whole number");
  const { maximum, low, high } = part;
  if (!(maximum instanceof ARRAYS[depth]) || maximum.length !== count)
    throw refused("with another maximum", `${count} pixels of ${depth} bits`);
  for (const plane of high === null ? [low] : [low, high])
    if (!(plane instanceof Uint32Array) || plane.length !== count)
      throw refused("with other sums", `${count} of 32 bits`);
}

function refused(seen: string, expected: string): EigerMonitorError {
  return new EigerMonitorError("BAD_OPTION", `a part ${seen} cannot be merged, expected ${expected}`);
}
