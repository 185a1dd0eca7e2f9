import { PoolTransportError } from "../../errors.ts";
import type { FeedbackData } from "../../processing/index.ts";
import type { NodeReport, ProcessingLink } from "../transport.ts";
import type { CollectingNode } from "./collectingNode.ts";
import { encodePayload } from "./encodePayload.ts";
import { ignoreTransient } from "./natsFailure.ts";
import type { PoolMember } from "./poolMember.ts";
import type { RankLease } from "./rankLease.ts";
import { unlessAborted } from "./unlessAborted.ts";

export interface PlaceInPool {
  readonly lease: RankLease;
  readonly collecting: CollectingNode;
  /** Aborts when this node is to end, as if the collecting node had asked it to. */
  readonly signal?: AbortSignal | undefined;
}

/** A processing node's end, once the collecting node has taken it into the pool. */
export class NatsProcessingLink implements ProcessingLink {
  readonly rank: number;
  readonly nodePoolSize: number;
  readonly #member: PoolMember;
  readonly #lease: RankLease;
  readonly #collecting: CollectingNode;
  readonly #stop = new AbortController();
  readonly #closing = new AbortController();
  readonly #renewals: Promise<void>;

  constructor(member: PoolMember, { lease, collecting, signal }: PlaceInPool) {
    this.rank = lease.rank;
    this.nodePoolSize = member.agreement.nodePoolSize;
    this.#member = member;
    this.#lease = lease;
    this.#collecting = collecting;
    collecting.onStop(() => this.#stop.abort(new PoolTransportError("CLOSED", "the pool ends")));
    this.#followUser(signal);
    this.#renewals = this.#keep();
  }

  get stop(): AbortSignal {
    return this.#stop.signal;
  }

  takeFeedback(): FeedbackData | undefined {
    return this.#collecting.feedback.take();
  }

  async send(
    report: NodeReport,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<void> {
    signal?.throwIfAborted();
    await unlessAborted(this.#collecting.channel.send(encodePayload(report)), signal);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#renewals;
    await this.#lease.release().catch(ignoreTransient);
    await this.#member.close(new PoolTransportError("CLOSED", "this node has left the pool"));
  }

  #followUser(signal: AbortSignal | undefined): void {
    const stop = () => this.#stop.abort(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true, signal: this.#closing.signal });
  }

  /** Renews the rank, and looks whether the collecting node is still there, until this node leaves. */
  async #keep(): Promise<void> {
    const { signal } = this.#closing;
    try {
      await this.#member.repeat(() => this.#renew(), { signal });
    } catch (error) {
      if (!signal.aborted) this.#end(error as PoolTransportError);
    }
  }

  async #renew(): Promise<undefined> {
    await this.#lease.renew();
    const held = await this.#member.bucket.read(0);
    const state = this.#member.watch.see(0, held);
    if (state === "held" && (held === undefined || held.entry.session === this.#collecting.session)) return;
    const how = state === "expired" ? "says nothing any more" : "has left the pool";
    throw new PoolTransportError("COLLECTING_NODE_LOST", `the collecting node ${how}`);
  }

  #end(error: PoolTransportError): void {
    this.#stop.abort(error);
    this.#member.forget(this.#collecting.session, error);
  }
}
