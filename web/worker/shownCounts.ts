import type { Clock } from "../../src/index.ts";
import type { Counters, Rates } from "../viewer/viewerState.ts";
import type { OpenImage } from "./openImage.ts";
import { RecentRates } from "./rates.ts";

type Counted = Omit<Counters, "dropped">;
const NOTHING: Counted = { received: 0, shown: 0, skipped: 0, failed: 0, bytes: 0 };

/**
 * What becomes of images: each that is received is shown (drawn at least once), skipped, failed, or is the newest, which may yet be
 * drawn.
 */
export class ShownCounts {
  #counts: Counted = NOTHING;
  readonly #rates: RecentRates;
  /** The newest, as long as it was not drawn. */
  #undrawn: OpenImage | undefined;

  constructor(clock: Clock) {
    this.#rates = new RecentRates(clock);
  }

  get counts(): Counted {
    return this.#counts;
  }

  get rates(): Rates {
    return this.#rates.rates;
  }

  received(bytes: number): void {
    this.#add({ received: 1, bytes });
    this.#rates.note("received", bytes);
  }

  skipped(images = 1): void {
    this.#add({ skipped: images });
  }

  failed(): void {
    this.#add({ failed: 1 });
  }

  /** An image that can be drawn from now on, instead of the one before. */
  offered(image: OpenImage): void {
    if (this.#undrawn !== undefined) this.skipped();
    this.#undrawn = image;
  }

  drawn(image: OpenImage): void {
    if (image !== this.#undrawn) return;
    this.#undrawn = undefined;
    this.#add({ shown: 1 });
    this.#rates.note("shown");
  }

  #add(steps: Partial<Counted>): void {
    const { received, shown, skipped, failed, bytes } = this.#counts;
    this.#counts = {
      received: received + (steps.received ?? 0),
      shown: shown + (steps.shown ?? 0),
      skipped: skipped + (steps.skipped ?? 0),
      failed: failed + (steps.failed ?? 0),
      bytes: bytes + (steps.bytes ?? 0),
    };
  }
}
