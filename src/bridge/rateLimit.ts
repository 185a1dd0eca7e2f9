import type { BridgeClock } from "./clock.ts";

/** Addresses that are kept in mind; the one that asked longest ago is forgotten first. */
const MOST_ADDRESSES = 1024;

/** A bucket of requests for each client address: full at first, and filled again at a steady rate. */
export class RateLimit {
  readonly #clock: BridgeClock;
  readonly #rate: number;
  readonly #burst: number;
  readonly #buckets = new Map<string, { readonly left: number; readonly time: number }>();

  constructor(options: {
    readonly clock: BridgeClock;
    readonly requestsPerSecond: number;
    readonly requestBurst: number;
  }) {
    this.#clock = options.clock;
    this.#rate = options.requestsPerSecond;
    this.#burst = options.requestBurst;
  }

  /** Takes one request out of the bucket of this address; false when it is empty. */
  take(address: string): boolean {
    const time = this.#clock.now();
    const { left, time: before } = this.#buckets.get(address) ?? { left: this.#burst, time };
    const present = Math.min(this.#burst, left + ((time - before) / 1000) * this.#rate);
    const isThere = present >= 1;
    this.#buckets.delete(address);
    this.#buckets.set(address, { left: isThere ? present - 1 : present, time });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MOST_ADDRESSES && oldest !== undefined) this.#buckets.delete(oldest);
    return isThere;
  }
}
