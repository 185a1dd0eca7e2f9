/** Steps of the uniform number that picks from a table. */
export const TABLE_STEPS = 4096;
/** Takes the upper bits of 32 for a step. */
export const TABLE_SHIFT = 20;

/** Levels of the mean; between two, the lower one is taken. */
const LEVELS = 256;

/**
 * Poisson counts by table: for each of 256 levels of the mean up to `largest`, the counts at 4096 steps of the
 * cumulated probability. One look-up a pixel instead of a loop over the distribution: a 16M frame in about 0.2 s.
 */
export class PoissonTables {
  readonly #largest: number;
  /** `LEVELS × TABLE_STEPS` counts. */
  readonly counts: Uint16Array;

  constructor({ largest }: { readonly largest: number }) {
    this.#largest = largest;
    this.counts = new Uint16Array(LEVELS * TABLE_STEPS);
    for (let level = 0; level < LEVELS; level++) this.#fill(level);
  }

  /** Where the table for a mean begins. */
  start(mean: number): number {
    const level = Math.round(Math.sqrt(Math.min(mean / this.#largest, 1)) * (LEVELS - 1));
    return level * TABLE_STEPS;
  }

  #fill(level: number): void {
    // Levels are finer where means are small: that is where a picture's background is.
    const mean = this.#largest * (level / (LEVELS - 1)) ** 2;
    let count = 0;
    let probability = Math.exp(-mean);
    let cumulated = probability;
    for (let step = 0; step < TABLE_STEPS; step++) {
      while (cumulated < (step + 0.5) / TABLE_STEPS && count < 1000) {
        count += 1;
        probability *= mean / count;
        cumulated += probability;
      }
      this.counts[level * TABLE_STEPS + step] = count;
    }
  }
}
