import { PoolTransportError } from "../../errors.ts";
import { checkAgreement } from "./agreement.ts";
import { CollectingNode } from "./collectingNode.ts";
import type { PoolMember } from "./poolMember.ts";
import type { HeldRank } from "./rankEntry.ts";
import type { RankLease } from "./rankLease.ts";

export interface FindOptions {
  /** This node's rank; it is renewed meanwhile. */
  readonly lease: RankLease;
  readonly onWait?: ((what: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until the pool's collecting node has taken this node in.
 * @throws {PoolTransportError} POOL_MISMATCH, RANK_LOST, NATS_REFUSED; COLLECTING_NODE_LOST if the pool ends meanwhile;
 * the signal's reason
 */
export function findCollectingNode(member: PoolMember, options: FindOptions): Promise<CollectingNode> {
  const search = new CollectingNodeSearch(member, options);
  return repeated(member, options, () => search.once(refuseEnded));
}

/** The same, of a candidate: it takes rank 0 if nobody has it, or nobody any more. */
export function findOrReplace(member: PoolMember, options: FindOptions): Promise<CollectingNode | RankLease> {
  const search = new CollectingNodeSearch(member, options);
  return repeated(member, options, () => search.once((_, revision) => member.take(0, revision)));
}

function repeated<T>(
  member: PoolMember,
  { onWait, signal }: FindOptions,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const onFirst = () => onWait?.("no collecting node has taken this one in yet; waiting for it");
  return member.repeat(look, { signal, onWait: onFirst });
}

/** Whom this node had turned to is gone, and nobody came after it. */
async function refuseEnded(turnedTo: CollectingNode | undefined): Promise<undefined> {
  if (turnedTo === undefined) return;
  throw new PoolTransportError("COLLECTING_NODE_LOST", "the pool ended before this node was taken in");
}

class CollectingNodeSearch {
  readonly #member: PoolMember;
  readonly #options: FindOptions;
  #collecting: CollectingNode | undefined;

  constructor(member: PoolMember, options: FindOptions) {
    this.#member = member;
    this.#options = options;
  }

  /** @param onFree what is done when nobody has rank 0, whose revision is given */
  async once<T>(
    onFree: (turnedTo: CollectingNode | undefined, revision: number) => Promise<T | undefined>,
  ): Promise<CollectingNode | T | undefined> {
    if (this.#collecting?.isWelcome) return this.#collecting;
    const { lease } = this.#options;
    const held = await this.#member.bucket.read(0);
    const isHeld = this.#member.watch.see(0, held) === "held";
    const found = isHeld ? undefined : await onFree(this.#collecting, held?.revision ?? 0);
    if (found !== undefined) return found;
    if (isHeld && held !== undefined && held.entry.session !== this.#collecting?.session)
      await this.#turnTo(held);
    else await lease.renew();
    return undefined;
  }

  /** Says in the bucket whom this node belongs to; only then does that one write to it. */
  async #turnTo({ entry: { session, agreement } }: HeldRank): Promise<void> {
    checkAgreement(this.#member.agreement, agreement);
    this.#collecting?.leave();
    this.#collecting = new CollectingNode(this.#member, session);
    await this.#options.lease.renew({ collecting: session });
    this.#member.announce();
  }
}
