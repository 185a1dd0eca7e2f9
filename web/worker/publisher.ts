import type { Clock } from "../../src/index.ts";

/** Rates fall when nothing happens, too. Milliseconds. */
const PERIOD = 500;

/** Tells what has changed, at most once in a task; while there is a connection, also from time to time. */
export class Publisher {
  readonly #clock: Clock;
  readonly #publish: () => void;
  #ticking: unknown;
  #isDue = false;
  #ended = false;

  constructor({ clock, publish }: { readonly clock: Clock; readonly publish: () => void }) {
    this.#clock = clock;
    this.#publish = publish;
  }

  /** Something has changed. */
  soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (!this.#ended) this.#publish();
    });
  }

  tick(): void {
    this.rest();
    this.#ticking = this.#clock.setTimeout(() => {
      this.soon();
      this.tick();
    }, PERIOD);
  }

  rest(): void {
    this.#clock.clearTimeout(this.#ticking);
  }

  end(): void {
    this.#ended = true;
    this.rest();
  }
}
