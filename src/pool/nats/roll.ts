import { PoolTransportError } from "../../errors.ts";
import type { ReportQueue } from "../reportQueue.ts";
import type { NodeReport } from "../transport.ts";
import { LinkedNode } from "./linkedNode.ts";
import type { PoolEnd } from "./poolEnd.ts";
import type { PoolMember } from "./poolMember.ts";
import { type HeldRank, NOBODY } from "./rankEntry.ts";

/** Sessions that were given up and are remembered; more nodes than that do not come back from the dead at a time. */
const REMEMBERED = 1000;

/** Who is in the pool, as the collecting node knows it by the bucket. */
export class Roll {
  readonly #member: PoolMember;
  readonly #queue: ReportQueue;
  readonly #end: PoolEnd;
  readonly #nodes = new Map<number, LinkedNode>();
  readonly #joins = new Map<number, number>();
  readonly #givenUp = new Set<string>();

  constructor(member: PoolMember, { queue, end }: { readonly queue: ReportQueue; readonly end: PoolEnd }) {
    this.#member = member;
    this.#queue = queue;
    this.#end = end;
  }

  get size(): number {
    return this.#nodes.size;
  }

  /** The node of this rank, if there is one; 0: all nodes. */
  nodesOf(rank: number): readonly LinkedNode[] {
    if (rank === 0) return [...this.#nodes.values()];
    const node = this.#nodes.get(rank);
    return node === undefined ? [] : [node];
  }

  /** Looks at every rank. Rejects with the library's errors. */
  async call(): Promise<void> {
    const ranks = Array.from({ length: this.#member.agreement.nodePoolSize - 1 }, (_, index) => index + 1);
    await Promise.all(ranks.map((rank) => this.#look(rank)));
  }

  async #look(rank: number): Promise<void> {
    const held = await this.#member.bucket.read(rank);
    const state = this.#member.watch.see(rank, held);
    if (state === "free") return this.#gone(rank, "it left without a word");
    if (state === "expired") return this.#expire(rank, held);
    if (held === undefined) return;
    if (this.#nodes.get(rank)?.session !== held.entry.session) await this.#change(rank, held);
  }

  /** Frees the rank first: a node that renews it meanwhile is not lost. */
  async #expire(rank: number, held: HeldRank | undefined): Promise<void> {
    if (held !== undefined && (await this.#free(rank, held)) === undefined) return;
    this.#gone(rank, `it has not been heard of for ${this.#member.agreement.lease} ms`);
  }

  async #change(rank: number, held: HeldRank): Promise<void> {
    const { session, collecting } = held.entry;
    this.#gone(rank, "another node has its rank");
    if (this.#givenUp.has(session)) await this.#free(rank, held);
    else if (collecting === this.#member.session) this.#join(rank, session);
  }

  async #free(rank: number, held: HeldRank): Promise<number | undefined> {
    const revision = await this.#member.bucket.write(rank, NOBODY, held.revision);
    this.#member.announce();
    return revision;
  }

  #join(rank: number, session: string): void {
    const node = new LinkedNode(this.#member, {
      session,
      onReport: (report) => this.#report(rank, report),
      onFault: (error) => this.#giveUp(rank, { session, error }),
    });
    this.#nodes.set(rank, node);
    const restarts = this.#joins.get(rank) ?? 0;
    this.#joins.set(rank, restarts + 1);
    this.#queue.push({ rank, report: { kind: "joined", restarts } });
    node.say({ kind: "welcome" });
    if (this.#end.isStopped) node.say({ kind: "stop" });
  }

  async #report(rank: number, report: NodeReport): Promise<void> {
    await this.#queue.push({ rank, report });
    if (report.kind === "ended" || report.kind === "failed") this.#end.hasEnded(rank);
  }

  /** What it sends is not a node's; it learns at its next renewal that it has no rank any more. */
  #giveUp(
    rank: number,
    { session, error }: { readonly session: string; readonly error: PoolTransportError },
  ): void {
    if (this.#nodes.get(rank)?.session === session) this.#gone(rank, error.message);
    this.#member.wake();
  }

  #gone(rank: number, reason: string): void {
    const node = this.#nodes.get(rank);
    if (node === undefined) return;
    this.#nodes.delete(rank);
    this.#remember(node.session);
    this.#member.forget(node.session, new PoolTransportError("CLOSED", `the node of rank ${rank} is gone`));
    if (!node.hasSaidLast) this.#queue.push({ rank, report: { kind: "lost", reason } });
  }

  #remember(session: string): void {
    this.#givenUp.add(session);
    const [oldest] = this.#givenUp;
    if (this.#givenUp.size > REMEMBERED && oldest !== undefined) this.#givenUp.delete(oldest);
  }
}
