import type { BridgeClient } from "./access.ts";
import type { BridgeClock } from "./clock.ts";

/** Milliseconds after which a client that has not asked again is taken to have gone: three times the longest wait. */
const MEMORY = 30_000;
const MOST_CLIENTS = 1024;

/**
 * Who takes images with `images/next`. Each image goes to one client only, so two of them share the detector's images
 * without knowing it; and one that asks twice at once loses the order. A client is known by its address, as many open a
 * connection for each request; two at one address are seen when one asks while the other waits on another connection.
 */
export class NextClients {
  readonly #clock: BridgeClock;
  /** The connections on which addresses wait. */
  readonly #pending = new Map<string, number | undefined>();
  readonly #lastAsked = new Map<string, number>();

  constructor(clock: BridgeClock) {
    this.#clock = clock;
  }

  /** False when this address is waiting for an image already. Who enters leaves once it is answered. */
  enter({ address, connection }: BridgeClient): boolean {
    if (!this.#pending.has(address)) {
      this.#pending.set(address, connection);
      this.#note(address);
      return true;
    }
    if (this.#pending.get(address) !== connection) this.#note(`${address}, another`);
    return false;
  }

  leave({ address }: BridgeClient): void {
    this.#pending.delete(address);
  }

  /** How many clients have asked of late. */
  count(): number {
    const since = this.#clock.now() - MEMORY;
    return [...this.#lastAsked.values()].filter((time) => time >= since).length;
  }

  #note(client: string): void {
    this.#lastAsked.delete(client);
    this.#lastAsked.set(client, this.#clock.now());
    const [oldest] = this.#lastAsked.keys();
    if (this.#lastAsked.size > MOST_CLIENTS && oldest !== undefined) this.#lastAsked.delete(oldest);
  }
}
