import { DetectorFrame } from "../../../src/decoder/index.ts";
import { type DetectorModel, isGap } from "../../../src/simulator/models.ts";
import { newPixels } from "../../../src/simulator/patterns/pattern.ts";
import { RampPattern } from "../../../src/simulator/patterns/rampPattern.ts";
import type { Depth } from "../../../src/tiff/index.ts";

const PERIOD = 251;

/** Two by two modules with gaps between them, of no round size: 1000 images are made in no time. */
export const SMALL_MODEL: DetectorModel = {
  name: "small",
  description: "small",
  modulesX: 2,
  modulesY: 2,
  moduleColumns: 37,
  moduleRows: 21,
  gapColumns: 5,
  gapRows: 4,
  columns: 79,
  rows: 46,
};

/** An image of the simulator's ramp. */
export function rampFrames(model: DetectorModel, depth: Depth): (image: number) => DetectorFrame {
  const { rows, columns } = model;
  const pattern = new RampPattern({ model, bitDepth: depth });
  return (image) => {
    const pixels = newPixels(rows * columns, depth);
    let end = 0;
    for (const run of pattern.pixels(image)) {
      pixels.set(run, end);
      end += run.length;
    }
    return new DetectorFrame({ pixels, rows, columns, depth });
  };
}

/**
 * What 1000 images, 0 … 999, of the ramp add up to. A pixel goes through all counts 0 … 250 in 251 images, for 7 and 251 have no
 * divisor in common, so its sum is that of four such rounds (1004 images) without the last four, and its maximum is 250.
 */
export function rampOfThousand(
  model: DetectorModel,
  depth: Depth,
): { readonly sum: Uint32Array; readonly maximum: ArrayLike<number> } {
  const { rows, columns } = model;
  const sum = new Uint32Array(rows * columns).fill(2 ** 32 - 1);
  const maximum = newPixels(rows * columns, depth).fill(2 ** depth - 1);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (isGap(model, { column, row })) continue;
      const last = [1000, 1001, 1002, 1003].map((image) => (column + 3 * row + 7 * image) % PERIOD);
      const four = 4 * ((PERIOD * (PERIOD - 1)) / 2);
      sum[row * columns + column] = last.reduce((left, count) => left - count, four);
      maximum[row * columns + column] = PERIOD - 1;
    }
  return { sum, maximum };
}
