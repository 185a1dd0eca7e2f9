import type { Clock } from "../../simplon/index.ts";

export interface PoolEndOptions {
  /** Ranks of processing nodes. */
  readonly ranks: number;
  /** Milliseconds that a pool without nodes waits for one, once some have ended. */
  readonly patience: number;
  readonly clock: Clock;
}

/**
 * When a pool has ended: no node is left, and it was stopped, or every rank has ended, or some have and none has come for
 * a while. A pool whose nodes were all lost goes on: their ranks are free, and it waits for others.
 */
export class PoolEnd {
  readonly #options: PoolEndOptions;
  readonly #ended = new Set<number>();
  #isStopped = false;
  #emptySince: number | undefined;

  constructor(options: PoolEndOptions) {
    this.#options = options;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** The node of this rank has said its last word. */
  hasEnded(rank: number): void {
    this.#ended.add(rank);
  }

  /** @param nodes how many are there now */
  isReached(nodes: number): boolean {
    const { ranks, patience, clock } = this.#options;
    if (nodes > 0) this.#emptySince = undefined;
    else this.#emptySince ??= clock.now();
    if (this.#emptySince === undefined) return false;
    if (this.#isStopped || this.#ended.size === ranks) return true;
    return this.#ended.size > 0 && clock.now() - this.#emptySince >= patience;
  }
}
