import { PoolTransportError } from "../../errors.ts";
import type { FeedbackData } from "../../processing/index.ts";
import { ReportQueue } from "../reportQueue.ts";
import type { CollectingLink, PoolReport } from "../transport.ts";
import { encodePayload } from "./encodePayload.ts";
import { ignoreTransient } from "./natsFailure.ts";
import { PoolEnd } from "./poolEnd.ts";
import type { PoolMember } from "./poolMember.ts";
import type { RankLease } from "./rankLease.ts";
import { Roll } from "./roll.ts";

/** The collecting node's end: it takes nodes in as they come, and notices those that no longer renew their rank. */
export class NatsCollectingLink implements CollectingLink {
  readonly nodePoolSize: number;
  readonly #member: PoolMember;
  readonly #lease: RankLease;
  readonly #queue = new ReportQueue();
  readonly #roll: Roll;
  readonly #end: PoolEnd;
  readonly #closing = new AbortController();
  readonly #renewals: Promise<void>;
  #closed: Promise<void> | undefined;

  constructor(member: PoolMember, lease: RankLease) {
    this.nodePoolSize = member.agreement.nodePoolSize;
    this.#member = member;
    this.#lease = lease;
    this.#end = new PoolEnd({
      ranks: this.nodePoolSize - 1,
      patience: member.agreement.lease,
      clock: member.clock,
    });
    this.#roll = new Roll(member, { queue: this.#queue, end: this.#end });
    this.#renewals = this.#keep();
    // Nodes that were here first look for this one.
    member.announce();
  }

  reports(): AsyncGenerator<PoolReport, void, void> {
    return this.#queue.read();
  }

  /** Feedback for a rank that no node has is for nobody. @throws {PoolTransportError} NOT_SENDABLE, PAYLOAD_TOO_LARGE */
  feedback(rank: number, data: FeedbackData): void {
    // What cannot be sent is the sender's fault, and told to it: not to whoever waits for reports.
    encodePayload(data);
    for (const node of this.#roll.nodesOf(rank)) node.sendFeedback(data);
  }

  stop(): void {
    this.#end.stop();
    for (const node of this.#roll.nodesOf(0)) node.say({ kind: "stop" });
    this.#member.wake();
  }

  close(): Promise<void> {
    this.#closed ??= this.#leave();
    return this.#closed;
  }

  async #leave(): Promise<void> {
    this.#queue.end();
    this.#closing.abort();
    await this.#renewals;
    await this.#lease.release().catch(ignoreTransient);
    await this.#member.close(new PoolTransportError("CLOSED", "the collecting node has left the pool"));
  }

  /** Renews rank 0, and looks at all the others, until this node leaves. */
  async #keep(): Promise<void> {
    const { signal } = this.#closing;
    try {
      await this.#member.repeat(() => this.#look(), { signal });
    } catch (error) {
      if (!signal.aborted) this.#queue.fail(error);
    }
  }

  async #look(): Promise<undefined> {
    await this.#lease.renew();
    await this.#roll.call();
    if (this.#end.isReached(this.#roll.size)) this.#queue.end();
  }
}
