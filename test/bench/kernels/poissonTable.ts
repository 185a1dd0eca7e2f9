const STEPS = 4096;
/** Takes the upper bits of 32 for a step. */
const SHIFT = 20;

/** Poisson counts of one mean by the inverse of their distribution, in 4096 steps. */
export class PoissonTable {
  readonly #counts = new Uint32Array(STEPS);

  constructor(mean: number, { largest }: { readonly largest: number }) {
    let count = 0;
    let probability = Math.exp(-mean);
    let cumulated = probability;
    for (let step = 0; step < STEPS; step++) {
      while (cumulated < (step + 0.5) / STEPS && count < largest) {
        count += 1;
        probability *= mean / count;
        cumulated += probability;
      }
      this.#counts[step] = count;
    }
  }

  /** Counts for 32 random bits. */
  draw(bits: number): number {
    return this.#counts[bits >>> SHIFT] ?? 0;
  }
}
