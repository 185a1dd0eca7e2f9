import { columnGaps } from "../models.ts";
import { maskedValue, newPixels, type Pattern, type PatternOptions, type PixelArray } from "./pattern.ts";

/** The largest prime that 8 bits hold beside the masked value, so that no valid pixel looks masked. */
const PERIOD = 251;
/** 3 · 84 ≡ 1 (mod 251): the row that begins with a given value is 84 times that value. */
const INVERSE_OF_THREE = 84;

/**
 * A pattern with a closed formula, for clients that check every pixel: a valid pixel of image `i` at column `x` and row
 * `y` is (x + 3·y + 7·i) mod 251; gaps are 2^depth − 1. The same for every threshold.
 *
 * Nothing is drawn per image: the rows of every module are a run of one block of rows.
 */
export class RampPattern implements Pattern {
  readonly deadPixels: readonly number[] = [];
  readonly #options: PatternOptions;
  /** Row `r` begins with 3·r mod 251; a module's rows and 250 more. */
  readonly #block: PixelArray;
  /** The rows between two modules. */
  readonly #gap: PixelArray;

  constructor(options: PatternOptions) {
    const { model, bitDepth } = options;
    this.#options = options;
    this.#block = rampRows(model.moduleRows + PERIOD - 1, options);
    this.#gap = newPixels(model.gapRows * model.columns, bitDepth).fill(maskedValue(bitDepth));
  }

  pixels(imageId: number): readonly PixelArray[] {
    const { columns, modulesY, moduleRows, gapRows } = this.#options.model;
    return Array.from({ length: modulesY }, (_, module) => {
      const value = (3 * module * (moduleRows + gapRows) + 7 * imageId) % PERIOD;
      const row = (INVERSE_OF_THREE * value) % PERIOD;
      const rows = this.#block.subarray(row * columns, (row + moduleRows) * columns);
      return module === 0 ? [rows] : [this.#gap, rows];
    }).flat();
  }
}

function rampRows(rows: number, { model, bitDepth }: PatternOptions): PixelArray {
  const { columns } = model;
  const pixels = newPixels(rows * columns, bitDepth);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      pixels[row * columns + column] = (column + 3 * row) % PERIOD;
    }
    for (const [start, end] of columnGaps(model)) {
      pixels.fill(maskedValue(bitDepth), row * columns + start, row * columns + end);
    }
  }
  return pixels;
}
