import { jetstream } from "@nats-io/jetstream";
import { type KV, Kvm } from "@nats-io/kv";
import type { NatsConnection } from "@nats-io/nats-core";
import { natsRefusal } from "./natsFailure.ts";
import { type HeldRank, NOBODY, type RankEntry, readRankEntry, writeRankEntry } from "./rankEntry.ts";

/** One for all pools of a server. */
const BUCKET = "eiger-monitor";
/** Milliseconds after which what a pool left behind is forgotten: leases are far shorter, and kept by nodes. */
const FORGOTTEN_AFTER = 3_600_000;
/** Milliseconds for an answer of the bucket. */
const ANSWER_WITHIN = 1500;
/** JetStream's code for: the last revision is another one. */
const WRONG_LAST_REVISION = 10_071;

/** Ranks of one pool, in a key-value bucket of the server. Who writes says what revision it knows of, and loses if it is not the last. */
export class RankBucket {
  readonly #connection: NatsConnection;
  readonly #pool: string;
  #bucket: Promise<KV> | undefined;

  /** @throws {PoolTransportError} NATS_REFUSED: without JetStream there are no buckets */
  static async open(connection: NatsConnection, pool: string): Promise<RankBucket> {
    const bucket = new RankBucket(connection, pool);
    try {
      await bucket.#open();
      return bucket;
    } catch (error) {
      throw natsRefusal(error);
    }
  }

  private constructor(connection: NatsConnection, pool: string) {
    this.#connection = connection;
    this.#pool = pool;
  }

  /** The server was away, and may have lost the bucket: it is made again if so. */
  doubt(): void {
    this.#bucket = undefined;
  }

  /** Undefined if nobody has ever had the rank, or for too long. Rejects with the library's errors. */
  async read(rank: number): Promise<HeldRank | undefined> {
    const bucket = await this.#open();
    const found = await bucket.get(this.#key(rank));
    if (found === null) return undefined;
    const entry = found.operation === "PUT" ? readRankEntry(found.value) : undefined;
    return { entry: entry ?? NOBODY, revision: found.revision };
  }

  /**
   * Writes if `revision` is still the last one, 0 for none at all; gives the new one, or undefined if it is not.
   * Rejects with the library's errors.
   */
  async write(rank: number, entry: RankEntry, revision: number): Promise<number | undefined> {
    const options = { previousSeq: revision, timeout: ANSWER_WITHIN };
    const bucket = await this.#open();
    try {
      return await bucket.put(this.#key(rank), writeRankEntry(entry), options);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === WRONG_LAST_REVISION) return undefined;
      throw error;
    }
  }

  #open(): Promise<KV> {
    this.#bucket ??= createBucket(this.#connection).catch((error) => {
      this.#bucket = undefined;
      throw error;
    });
    return this.#bucket;
  }

  #key(rank: number): string {
    return `${this.#pool}.${rank}`;
  }
}

function createBucket(connection: NatsConnection): Promise<KV> {
  // Reads of a replica would show leases as they were.
  const options = { ttl: FORGOTTEN_AFTER, allow_direct: false, timeout: ANSWER_WITHIN };
  return new Kvm(jetstream(connection, { timeout: ANSWER_WITHIN })).create(BUCKET, options);
}
