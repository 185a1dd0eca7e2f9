import type { Pixels } from "../../../src/decoder/index.ts";
import type { Random } from "../../../src/simulator/patterns/random.ts";
import { PIXEL_ARRAYS } from "./scalarForms.ts";

/** What a frame looks like. */
export const FRAME_KINDS = [
  "empty",
  "one value",
  "counts and gaps",
  "peaks",
  "near the limits",
  "rows that repeat",
  "noise",
] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];

/** A frame of `count` pixels; `density` is how many of them, 0 … 1, have counts. */
export function makeFrame(
  random: Random,
  options: {
    readonly depth: 8 | 16 | 32;
    readonly count: number;
    readonly kind: FrameKind;
    readonly density?: number;
  },
): Pixels {
  const { depth, count, kind, density = 0.5 } = options;
  const pixels = new PIXEL_ARRAYS[depth](count);
  const masked = 2 ** depth - 1;
  const values = pixelValues(random, { kind, masked, count });
  for (let index = 0; index < count; index++) pixels[index] = random.fraction() < density ? values(index) : 0;
  if (kind === "one value") pixels.fill(values(0));
  if (kind === "counts and gaps" || kind === "peaks") addGaps(random, pixels, masked);
  return pixels;
}

function pixelValues(
  random: Random,
  { kind, masked, count }: { readonly kind: FrameKind; readonly masked: number; readonly count: number },
): (index: number) => number {
  const below = (limit: number) => Math.floor(random.fraction() * limit);
  const period = 1 + below(Math.min(count, 300));
  const limits = [
    1,
    7,
    8,
    127,
    128,
    255,
    masked - 1,
    masked - 2,
    masked - 127,
    masked - 128,
    masked,
    (masked + 1) / 2,
  ];
  const constant = limits[below(limits.length)] ?? 0;
  const row = Uint32Array.from({ length: period }, () => below(20));
  return {
    empty: () => 0,
    "one value": () => constant,
    "counts and gaps": () => 1 + Math.floor(-Math.log(1 - random.fraction())),
    peaks: () => (random.fraction() < 0.003 ? below(Math.min(masked, 60_000)) : 1),
    "near the limits": () => limits[below(limits.length)] ?? 0,
    "rows that repeat": (index: number) => row[index % period] ?? 0,
    noise: () => random.next() & masked,
  }[kind];
}

/** Columns between modules, and a few bad pixels. */
function addGaps(random: Random, pixels: Pixels, masked: number): void {
  const columns = 20 + (random.next() % 500);
  const gap = 1 + (random.next() % 12);
  for (let index = 0; index < pixels.length; index++) {
    if (index % columns < gap || random.next() % 900 === 0) pixels[index] = masked;
  }
}
