/** Milliseconds over which a rate is taken, in so many steps. */
const SPAN = 2000;
const STEPS = 8;
const STEP = SPAN / STEPS;

/** Images a second over the last two seconds. Times are milliseconds that only go forward. */
export class RunningRate {
  /** Images of the last steps, the newest last. */
  #steps: readonly { readonly step: number; readonly images: number }[] = [];
  #begun: number | undefined;

  add(time: number): void {
    this.#begun ??= time;
    const step = Math.floor(time / STEP);
    const last = this.#steps.at(-1);
    if (last?.step === step) this.#steps = [...this.#steps.slice(0, -1), { step, images: last.images + 1 }];
    else this.#steps = [...this.#steps.slice(-STEPS), { step, images: 1 }];
  }

  /** Of the first two seconds: since the first image. */
  at(time: number): number {
    if (this.#begun === undefined) return 0;
    const now = Math.floor(time / STEP);
    const images = this.#steps
      .filter(({ step }) => step > now - STEPS)
      .reduce((sum, step) => sum + step.images, 0);
    const span = Math.min(Math.max(time - this.#begun, STEP), SPAN - STEP + (time % STEP));
    return (1000 * images) / span;
  }
}
