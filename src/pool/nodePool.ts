import { EigerMonitorError } from "../errors.ts";
import type { NodeOptions, OmDataEventHandlerProtocol } from "../om/index.ts";
import type { OmProcessingProtocol, ProcessedData } from "../processing/index.ts";
import { type Clock, systemClock } from "../simplon/index.ts";
import { PoolAccounts, type PoolFigures } from "./accounts.ts";
import type { CollectingLink, PoolReport, PoolTransport } from "./transport.ts";

/** Milliseconds without a report after which the processing layer may do something else. */
const WAIT = 100;
const DRAIN_PATIENCE = 5000;

/** How nodes are run (OM: `OmParallelizationProtocol`). */
export interface OmParallelizationProtocol {
  /** Runs the pool to its end. */
  start(options?: { readonly signal?: AbortSignal | undefined }): Promise<PoolFigures>;
  /** Lets every node finish its event, and ends. */
  shutdown(): void;
}

/** What a pool is made of. */
export interface NodePoolOptions {
  readonly transport: PoolTransport;
  /** The collecting node's handler: it makes the monitor ready. */
  readonly handler: Pick<OmDataEventHandlerProtocol, "initializeEventHandlingOnCollectingNode">;
  readonly processing: OmProcessingProtocol;
  /** All nodes, the collecting one included (as OM counts): 2 or more. */
  readonly nodePoolSize: number;
  readonly clock?: Clock | undefined;
  /** Milliseconds that nodes have at the end to finish what they are at; then they are ended. Default 5000. */
  readonly drainPatience?: number | undefined;
  /** Told of each report once it is collected and counted; the next one waits until it is done. */
  readonly onReport?: ((report: PoolReport) => void | Promise<void>) | undefined;
}

/**
 * The collecting node of a pool, and through its transport the processing nodes (OM: a parallelization layer). OM's order:
 * the monitor is made ready, nodes start, the processing layer is initialized, data are collected, the layer ends.
 */
export class NodePool implements OmParallelizationProtocol {
  readonly #options: NodePoolOptions;
  readonly #node: NodeOptions;
  readonly #accounts: PoolAccounts;
  readonly #stop = new AbortController();

  /** @throws {EigerMonitorError} BAD_POOL_SIZE */
  constructor(options: NodePoolOptions) {
    const { nodePoolSize } = options;
    proveNodePoolSize(nodePoolSize);
    this.#options = options;
    this.#node = { nodeRank: 0, nodePoolSize, signal: this.#stop.signal };
    this.#accounts = new PoolAccounts(options);
  }

  /** What became of images so far. */
  get figures(): PoolFigures {
    return this.#accounts.figures;
  }

  /**
   * Runs the pool until every node has ended; resolves to the last figures. When `signal` aborts, nodes finish what they
   * have taken (a clean drain), and it resolves then.
   * @throws {OmHttpInterfaceInitializationError} {@link PoolTransportError}; what the processing layer throws; the
   * signal's reason when it aborts before the nodes have started
   */
  async start({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<PoolFigures> {
    const { handler, transport, nodePoolSize } = this.#options;
    const onAbort = () => this.#stop.abort(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    try {
      this.#stop.signal.throwIfAborted();
      await handler.initializeEventHandlingOnCollectingNode(this.#node);
      const link = await transport.collect({ nodePoolSize, signal: this.#stop.signal });
      await this.#collectFrom(link);
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
    return this.figures;
  }

  shutdown(): void {
    this.#stop.abort();
  }

  async #collectFrom(link: CollectingLink): Promise<void> {
    const { processing } = this.#options;
    const stopDraining = this.#drainOnStop(link);
    try {
      await processing.initializeCollectingNode(this.#node);
      await this.#collectReports(link);
      await processing.endProcessingOnCollectingNode(this.#node);
    } finally {
      stopDraining();
      await link.close();
      this.#accounts.close();
    }
  }

  /** Tells the nodes when to end, and ends those that do not. */
  #drainOnStop(link: CollectingLink): () => void {
    const { clock = systemClock, drainPatience = DRAIN_PATIENCE } = this.#options;
    const { signal } = this.#stop;
    let timer: unknown;
    const drain = () => {
      link.stop();
      timer = clock.setTimeout(() => void link.close(), drainPatience);
    };
    if (signal.aborted) drain();
    else signal.addEventListener("abort", drain, { once: true });
    return () => {
      signal.removeEventListener("abort", drain);
      clock.clearTimeout(timer);
    };
  }

  async #collectReports(link: CollectingLink): Promise<void> {
    const reports = link.reports();
    for (let next = reports.next(); ; ) {
      const turn = await this.#withinWait(next);
      if (turn === undefined) await this.#options.processing.waitForData(this.#node);
      else if (turn.done) return;
      else {
        await this.#collect(link, turn.value);
        next = reports.next();
      }
    }
  }

  /** Undefined when nothing has come for a while. */
  async #withinWait<T>(next: Promise<T>): Promise<T | undefined> {
    const { clock = systemClock } = this.#options;
    let timer: unknown;
    const nothing = new Promise<undefined>((resolve) => {
      timer = clock.setTimeout(() => resolve(undefined), WAIT);
    });
    try {
      return await Promise.race([next, nothing]);
    } finally {
      clock.clearTimeout(timer);
    }
  }

  async #collect(link: CollectingLink, pooled: PoolReport): Promise<void> {
    const { rank, report } = pooled;
    const hasData = report.kind === "data" || (report.kind === "ended" && report.data !== undefined);
    if (hasData) await this.#collectData(link, { rank, processedData: report.data ?? {} });
    this.#accounts.add(pooled);
    await this.#options.onReport?.(pooled);
  }

  async #collectData(
    link: CollectingLink,
    collected: { readonly rank: number; readonly processedData: ProcessedData },
  ): Promise<void> {
    const feedback = await this.#options.processing.collectData({ ...this.#node, ...collected });
    for (const [rank, data] of feedback ?? []) link.feedback(rank, data);
  }
}

/** @throws {EigerMonitorError} BAD_POOL_SIZE */
function proveNodePoolSize(nodePoolSize: number): void {
  if (Number.isInteger(nodePoolSize) && nodePoolSize >= 2) return;
  throw new EigerMonitorError(
    "BAD_POOL_SIZE",
    `a pool of ${nodePoolSize} nodes: expected 2 or more, one that collects and at least one that processes`,
  );
}
