import { PoolTransportError } from "../../errors.ts";
import { checkAgreement } from "./agreement.ts";
import { CollectingNode } from "./collectingNode.ts";
import { ignoreTransient } from "./natsFailure.ts";
import type { PoolMember } from "./poolMember.ts";
import type { HeldRank } from "./rankEntry.ts";
import type { RankLease } from "./rankLease.ts";

export interface FindOptions {
  /** This node's rank; it is renewed meanwhile. */
  readonly lease: RankLease;
  /** This node takes rank 0 if nobody has it. */
  readonly isCandidate: boolean;
  readonly onWait?: ((what: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until the pool's collecting node has taken this node in; or takes rank 0 itself, and gives up the one it had.
 * @throws {PoolTransportError} POOL_MISMATCH, RANK_LOST, NATS_REFUSED; COLLECTING_NODE_LOST if the pool ends meanwhile;
 * the signal's reason
 */
export async function findCollectingNode(
  member: PoolMember,
  options: FindOptions,
): Promise<CollectingNode | RankLease> {
  const search = new CollectingNodeSearch(member, options);
  for (let isFirst = true; ; isFirst = false) {
    member.line.failed.throwIfAborted();
    const found = await search.once().catch(ignoreTransient);
    if (found !== undefined) return found;
    if (isFirst) options.onWait?.("no collecting node has taken this one in yet; waiting for it");
    await member.pause(options.signal);
  }
}

class CollectingNodeSearch {
  readonly #member: PoolMember;
  readonly #options: FindOptions;
  #collecting: CollectingNode | undefined;

  constructor(member: PoolMember, options: FindOptions) {
    this.#member = member;
    this.#options = options;
  }

  async once(): Promise<CollectingNode | RankLease | undefined> {
    if (this.#collecting?.isWelcome) return this.#collecting;
    const { lease, isCandidate } = this.#options;
    const held = await this.#member.bucket.read(0);
    const isHeld = this.#member.watch.see(0, held) === "held";
    if (!isHeld && isCandidate) return this.#collectInstead(held?.revision ?? 0);
    if (!isHeld) this.#refuseEnded();
    else if (held !== undefined && held.entry.session !== this.#collecting?.session)
      return this.#turnTo(held);
    await lease.renew();
    return undefined;
  }

  /** Says in the bucket whom this node belongs to; only then does that one write to it. */
  async #turnTo({ entry: { session, agreement } }: HeldRank): Promise<undefined> {
    checkAgreement(this.#member.agreement, agreement);
    this.#collecting?.leave();
    this.#collecting = new CollectingNode(this.#member, session);
    await this.#options.lease.renew({ collecting: session });
    this.#member.announce();
  }

  async #collectInstead(revision: number): Promise<RankLease | undefined> {
    const lease = await this.#member.take(0, revision);
    if (lease === undefined) return undefined;
    this.#collecting?.leave();
    await this.#options.lease.release().catch(ignoreTransient);
    return lease;
  }

  /** Whom this node had turned to is gone, and nobody came after it. */
  #refuseEnded(): void {
    if (this.#collecting === undefined) return;
    throw new PoolTransportError("COLLECTING_NODE_LOST", "the pool ended before this node was taken in");
  }
}
