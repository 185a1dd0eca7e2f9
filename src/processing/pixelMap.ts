import type { Decoder, DetectorFrame } from "../decoder/index.ts";

/** What a byte of the map says of its pixel. */
export const PIXEL_KINDS = { good: 0, dead: 1, hot: 2 } as const;

/** Which pixels of a detector do not count, or count by themselves. */
export interface PixelMap {
  /** A byte for each pixel, row by row (see {@link PIXEL_KINDS}): a mask, as `Decoder.statistics` takes one. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly dead: number;
  readonly hot: number;
}

/** Neighbours are looked at this far in each direction. */
const REACH = 2;

/**
 * Dead pixels have never had a count; hot ones have more than `factor` times the median of all valid pixels and of those at most two
 * pixels away from them, each taken for 1 at least. Masked pixels are neither.
 *
 * @throws {FrameClosedError}
 */
export function mapPixels(
  { sum, maximum }: { readonly sum: DetectorFrame; readonly maximum: DetectorFrame },
  { decoder, factor }: { readonly decoder: Decoder; readonly factor: number },
): PixelMap {
  const kinds = new Uint8Array(sum.data.length);
  const median = decoder.histogram(sum).percentile(0.5) ?? 0;
  const dead = markDead(kinds, maximum);
  return { kinds, dead, hot: markHot(kinds, sum, { factor, level: factor * Math.max(median, 1) }) };
}

function markDead(kinds: Uint8Array, { data }: DetectorFrame): number {
  let dead = 0;
  for (let index = 0; index < data.length; index++) {
    if (data[index] !== 0) continue;
    kinds[index] = PIXEL_KINDS.dead;
    dead += 1;
  }
  return dead;
}

/** Few pixels are above the level of all, so that only these are compared with their neighbours. */
function markHot(
  kinds: Uint8Array,
  sum: DetectorFrame,
  { factor, level }: { readonly factor: number; readonly level: number },
): number {
  const { data, maskedValue } = sum;
  let hot = 0;
  for (let index = 0; index < data.length; index++) {
    const count = data[index] ?? 0;
    if (count <= level || count === maskedValue || !standsOut(sum, index, count / factor)) continue;
    kinds[index] = PIXEL_KINDS.hot;
    hot += 1;
  }
  return hot;
}

/** Is the median of the valid neighbours below this? Then most of them are. */
function standsOut(
  { data, rows, columns, maskedValue }: DetectorFrame,
  index: number,
  level: number,
): boolean {
  const [row, column] = [Math.floor(index / columns), index % columns];
  let below = 0;
  let others = 0;
  for (let y = Math.max(row - REACH, 0); y <= Math.min(row + REACH, rows - 1); y++) {
    for (let x = Math.max(column - REACH, 0); x <= Math.min(column + REACH, columns - 1); x++) {
      const count = data[y * columns + x] ?? maskedValue;
      if (count === maskedValue || (y === row && x === column)) continue;
      if (count < level) below += 1;
      else others += 1;
    }
  }
  return below > others;
}
