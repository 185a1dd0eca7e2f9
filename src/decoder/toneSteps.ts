import { EigerMonitorError } from "../errors.ts";
import type { Colour, ColourTable } from "./colourTable.ts";

/** Where between the levels, 0 … 1, a colour lies → its count. `span` is the difference of the levels. */
const LEVEL_OF = {
  linear: (at: number, span: number): number => span * at,
  sqrt: (at: number, span: number): number => span * at ** 2,
  /** Of count + 1, so that 0 counts have a place. */
  log: (at: number, span: number): number => Math.expm1(at * Math.log1p(span)),
  /** A quarter of the colours linear between the levels, the rest logarithmic up to 10⁴ times the upper one. */
  hdr: (at: number, span: number): number => (at < 0.25 ? span * 4 * at : span * 10 ** ((16 * at - 4) / 3)),
} as const;

/** How counts between the levels spread over the colours. */
export type Scale = keyof typeof LEVEL_OF;

/** What makes a count a colour. */
export interface Tones {
  readonly table: ColourTable;
  readonly scale: Scale;
  /** Counts of the first and of the last colour. */
  readonly levels: readonly [low: number, high: number];
  readonly masked: Colour;
  readonly outside: Colour;
  /** Counts from which a pixel is saturated. */
  readonly saturation?: number | undefined;
  readonly saturated: Colour;
}

/** Larger shifted counts do not exist. */
const LARGEST = 2 ** 32 - 1;
/** So much of a level is rounding: a colour that begins at 7.0000000000001 counts begins at 7. */
const ROUNDING = 1e-13;

/**
 * The steps of assembly/tones.ts: { first shifted count, RGBA } each, ascending.
 *
 * Of N colours, a count c between the levels has number round((N − 1) · f(c)), f being the scale: so number i begins at
 * the count whose f is (i − ½) / (N − 1).
 *
 * @param options.unit what a count is multiplied by in the kernel: 1, or 2^meanBits
 * @throws {EigerMonitorError} BAD_OPTION
 */
export function toneSteps(tones: Tones, options: { readonly unit: number }): Uint32Array<ArrayBuffer> {
  const { table, levels, scale, saturation } = tones;
  const [low, high] = levels;
  const last = table.length / 4 - 1;
  check(
    Number.isFinite(low) && Number.isFinite(high) && high > low,
    `levels ${low} to ${high}: not ascending`,
  );
  check(Number.isInteger(last) && last >= 1 && last < 4096, `${table.length} bytes are no colour table`);
  check(saturation === undefined || saturation > 0, `saturation at ${saturation} counts`);
  const shifted = (count: number) => {
    const scaled = count * options.unit;
    return Math.max(Math.ceil(scaled - ROUNDING * Math.max(1, Math.abs(scaled))), 0) + 1;
  };
  const end = Math.min(saturation === undefined ? Infinity : shifted(saturation), LARGEST + 1);
  const steps: number[] = [0, pack(tones.masked)];
  for (let colour = 0; colour <= last; colour++) {
    const level = low + LEVEL_OF[scale]((colour - 0.5) / last, high - low);
    const first = colour === 0 ? 1 : shifted(level);
    if (first >= end) break;
    steps.push(first, pack(table.subarray(4 * colour, 4 * colour + 4)));
  }
  if (end <= LARGEST) steps.push(end, pack(tones.saturated));
  return Uint32Array.from(steps);
}

/** RGBA as the kernels write it, little endian. */
export function pack([red = 0, green = 0, blue = 0, alpha = 255]: Iterable<number> &
  ArrayLike<number>): number {
  return (red | (green << 8) | (blue << 16) | (alpha << 24)) >>> 0;
}

function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new EigerMonitorError("BAD_OPTION", message);
}
