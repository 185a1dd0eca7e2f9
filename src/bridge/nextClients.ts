import type { BridgeClock } from "./clock.ts";

/** Milliseconds after which a client that has not asked again is taken to have gone. */
const MEMORY = 10_000;
const MOST_CLIENTS = 1024;

/**
 * Who takes images with `images/next`. Each image goes to one client only, so two of them share the detector's images
 * without knowing it; and one that asks twice at once loses the order.
 */
export class NextClients {
  readonly #clock: BridgeClock;
  readonly #pending = new Set<string>();
  readonly #lastAsked = new Map<string, number>();

  constructor(clock: BridgeClock) {
    this.#clock = clock;
  }

  /** False when this client is waiting for an image already. Who enters leaves once it is answered. */
  enter(address: string): boolean {
    if (this.#pending.has(address)) return false;
    this.#pending.add(address);
    this.#lastAsked.delete(address);
    this.#lastAsked.set(address, this.#clock.now());
    const [oldest] = this.#lastAsked.keys();
    if (this.#lastAsked.size > MOST_CLIENTS && oldest !== undefined) this.#lastAsked.delete(oldest);
    return true;
  }

  leave(address: string): void {
    this.#pending.delete(address);
  }

  /** How many clients have asked of late. */
  count(): number {
    const since = this.#clock.now() - MEMORY;
    return [...this.#lastAsked.values()].filter((time) => time >= since).length;
  }
}
