import { PoolTransportError } from "../../errors.ts";
import type { PoolMember } from "./poolMember.ts";
import type { HeldRank } from "./rankEntry.ts";
import type { RankLease } from "./rankLease.ts";

export interface ClaimOptions {
  /** In order of preference. */
  readonly ranks: readonly number[];
  /** An error if the only rank has a node that lives; otherwise this node waits for a free one. */
  readonly isUrgent: boolean;
  readonly onWait?: ((what: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A rank for this node: one that nobody has, or one whose node no longer renews its lease.
 * @throws {PoolTransportError} RANK_TAKEN; COLLECTING_NODE_LOST if the pool ends meanwhile; NATS_REFUSED; the signal's
 * reason
 */
export function claimRank(member: PoolMember, options: ClaimOptions): Promise<RankLease> {
  const { ranks, signal, onWait } = options;
  const search = new RankSearch(member, options);
  const onFirst = () =>
    onWait?.(`rank ${ranks.join(", ")}: every one has its node; waiting for one to be free`);
  return member.repeat(() => search.once(), { signal, onWait: onFirst });
}

/** Tries to get a rank, again and again. */
class RankSearch {
  readonly #member: PoolMember;
  readonly #options: ClaimOptions;
  readonly #firstSeen = new Map<number, number>();
  #hadCollectingNode = false;

  constructor(member: PoolMember, options: ClaimOptions) {
    this.#member = member;
    this.#options = options;
  }

  async once(): Promise<RankLease | undefined> {
    for (const rank of this.#options.ranks) {
      const lease = await this.#try(rank);
      if (lease !== undefined) return lease;
    }
    if (!this.#options.ranks.includes(0)) await this.#lookAtPool();
    return undefined;
  }

  async #try(rank: number): Promise<RankLease | undefined> {
    const held = await this.#member.bucket.read(rank);
    if (this.#member.watch.see(rank, held) !== "held") return this.#member.take(rank, held?.revision ?? 0);
    if (held !== undefined && this.#options.isUrgent) this.#refuseIfAlive(rank, held);
    return undefined;
  }

  /** A node that was killed leaves its lease behind; one that renews it lives. */
  #refuseIfAlive(rank: number, { revision }: HeldRank): void {
    const first = this.#firstSeen.get(rank) ?? revision;
    this.#firstSeen.set(rank, first);
    if (first === revision) return;
    const what = rank === 0 ? "the pool has its collecting node" : `rank ${rank} has its node`;
    throw new PoolTransportError(
      "RANK_TAKEN",
      `${what} already, and it is alive; name another pool, or end it`,
    );
  }

  /** A pool that has ended will have no free rank any more. */
  async #lookAtPool(): Promise<void> {
    const state = this.#member.watch.see(0, await this.#member.bucket.read(0));
    if (state === "held") this.#hadCollectingNode = true;
    else if (this.#hadCollectingNode)
      throw new PoolTransportError("COLLECTING_NODE_LOST", "the pool ended before a rank was free");
  }
}
