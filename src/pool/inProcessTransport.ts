import type { FeedbackData } from "../processing/index.ts";
import { FeedbackBox } from "./feedbackBox.ts";
import { ReportQueue } from "./reportQueue.ts";
import type { CollectingLink, PoolReport, PoolTransport, ProcessingLink } from "./transport.ts";

/** Runs a processing node over its end of the transport: `runProcessingNode`, or a test's own. */
export type RunNode = (link: ProcessingLink) => Promise<void>;

/**
 * All nodes in one thread, for small pools and tests: data pass by reference. A node that fails is lost, and not
 * replaced: its failure is the thread's own.
 */
export function inProcessTransport({ runNode }: { readonly runNode: RunNode }): PoolTransport {
  return {
    async collect({ nodePoolSize }) {
      return new InProcessLink({ nodePoolSize, runNode });
    },
  };
}

class InProcessLink implements CollectingLink {
  readonly nodePoolSize: number;
  readonly #queue = new ReportQueue();
  readonly #boxes = new Map<number, FeedbackBox>();
  readonly #stop = new AbortController();
  #running = 0;

  constructor({ nodePoolSize, runNode }: { readonly nodePoolSize: number; readonly runNode: RunNode }) {
    this.nodePoolSize = nodePoolSize;
    for (let rank = 1; rank < nodePoolSize; rank++) void this.#run(rank, runNode);
  }

  reports(): AsyncGenerator<PoolReport, void, void> {
    return this.#queue.read();
  }

  feedback(rank: number, data: FeedbackData): void {
    for (const [node, box] of this.#boxes) if (rank === 0 || rank === node) box.add(data);
  }

  stop(): void {
    this.#stop.abort();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#queue.end();
  }

  async #run(rank: number, runNode: RunNode): Promise<void> {
    const box = new FeedbackBox();
    this.#boxes.set(rank, box);
    this.#running += 1;
    void this.#queue.push({ rank, report: { kind: "joined", restarts: 0 } });
    try {
      await runNode(this.#processingLink(rank, box));
    } catch (error) {
      await this.#queue.push({ rank, report: { kind: "lost", reason: String(error) } });
    }
    this.#running -= 1;
    if (this.#running === 0) this.#queue.end();
  }

  #processingLink(rank: number, box: FeedbackBox): ProcessingLink {
    return {
      rank,
      nodePoolSize: this.nodePoolSize,
      stop: this.#stop.signal,
      takeFeedback: () => box.take(),
      send: (report) => this.#queue.push({ rank, report }),
      close: async () => undefined,
    };
  }
}
