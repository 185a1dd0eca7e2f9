import { PoolTransportError } from "../../errors.ts";
import type { CollectingLink, ProcessingLink } from "../transport.ts";
import { claimRank } from "./claimRank.ts";
import { CollectingNode } from "./collectingNode.ts";
import { findCollectingNode } from "./findCollectingNode.ts";
import { NatsCollectingLink } from "./natsCollectingLink.ts";
import { ignoreTransient } from "./natsFailure.ts";
import type { NatsPoolOptions } from "./natsPoolOptions.ts";
import { NatsProcessingLink } from "./natsProcessingLink.ts";
import { PoolMember } from "./poolMember.ts";
import type { RankLease } from "./rankLease.ts";

/** What a node may become: rank 0, another rank, or whatever the pool still lacks. */
export type NatsRole = "collecting" | "processing" | "any";

/** The place that a node got. */
export type NatsNode =
  | { readonly role: "collecting"; readonly link: CollectingLink }
  | { readonly role: "processing"; readonly link: ProcessingLink };

/**
 * Joins a pool at a NATS server. A processing node waits for a free rank, and for the collecting node to take it in; of
 * several nodes of any role the fastest collects.
 * @throws {PoolTransportError} NATS_UNREACHABLE, NATS_REFUSED, BAD_OPTION; RANK_TAKEN if the rank asked for, or rank 0 of a
 * node that is to collect, has a node that lives; POOL_MISMATCH if the collecting node was started with other terms;
 * COLLECTING_NODE_LOST if the pool ends meanwhile; RANK_LOST; the signal's reason
 */
export async function joinNatsPool(role: NatsRole, options: NatsPoolOptions): Promise<NatsNode> {
  const member = await PoolMember.open(options);
  try {
    return await takePlace(member, { ...options, role });
  } catch (error) {
    await member.close(new PoolTransportError("LINK_CLOSED", "this node has not joined"));
    throw error;
  }
}

interface PlaceOptions extends NatsPoolOptions {
  readonly role: NatsRole;
}

async function takePlace(member: PoolMember, options: PlaceOptions): Promise<NatsNode> {
  const lease = await claimRank(member, { ...options, ...ranksOf(options) });
  if (lease.rank === 0) return { role: "collecting", link: new NatsCollectingLink(member, lease) };
  const isCandidate = options.role === "any" && options.rank === undefined;
  const found = await releasedOnError(lease, () =>
    findCollectingNode(member, { ...options, lease, isCandidate }),
  );
  if (found instanceof CollectingNode)
    return { role: "processing", link: new NatsProcessingLink(member, { lease, collecting: found }) };
  return { role: "collecting", link: new NatsCollectingLink(member, found) };
}

function ranksOf({ role, rank, nodePoolSize }: PlaceOptions): {
  ranks: readonly number[];
  isUrgent: boolean;
} {
  if (role === "collecting") return { ranks: [0], isUrgent: true };
  if (rank !== undefined) return { ranks: [rank], isUrgent: true };
  const ranks = Array.from({ length: nodePoolSize }, (_, each) => each);
  return { ranks: role === "any" ? ranks : ranks.slice(1), isUrgent: false };
}

async function releasedOnError<T>(lease: RankLease, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await lease.release().catch(ignoreTransient);
    throw error;
  }
}
