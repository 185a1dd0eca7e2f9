import type { Endpoint } from "comlink";
import type { FeedbackData, Say } from "../../processing/index.ts";
import { type Clock, systemClock } from "../../simplon/index.ts";
import type { NodeSetup } from "../nodeSetup.ts";
import { ReportQueue } from "../reportQueue.ts";
import type { CollectingLink, PoolReport, PoolTransport } from "../transport.ts";
import { WorkerNode } from "./workerNode.ts";

/** A worker that was started: a worker thread of Node, or a Web Worker. */
export interface NodeWorker {
  readonly endpoint: Endpoint;
  /** Calls back once, when the worker has ended or has failed: with the reason. */
  onGone(listener: (reason: string) => void): void;
  terminate(): unknown;
}

/** What the workers of a pool need. */
export interface WorkerTransportOptions {
  /** Starts a worker whose entry calls `exposeNode`. */
  readonly startWorker: (options: { readonly rank: number }) => NodeWorker;
  readonly setup: NodeSetup;
  readonly clock?: Clock | undefined;
  /** Takes the lines that processing layers say on their nodes. */
  readonly say?: Say | undefined;
}

/**
 * Every processing node in a worker of its own. A worker that ends without having been told to, or fails, is reported and
 * replaced at once; one that never reaches its first event is not tried for ever.
 */
export function workerTransport(options: WorkerTransportOptions): PoolTransport {
  return {
    async collect({ nodePoolSize }) {
      return new WorkerLink({ ...options, nodePoolSize });
    },
  };
}

class WorkerLink implements CollectingLink {
  readonly nodePoolSize: number;
  readonly #queue = new ReportQueue();
  readonly #nodes: readonly WorkerNode[];
  #running: number;

  constructor(options: WorkerTransportOptions & { readonly nodePoolSize: number }) {
    const { nodePoolSize, clock = systemClock } = options;
    this.nodePoolSize = nodePoolSize;
    this.#running = nodePoolSize - 1;
    const ports = {
      clock,
      queue: this.#queue,
      onEnded: () => this.#nodeEnded(),
      onCrashLoop: (error: Error) => this.#queue.fail(error),
    };
    this.#nodes = Array.from({ length: nodePoolSize - 1 }, (_, index) => {
      return new WorkerNode({ ...options, ...ports, rank: index + 1 });
    });
    for (const node of this.#nodes) node.start();
  }

  reports(): AsyncGenerator<PoolReport, void, void> {
    return this.#queue.read();
  }

  feedback(rank: number, data: FeedbackData): void {
    for (const node of this.#nodes) if (rank === 0 || rank === node.rank) node.feedback(data);
  }

  stop(): void {
    for (const node of this.#nodes) node.stop();
  }

  async close(): Promise<void> {
    this.#queue.end();
    await Promise.all(this.#nodes.map((node) => node.close()));
  }

  #nodeEnded(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#queue.end();
  }
}
