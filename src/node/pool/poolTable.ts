import type { NodeFigures, PoolFigures } from "../../pool/index.ts";

/** Rates are those of the last milliseconds. */
const WINDOW = 3000;

/** How a pool is doing: a row for all of it, and one for each node. */
export class PoolTable {
  readonly #now: () => number;
  /** What was collected by rank (0: by all) at the times of the last seconds, oldest first. */
  #samples: { readonly time: number; readonly collected: ReadonlyMap<number, number> }[] = [];

  constructor({ now = () => performance.now() }: { readonly now?: () => number } = {}) {
    this.#now = now;
  }

  /** @param options.dropped by the DCU; undefined while that is not known */
  text(figures: PoolFigures, { dropped }: { readonly dropped: number | undefined }): string {
    this.#sample(figures);
    const known = dropped === undefined ? [] : [`${dropped} dropped by the DCU`];
    const head = [
      "pool",
      `${figures.collected} events`,
      this.#rate(0),
      ...known,
      ...troubles(figures).map(([count, what]) => `${count} ${what}`),
    ];
    return [head.join("  "), ...figures.nodes.map((node) => this.#row(node))].join("\n");
  }

  #row(node: NodeFigures): string {
    const { rank, state, restarts, lastEventId } = node;
    return [
      `${rank}`.padStart(4),
      state.padEnd(8),
      this.#rate(rank).padStart(9),
      (lastEventId ?? "no event").padEnd(12),
      `${restarts} ${restarts === 1 ? "restart" : "restarts"}`,
    ].join("  ");
  }

  #sample({ collected, nodes }: PoolFigures): void {
    const byRank = nodes.map((node) => [node.rank, node.collected] as const);
    const now = this.#now();
    this.#samples = this.#samples.filter(({ time }) => now - time < WINDOW);
    this.#samples.push({ time: now, collected: new Map([[0, collected], ...byRank]) });
  }

  #rate(rank: number): string {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined) return "0.0/s";
    const events = (last.collected.get(rank) ?? 0) - (first.collected.get(rank) ?? 0);
    return `${((events * 1000) / Math.max(last.time - first.time, 1)).toFixed(1)}/s`;
  }
}

/** What became of images that are no events, as far as there are any. */
export function troubles(
  counts: Pick<PoolFigures, "skipped" | "transitLost" | "lost" | "inDoubt">,
): readonly (readonly [count: number, what: string])[] {
  const { skipped, transitLost, lost, inDoubt } = counts;
  const all = [
    [skipped, "skipped"],
    [transitLost, "lost on the way"],
    [lost, "lost with a node"],
    [inDoubt, "in doubt"],
  ] as const;
  return all.filter(([count]) => count > 0);
}
