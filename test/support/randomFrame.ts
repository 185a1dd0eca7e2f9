import fc from "fast-check";
import { DetectorFrame, type Pixels } from "../../src/decoder/index.ts";
import type { Depth } from "../../src/tiff/index.ts";

const ARRAYS = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array } as const;

/** What a frame of counts may look like: shape, how many pixels are masked, how high the rest is. */
export interface FrameRecipe {
  readonly rows: number;
  readonly columns: number;
  /** Of 16 pixels, so many are masked. */
  readonly masked: number;
  /** Counts are below 2^bits, but for one pixel in 32, which may have any. */
  readonly bits: number;
  readonly seed: number;
}

/** Sizes from 1 to 70 each way, from no masked pixel to nothing else, from a few counts to all that the depth holds. */
export function frameRecipes(depth: Depth): fc.Arbitrary<FrameRecipe> {
  return fc.record({
    rows: fc.integer({ min: 1, max: 70 }),
    columns: fc.integer({ min: 1, max: 70 }),
    masked: fc.constantFrom(0, 0, 1, 8, 15, 16),
    bits: fc.constantFrom(1, 2, 4, 8, depth - 1, depth),
    seed: fc.integer(),
  });
}

function pixelsOf(recipe: FrameRecipe, depth: Depth): Pixels {
  const { rows, columns, masked, bits } = recipe;
  const pixels = new ARRAYS[depth](rows * columns);
  const random = generator(recipe.seed);
  const all = 2 ** depth - 1;
  for (let index = 0; index < pixels.length; index++) {
    const [choice, value] = [random(), random()];
    const few = Math.floor((value / 2 ** 32) * 2 ** bits);
    const any = Math.floor((value / 2 ** 32) * (all + 1));
    pixels[index] = choice % 16 < masked ? all : (choice >>> 8) % 32 === 0 ? any : few;
  }
  return pixels;
}

export function frameOf(recipe: FrameRecipe, depth: Depth): DetectorFrame {
  const { rows, columns } = recipe;
  return new DetectorFrame({ pixels: pixelsOf(recipe, depth), rows, columns, depth });
}

/** 32-bit numbers (mulberry32), so that a recipe always gives the same frame. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
