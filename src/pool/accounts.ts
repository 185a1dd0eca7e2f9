import type { NodeCounts, NodeReport, PoolReport } from "./transport.ts";

/** How a node is doing. */
export type NodeState = "starting" | "ready" | "lost" | "failed" | "ended";

/**
 * What became of images: taken = collected + skipped + transitLost + lost, once nothing is under way. The DCU has given
 * away as many as were taken, and at most `inDoubt` more.
 */
export interface PoolCounts {
  /** Images that the DCU has given to nodes, by what they said. */
  readonly taken: number;
  /** Events whose data came, and were collected. */
  readonly collected: number;
  /** Events that were skipped: a data source failed, or no valid TIFF. */
  readonly skipped: number;
  /** Images that were cut between the DCU and a node. */
  readonly transitLost: number;
  /** Events that a node had taken, and failed to process. */
  readonly lost: number;
  /** Nodes that ended without a word: each may have held one event, and nobody knows. */
  readonly inDoubt: number;
}

/** A processing node, over all its lives. */
export interface NodeFigures extends PoolCounts {
  readonly rank: number;
  readonly state: NodeState;
  readonly restarts: number;
  readonly lastEventId: string | null;
}

/** All of a pool. */
export interface PoolFigures extends PoolCounts {
  readonly nodePoolSize: number;
  /** By rank, from 1. */
  readonly nodes: readonly NodeFigures[];
}

const NOTHING: PoolCounts = { taken: 0, collected: 0, skipped: 0, transitLost: 0, lost: 0, inDoubt: 0 };

/** Keeps the books of a pool, by what its nodes report. */
export class PoolAccounts {
  readonly #nodePoolSize: number;
  readonly #nodes = new Map<number, NodeAccount>();

  constructor({ nodePoolSize }: { readonly nodePoolSize: number }) {
    this.#nodePoolSize = nodePoolSize;
  }

  get figures(): PoolFigures {
    const ranks = [...this.#nodes.keys()].sort((a, b) => a - b);
    const nodes = ranks.map((rank) => this.#node(rank).figures);
    return { nodePoolSize: this.#nodePoolSize, ...nodes.reduce(sum, NOTHING), nodes };
  }

  /** The figures of one node. */
  node(rank: number): NodeFigures {
    return this.#node(rank).figures;
  }

  add({ rank, report }: PoolReport): void {
    const node = this.#node(rank);
    if (report.kind === "joined") node.join(report.restarts);
    else if (report.kind === "lost") node.lose();
    else node.add(report);
  }

  /** Nobody will say any more: nodes that have not ended are lost. */
  close(): void {
    for (const node of this.#nodes.values()) node.lose();
  }

  #node(rank: number): NodeAccount {
    const node = this.#nodes.get(rank) ?? new NodeAccount(rank);
    this.#nodes.set(rank, node);
    return node;
  }
}

class NodeAccount {
  readonly #rank: number;
  /** Lives that are over. */
  #past: PoolCounts = NOTHING;
  /** This life. */
  #counts: NodeCounts | undefined;
  #collected = 0;
  #state: NodeState = "starting";
  #restarts = 0;
  #lastEventId: string | null = null;

  constructor(rank: number) {
    this.#rank = rank;
  }

  get figures(): NodeFigures {
    const { taken = 0, skipped = 0, transitLost = 0 } = this.#counts ?? {};
    const present = { taken, collected: this.#collected, skipped, transitLost, lost: 0, inDoubt: 0 };
    return {
      rank: this.#rank,
      state: this.#state,
      restarts: this.#restarts,
      lastEventId: this.#lastEventId,
      ...sum(this.#past, present),
    };
  }

  join(restarts: number): void {
    this.lose();
    this.#state = "starting";
    this.#restarts = restarts;
  }

  add(report: NodeReport): void {
    if (report.kind === "ready") this.#state = "ready";
    else this.#counts = report.counts;
    if (report.kind === "data") this.#collected += 1;
    if (report.kind === "data" || report.kind === "skipped") this.#lastEventId = report.eventId;
    if (report.kind === "ended" || report.kind === "failed") this.#close(report.kind, 0);
  }

  /** It is gone without a word. Before it was ready it had asked for nothing. */
  lose(): void {
    if (this.#state === "ready") this.#close("lost", 1);
    else if (this.#state === "starting") this.#close("lost", 0);
  }

  /** What was taken and is neither collected nor accounted for otherwise is lost. */
  #close(state: NodeState, inDoubt: number): void {
    const { taken, collected, skipped, transitLost } = this.#life();
    const lost = taken - collected - skipped - transitLost;
    this.#past = sum(this.#past, { taken, collected, skipped, transitLost, lost, inDoubt });
    this.#counts = undefined;
    this.#collected = 0;
    this.#state = state;
  }

  #life(): Pick<PoolCounts, "taken" | "collected" | "skipped" | "transitLost"> {
    const { taken = 0, skipped = 0, transitLost = 0 } = this.#counts ?? {};
    return { taken, collected: this.#collected, skipped, transitLost };
  }
}

function sum(a: PoolCounts, b: PoolCounts): PoolCounts {
  return {
    taken: a.taken + b.taken,
    collected: a.collected + b.collected,
    skipped: a.skipped + b.skipped,
    transitLost: a.transitLost + b.transitLost,
    lost: a.lost + b.lost,
    inDoubt: a.inDoubt + b.inDoubt,
  };
}
