import { DETECTOR_MODELS, type DetectorModel } from "eiger-monitor/simulator";
import { PoissonTable } from "./poissonTable.ts";

export type PixelArray = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** One kind of frame that kernels are measured on. */
export interface FrameKind {
  readonly name: string;
  readonly model: DetectorModel;
  readonly depth: 8 | 16 | 32;
  /** Mean counts of the background. */
  readonly mean: number;
}

const MEANS = [0.05, 0.5, 3, 300];
const SIZES = [
  { size: "1M", model: "eiger-1m", depths: [8, 16, 32] },
  { size: "4M", model: "eiger-4m", depths: [8, 16, 32] },
  { size: "16M", model: "eiger-16m", depths: [16, 32] },
] as const;

/** All kinds, but for 8 bits at a mean of 300: every pixel would be saturated. */
const FRAME_KINDS: readonly FrameKind[] = SIZES.flatMap(({ size, model: name, depths }) =>
  depths.flatMap((depth) =>
    MEANS.filter((mean) => mean < 2 ** depth).map((mean) => ({
      name: `${size} u${depth} mean ${mean}`,
      model: findModel(name),
      depth,
      mean,
    })),
  ),
);

/** What is asked for: kinds whose name has `frames` in it, and how many samples; quick is 4M only and few. */
export function choose(options: KernelOptions): {
  readonly kinds: readonly FrameKind[];
  readonly rounds: number;
} {
  const { quick, frames = quick ? "4M" : "" } = options;
  return { kinds: FRAME_KINDS.filter(({ name }) => name.includes(frames)), rounds: quick ? 5 : 15 };
}

export interface KernelOptions {
  readonly quick: boolean;
  readonly frames?: string | undefined;
}

function findModel(name: string): DetectorModel {
  const model = DETECTOR_MODELS.get(name);
  if (model === undefined) throw new Error(`there is no detector ${name}`);
  return model;
}

/** Peaks and dead pixels: about 500 and 2000 on 16M. */
const PIXELS_PER_PEAK = 36_000;
const PIXELS_PER_DEAD = 9000;
const PEAK_SIGMA = 1.1;
const PEAK_REACH = 5;
const LARGEST_PEAK = 50_000;

/** Poisson counts that fall with the distance from the middle, Bragg-like peaks, gaps and dead pixels at the masked value. */
export function makeFrame(kind: FrameKind, seed: number): PixelArray {
  const { rows, columns } = kind.model;
  const pixels = newPixels(rows * columns, kind.depth);
  const random = xorshift(seed);
  drawBackground(pixels, kind, random);
  for (let peak = 0; peak < pixels.length / PIXELS_PER_PEAK; peak++) drawPeak(pixels, kind, random);
  const masked = 2 ** kind.depth - 1;
  for (let dead = 0; dead < pixels.length / PIXELS_PER_DEAD; dead++) {
    pixels[random() % pixels.length] = masked;
  }
  drawGaps(pixels, kind.model, masked);
  return pixels;
}

function newPixels(count: number, depth: 8 | 16 | 32): PixelArray {
  if (depth === 8) return new Uint8Array(count);
  return depth === 16 ? new Uint16Array(count) : new Uint32Array(count);
}

/** From 1.75 times the mean in the middle to half of it in the corner, in 32 rings; over the area this is the mean. */
function drawBackground(pixels: PixelArray, { model, mean, depth }: FrameKind, random: () => number): void {
  const { rows, columns } = model;
  const radius = Math.hypot(rows, columns) / 2;
  const largest = 2 ** depth - 2;
  const rings = Array.from({ length: 33 }, (_, ring) => {
    return new PoissonTable(mean * (1.75 - (1.25 * ring) / 32), { largest });
  });
  for (let row = 0, index = 0; row < rows; row++) {
    const square = (row - rows / 2) ** 2;
    for (let column = 0; column < columns; column++, index++) {
      const distance = Math.sqrt((column - columns / 2) ** 2 + square);
      const ring = rings[((32 * distance) / radius) | 0];
      pixels[index] = ring?.draw(random()) ?? 0;
    }
  }
}

/** Fifty counts and more, evenly in their logarithm. */
function drawPeak(pixels: PixelArray, { model, depth }: FrameKind, random: () => number): void {
  const { rows, columns } = model;
  const [x, y] = [random() % columns, random() % rows];
  const height = 50 * (LARGEST_PEAK / 50) ** (random() / 2 ** 32);
  for (let row = Math.max(y - PEAK_REACH, 0); row <= Math.min(y + PEAK_REACH, rows - 1); row++) {
    for (
      let column = Math.max(x - PEAK_REACH, 0);
      column <= Math.min(x + PEAK_REACH, columns - 1);
      column++
    ) {
      const square = (column - x) ** 2 + (row - y) ** 2;
      const counts = Math.round(height * Math.exp(-square / (2 * PEAK_SIGMA ** 2)));
      const index = row * columns + column;
      pixels[index] = Math.min((pixels[index] ?? 0) + counts, 2 ** depth - 2);
    }
  }
}

function drawGaps(pixels: PixelArray, model: DetectorModel, masked: number): void {
  const { rows, columns, moduleRows, gapRows, moduleColumns, gapColumns } = model;
  for (let row = moduleRows; row < rows; row += moduleRows + gapRows) {
    pixels.fill(masked, row * columns, (row + gapRows) * columns);
  }
  for (let row = 0; row < rows; row++) {
    for (let column = moduleColumns; column < columns; column += moduleColumns + gapColumns) {
      pixels.fill(masked, row * columns + column, row * columns + column + gapColumns);
    }
  }
}

/** 32 random bits a call, the same for the same seed (Marsaglia 2003). */
function xorshift(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b9) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
