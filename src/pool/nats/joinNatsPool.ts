import { PoolTransportError } from "../../errors.ts";
import type { CollectingLink, ProcessingLink } from "../transport.ts";
import { claimRank } from "./claimRank.ts";
import { findCollectingNode, findOrReplace } from "./findCollectingNode.ts";
import { NatsCollectingLink } from "./natsCollectingLink.ts";
import { ignoreTransient } from "./natsFailure.ts";
import type { NatsPoolOptions } from "./natsPoolOptions.ts";
import { NatsProcessingLink } from "./natsProcessingLink.ts";
import { PoolMember } from "./poolMember.ts";
import { RankLease } from "./rankLease.ts";

/** The place that a node got. */
export type NatsNode =
  | { readonly role: "collecting"; readonly link: CollectingLink }
  | { readonly role: "processing"; readonly link: ProcessingLink };

/**
 * Joins a pool at a NATS server as its collecting node.
 * @throws {PoolTransportError} RANK_TAKEN if it has one that lives; NOT_REACHABLE, NATS_REFUSED, BAD_OPTION; the signal's
 * reason
 */
export function joinAsCollectingNode(options: NatsPoolOptions): Promise<CollectingLink> {
  return joined(options, async (member) => {
    const lease = await claimRank(member, { ...options, ranks: [0], isUrgent: true });
    return new NatsCollectingLink(member, lease);
  });
}

/**
 * Joins a pool as a processing node; waits for a free rank, and for the collecting node to take it in.
 * @throws {PoolTransportError} RANK_TAKEN if the rank asked for has a node that lives; POOL_MISMATCH if the collecting node
 * was started with other terms; COLLECTING_NODE_LOST if the pool ends meanwhile; RANK_LOST, NOT_REACHABLE, NATS_REFUSED,
 * BAD_OPTION; the signal's reason
 */
export function joinAsProcessingNode(options: NatsPoolOptions): Promise<ProcessingLink> {
  const { rank, nodePoolSize } = options;
  const ranks = rank === undefined ? ranksUpTo(nodePoolSize).slice(1) : [rank];
  return joined(options, async (member) => {
    const lease = await claimRank(member, { ...options, ranks, isUrgent: rank !== undefined });
    const collecting = await releasedOnError(lease, () => findCollectingNode(member, { ...options, lease }));
    return new NatsProcessingLink(member, { lease, collecting, signal: options.signal });
  });
}

/**
 * Joins a pool as what it lacks: of several such nodes the fastest collects, the others process.
 * @throws what {@link joinAsProcessingNode} throws
 */
export function joinAsCandidate(options: NatsPoolOptions): Promise<NatsNode> {
  return joined(options, async (member) => {
    const lease = await claimRank(member, {
      ...options,
      ranks: ranksUpTo(options.nodePoolSize),
      isUrgent: false,
    });
    if (lease.rank === 0) return { role: "collecting", link: new NatsCollectingLink(member, lease) };
    const found = await releasedOnError(lease, () => findOrReplace(member, { ...options, lease }));
    if (found instanceof RankLease) {
      await lease.release().catch(ignoreTransient);
      return { role: "collecting", link: new NatsCollectingLink(member, found) };
    }
    return {
      role: "processing",
      link: new NatsProcessingLink(member, { lease, collecting: found, signal: options.signal }),
    };
  });
}

/** @throws what `place` throws; the node is no longer at the server then */
async function joined<T>(options: NatsPoolOptions, place: (member: PoolMember) => Promise<T>): Promise<T> {
  const member = await PoolMember.open(options);
  try {
    return await place(member);
  } catch (error) {
    await member.close(new PoolTransportError("CLOSED", "this node has not joined"));
    throw error;
  }
}

function ranksUpTo(nodePoolSize: number): readonly number[] {
  return Array.from({ length: nodePoolSize }, (_, rank) => rank);
}

async function releasedOnError<T>(lease: RankLease, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await lease.release().catch(ignoreTransient);
    throw error;
  }
}
