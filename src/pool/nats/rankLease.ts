import { PoolTransportError } from "../../errors.ts";
import type { RankBucket } from "./rankBucket.ts";
import { NOBODY, type RankEntry } from "./rankEntry.ts";

/** A rank that this node has, for as long as it renews it. Calls must not overlap. */
export class RankLease {
  readonly rank: number;
  readonly #bucket: RankBucket;
  #entry: RankEntry;
  #revision: number;

  constructor(
    rank: number,
    options: { readonly bucket: RankBucket; readonly entry: RankEntry; readonly revision: number },
  ) {
    this.rank = rank;
    this.#bucket = options.bucket;
    this.#entry = options.entry;
    this.#revision = options.revision;
  }

  /**
   * Says that this node is still there, and what collecting node it belongs to. Rejects with the library's errors while
   * the server is away: the next renewal may do.
   * @throws {PoolTransportError} RANK_LOST: this node did not renew in time, and the rank was given to another
   */
  async renew({ collecting = this.#entry.collecting }: { readonly collecting?: string } = {}): Promise<void> {
    this.#entry = { ...this.#entry, collecting };
    const revision = await this.#bucket.write(this.rank, this.#entry, this.#revision);
    if (revision === undefined) await this.#recover();
    else this.#revision = revision;
  }

  /** The rank is free again, for anyone; also where the server has lost what it knew. Rejects with the library's errors. */
  async release(): Promise<void> {
    if ((await this.#bucket.write(this.rank, NOBODY, this.#revision)) !== undefined) return;
    const held = await this.#bucket.read(this.rank);
    if (held === undefined || held.entry.session === this.#entry.session)
      await this.#bucket.write(this.rank, NOBODY, held?.revision ?? 0);
  }

  /** A renewal whose answer was lost counts; and what the server has lost is written anew. */
  async #recover(): Promise<void> {
    const held = await this.#bucket.read(this.rank);
    if (held !== undefined && held.entry.session !== this.#entry.session) throw this.#lost(held.entry);
    const revision = await this.#bucket.write(this.rank, this.#entry, held?.revision ?? 0);
    if (revision !== undefined) this.#revision = revision;
  }

  #lost({ session }: RankEntry): PoolTransportError {
    const why = session === "" ? "the collecting node has given this one up" : "another node has it";
    return new PoolTransportError(
      "RANK_LOST",
      `rank ${this.rank} was not renewed within ${this.#entry.agreement.lease} ms, and ${why}`,
    );
  }
}
