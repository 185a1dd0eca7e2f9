import type { Msg } from "@nats-io/nats-core";
import { isEigerMonitorError, type PoolTransportError } from "../../errors.ts";
import { type Clock, systemClock } from "../../simplon/index.ts";
import { type PoolAgreement, PROTOCOL_VERSION } from "./agreement.ts";
import { Channel } from "./channel.ts";
import { LeaseWatch } from "./leaseWatch.ts";
import { ignoreTransient, natsFailure } from "./natsFailure.ts";
import { NatsLine } from "./natsLine.ts";
import { checkPoolOptions, type NatsPoolOptions, POOL_DEFAULTS } from "./natsPoolOptions.ts";
import { RankBucket } from "./rankBucket.ts";
import type { RankEntry } from "./rankEntry.ts";
import { RankLease } from "./rankLease.ts";
import { Wakes } from "./wakes.ts";

/** Milliseconds. */
const ASK_AGAIN_AFTER = 200;

/** What comes from one other node. */
export interface Correspondence {
  readonly onMessage: (message: Uint8Array, done: () => void) => void;
  /** It sent what no node sends. */
  readonly onFault: (error: PoolTransportError) => void;
}

interface Correspondent {
  readonly channel: Channel;
  readonly onFault: (error: PoolTransportError) => void;
}

/** A node at the server, whatever its role: it hears what is sent to it, and can take ranks. */
export class PoolMember {
  readonly line: NatsLine;
  readonly bucket: RankBucket;
  readonly watch: LeaseWatch;
  readonly agreement: PoolAgreement;
  readonly clock: Clock;
  /** Of this start of this node; nodes are addressed by it, so that what was for a lost node comes to no other. */
  readonly session: string = randomSession();
  readonly #options: NatsPoolOptions;
  readonly #subject: string;
  readonly #correspondents = new Map<string, Correspondent>();
  readonly #wakes = new Wakes();

  /**
   * Connects. What is sent to this node comes to it from now on: nobody can know of it before.
   * @throws {PoolTransportError} BAD_OPTION, NOT_REACHABLE, NATS_REFUSED
   */
  static async open(options: NatsPoolOptions): Promise<PoolMember> {
    checkPoolOptions(options);
    const { connect, server, pool = POOL_DEFAULTS.pool, lease = POOL_DEFAULTS.lease } = options;
    const line = await NatsLine.open({ connect, server, silence: lease });
    try {
      const bucket = await RankBucket.open(line.connection, pool);
      const member = new PoolMember(options, { line, bucket });
      await member.#listen();
      return member;
    } catch (error) {
      await line.close();
      throw isEigerMonitorError(error) ? error : natsFailure(error, server);
    }
  }

  private constructor(options: NatsPoolOptions, { line, bucket }: { line: NatsLine; bucket: RankBucket }) {
    const { nodePoolSize, detector, layers, lease = POOL_DEFAULTS.lease, clock = systemClock } = options;
    this.#options = options;
    this.#subject = `eiger-monitor.${options.pool ?? POOL_DEFAULTS.pool}`;
    this.line = line;
    this.bucket = bucket;
    this.clock = clock;
    this.watch = new LeaseWatch({ lease, clock });
    this.agreement = { protocol: PROTOCOL_VERSION, nodePoolSize, detector, layers, lease };
  }

  /** Milliseconds between two renewals. */
  get interval(): number {
    return this.agreement.lease / 3;
  }

  /** The rank, if nobody else was faster; `revision` is what the bucket has for it. */
  async take(rank: number, revision: number): Promise<RankLease | undefined> {
    const entry: RankEntry = { session: this.session, collecting: "", agreement: this.agreement };
    const taken = await this.bucket.write(rank, entry, revision);
    if (taken === undefined) return undefined;
    return new RankLease(rank, { bucket: this.bucket, entry, revision: taken });
  }

  /** Opens the way to another node, and from it. */
  correspond(session: string, { onMessage, onFault }: Correspondence): Channel {
    const { window = POOL_DEFAULTS.window, messageLength = POOL_DEFAULTS.messageLength } = this.#options;
    const subject = `${this.#subject}.${session}.${this.session}`;
    const channel = new Channel({
      publish: (bytes) => this.line.publish(subject, bytes),
      maxPayload: this.line.maxPayload,
      window,
      messageLength,
      onMessage,
      clock: this.clock,
    });
    this.#correspondents.set(session, { channel, onFault });
    return channel;
  }

  /** Nothing goes to that node any more, and what it sends is not heard. */
  forget(session: string, error: PoolTransportError): void {
    this.#correspondents.get(session)?.channel.close(error);
    this.#correspondents.delete(session);
  }

  /** Every node of the pool looks at the ranks at once. */
  announce(): void {
    this.line.publish(`${this.#subject}.changed`);
  }

  /** What this node repeats is done at once. */
  wake(): void {
    this.#wakes.wake();
  }

  /**
   * Does `work` again and again, until it gives something: when the next renewal is due, when something has changed, and
   * soon after the server could not answer.
   * @throws {PoolTransportError} of `work`, or because the server refuses us; the signal's reason
   */
  async repeat<T>(
    work: () => Promise<T | undefined>,
    {
      signal,
      onWait,
    }: { readonly signal?: AbortSignal | undefined; readonly onWait?: (() => void) | undefined },
  ): Promise<T> {
    for (let isFirst = true; ; isFirst = false) {
      this.line.failed.throwIfAborted();
      const { found, isAnswered } = await answered(work);
      if (found !== undefined) return found;
      if (isFirst) onWait?.();
      const wait = isAnswered ? this.interval : Math.min(this.interval, ASK_AGAIN_AFTER);
      await this.#wakes.pause(wait, { clock: this.clock, signal });
    }
  }

  /** @param error what those get who wait for another node */
  async close(error: PoolTransportError): Promise<void> {
    for (const session of [...this.#correspondents.keys()]) this.forget(session, error);
    this.announce();
    await this.line.close();
  }

  async #listen(): Promise<void> {
    this.line.watch(() => this.#resume());
    this.line.failed.addEventListener("abort", () => this.wake(), { once: true });
    await this.line.subscribe(`${this.#subject}.${this.session}.*`, (message) => this.#hear(message));
    await this.line.subscribe(`${this.#subject}.changed`, () => this.wake());
  }

  #hear({ subject, data }: Msg): void {
    const session = subject.slice(subject.lastIndexOf(".") + 1);
    const correspondent = this.#correspondents.get(session);
    // A node that is given up, or that has not been heard of yet: it sends again what it does not see arrive.
    if (correspondent === undefined) return;
    try {
      correspondent.channel.accept(data);
    } catch (error) {
      if (!isEigerMonitorError(error, "PoolTransportError")) throw error;
      correspondent.onFault(error as PoolTransportError);
    }
  }

  #resume(): void {
    this.bucket.doubt();
    this.watch.beginAnew();
    for (const { channel } of this.#correspondents.values()) channel.resume();
    this.wake();
  }
}

/** Errors of the library are none here: the server is away, or has not found itself again. @throws all that are ours */
async function answered<T>(work: () => Promise<T>): Promise<{ found: T | undefined; isAnswered: boolean }> {
  try {
    return { found: await work(), isAnswered: true };
  } catch (error) {
    return { found: ignoreTransient(error), isAnswered: false };
  }
}

/** Not `randomUUID`: pages that come over plain HTTP do not have it. */
function randomSession(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
