import { type DetectorModel, isGap } from "../models.ts";
import { Random } from "./random.ts";

const PER_MILLION = 30;

/** Indices of the pixels that do not work; the same for the same seed, none in a gap, none twice. */
export function deadPixels(model: DetectorModel, { seed }: { readonly seed: number }): readonly number[] {
  const random = new Random(seed);
  const count = model.rows * model.columns;
  const indices = new Set<number>();
  for (let drawn = 0; drawn < (count * PER_MILLION) / 1e6; drawn++) {
    const index = random.next() % count;
    if (!isGap(model, { column: index % model.columns, row: Math.floor(index / model.columns) }))
      indices.add(index);
  }
  return [...indices];
}
