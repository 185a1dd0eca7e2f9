import type { Clock } from "../../simplon/index.ts";
import type { HeldRank } from "./rankEntry.ts";

/** What an observer makes of a rank: nobody has it, a node has it, or a node had it and no longer says so. */
export type RankState = "free" | "held" | "expired";

interface Seen {
  revision: number;
  /** When this revision was first seen. */
  since: number;
  /** When it was looked at last. */
  looked: number;
}

/**
 * Notices nodes that no longer renew their lease. By this observer's own clock: it is never compared with another
 * machine's, and an observer that was itself away gives every node one more lease.
 */
export class LeaseWatch {
  readonly #lease: number;
  readonly #clock: Clock;
  readonly #seen = new Map<number, Seen>();

  constructor({ lease, clock }: { readonly lease: number; readonly clock: Clock }) {
    this.#lease = lease;
    this.#clock = clock;
  }

  /** What the bucket has for the rank now. */
  see(rank: number, held: HeldRank | undefined): RankState {
    if (held?.entry.session === "") this.#seen.delete(rank);
    const now = this.#clock.now();
    const seen = this.#seen.get(rank);
    if (held !== undefined && held.entry.session !== "" && seen?.revision !== held.revision) {
      this.#seen.set(rank, { revision: held.revision, since: now, looked: now });
      return "held";
    }
    // No entry at all, of a rank that was held: the server has lost it, and its node is to write it anew.
    return seen === undefined ? "free" : this.#judge(seen, now);
  }

  /** Every node gets a whole lease from now: nobody could renew while the server was away. */
  beginAnew(): void {
    const now = this.#clock.now();
    for (const seen of this.#seen.values()) seen.since = now;
  }

  #judge(seen: Seen, now: number): RankState {
    if (now - seen.looked > this.#lease / 2) seen.since = now;
    seen.looked = now;
    return now - seen.since > this.#lease ? "expired" : "held";
  }
}
