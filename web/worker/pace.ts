import { type Clock, delay } from "../../src/index.ts";

/** How often the control unit is asked: its monitor takes at most 10 images a second. Milliseconds. */
const POLL_PERIOD = 100;
/** While nobody looks. Milliseconds. */
const HIDDEN_PERIOD = 2000;

/** How fast a viewer follows its detector: slowly while it is hidden, and at once again when it is looked at. */
export class Pace {
  readonly #clock: Clock;
  /** Milliseconds between two images at least. */
  readonly #imagePeriod: number;
  readonly #resting = new Set<AbortController>();
  #hidden = false;
  #lastImage: number | undefined;

  constructor({ clock, maxRate }: { readonly clock: Clock; readonly maxRate?: number | undefined }) {
    this.#clock = clock;
    this.#imagePeriod = maxRate === undefined ? 0 : 1000 / maxRate;
  }

  set hidden(hidden: boolean) {
    this.#hidden = hidden;
    if (hidden) return;
    for (const rest of this.#resting) rest.abort();
  }

  /** Waits before the same question is asked again. */
  betweenPolls(signal: AbortSignal | undefined): Promise<void> {
    return this.#rest(this.#hidden ? HIDDEN_PERIOD : POLL_PERIOD, signal);
  }

  /** Waits after an image until the next one may be asked for. */
  async betweenImages(signal: AbortSignal | undefined): Promise<void> {
    const now = this.#clock.now();
    const period = Math.max(this.#imagePeriod, this.#hidden ? HIDDEN_PERIOD : 0);
    const passed = this.#lastImage === undefined ? 0 : now - this.#lastImage;
    if (passed < period) await this.#rest(period - passed, signal);
    this.#lastImage = this.#clock.now();
  }

  /** @throws the signal's reason */
  async #rest(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const rest = new AbortController();
    const end = () => rest.abort();
    this.#resting.add(rest);
    signal?.addEventListener("abort", end, { once: true });
    try {
      await delay(milliseconds, { signal: rest.signal, clock: this.#clock }).catch(() => undefined);
    } finally {
      this.#resting.delete(rest);
      signal?.removeEventListener("abort", end);
    }
    signal?.throwIfAborted();
  }
}
