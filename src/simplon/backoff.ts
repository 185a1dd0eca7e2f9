import { type Clock, systemClock } from "./clock.ts";
import { RETRY_AFTER_CAP } from "./retryAfter.ts";

const BASE = 100;
const CAP = 5000;
const HEALTHY_AFTER = 10_000;

/**
 * How long to wait before the next try: full jitter, doubling from 100 ms to 5 s, back to the start after 10 s without
 * a failure. A server's `Retry-After` is honoured up to 30 s.
 */
export class Backoff {
  readonly #clock: Clock;
  readonly #random: () => number;
  #failures = 0;
  #healthySince: number | undefined;

  constructor({ clock = systemClock, random = Math.random }: { clock?: Clock; random?: () => number } = {}) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Milliseconds to wait after one more failure. */
  next(retryAfter = 0): number {
    const healthy =
      this.#healthySince !== undefined && this.#clock.now() - this.#healthySince >= HEALTHY_AFTER;
    this.#failures = healthy ? 1 : this.#failures + 1;
    this.#healthySince = undefined;
    const ceiling = Math.min(CAP, BASE * 2 ** Math.min(this.#failures - 1, 16));
    return Math.max(this.#random() * ceiling, Math.min(retryAfter, RETRY_AFTER_CAP));
  }

  /** A request was answered as it should be. */
  success(): void {
    this.#healthySince ??= this.#clock.now();
  }
}
