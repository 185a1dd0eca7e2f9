import { proxy, type Remote, releaseProxy, wrap } from "comlink";
import type { FeedbackData } from "../../processing/index.ts";
import { type Clock, delay } from "../../simplon/index.ts";
import { FeedbackBox } from "../feedbackBox.ts";
import type { ReportQueue } from "../reportQueue.ts";
import type { NodeReport } from "../transport.ts";
import { CrashBrake } from "./crashBrake.ts";
import type { NodeDoor } from "./nodeDoor.ts";
import type { NodeWorker, WorkerTransportOptions } from "./workerTransport.ts";

/** What a node's place in the pool needs. */
export interface WorkerNodeOptions extends WorkerTransportOptions {
  readonly rank: number;
  readonly nodePoolSize: number;
  readonly clock: Clock;
  readonly queue: ReportQueue;
  /** The node has ended for good. */
  readonly onEnded: () => void;
  readonly onCrashLoop: (error: Error) => void;
}

/** One worker, while it lives. */
interface Life {
  readonly worker: NodeWorker;
  readonly door: Remote<NodeDoor>;
  /** Has said its last word, or is gone. */
  over: boolean;
  buried?: Promise<unknown>;
}

/** The place of one processing node: the worker that fills it now, and those that follow it. */
export class WorkerNode {
  readonly rank: number;
  readonly #options: WorkerNodeOptions;
  readonly #brake: CrashBrake;
  readonly #closed = new AbortController();
  readonly #feedback = new FeedbackBox();
  #life: Life | undefined;
  #restarts = 0;
  #stopping = false;
  #ended = false;
  /** Feedback that the worker has not taken yet; what comes meanwhile is merged. */
  #telling = false;

  constructor(options: WorkerNodeOptions) {
    this.rank = options.rank;
    this.#options = options;
    this.#brake = new CrashBrake({ rank: options.rank, clock: options.clock });
  }

  start(): void {
    const { startWorker, setup, nodePoolSize, queue, rank, say } = this.#options;
    this.#brake.begin();
    const worker = startWorker({ rank });
    const life: Life = { worker, door: wrap<NodeDoor>(worker.endpoint), over: false };
    this.#life = life;
    void queue.push({ rank, report: { kind: "joined", restarts: this.#restarts } });
    worker.onGone((reason) => this.#lose(life, reason));
    const report = proxy((words: NodeReport) => this.#hear(life, words));
    const run = life.door.run({ ...setup, nodePoolSize, rank }, report, say && proxy(say));
    run.catch((error: unknown) => this.#lose(life, String(error)));
    if (this.#stopping) this.stop();
  }

  feedback(data: FeedbackData): void {
    this.#feedback.add(data);
    if (!this.#telling) void this.#tell();
  }

  stop(): void {
    this.#stopping = true;
    const life = this.#life;
    // A worker that dies meanwhile is reported by `onGone`.
    if (life?.over === false) life.door.stop().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#stopping = true;
    this.#closed.abort();
    await this.#bury(this.#life);
  }

  async #tell(): Promise<void> {
    this.#telling = true;
    for (let data = this.#feedback.take(); data !== undefined; data = this.#feedback.take()) {
      const life = this.#life;
      if (life === undefined || life.over) break;
      // Never settles when the worker dies; the next life begins anew.
      await life.door.feedback(data).catch(() => undefined);
    }
    this.#telling = false;
  }

  async #hear(life: Life, report: NodeReport): Promise<void> {
    const { queue, rank } = this.#options;
    if (life.over) return;
    if (report.kind === "ready") this.#brake.ready();
    if (report.kind === "data" || report.kind === "skipped") this.#brake.release();
    if (report.kind === "ended" || report.kind === "failed") life.over = true;
    await queue.push({ rank, report });
    if (report.kind === "ended") await this.#end(life);
    if (report.kind !== "failed") return;
    await this.#replace(life, { reason: `${report.error.name}: ${report.error.message}`, own: true });
  }

  #lose(life: Life, reason: string): void {
    const { queue, rank } = this.#options;
    if (life.over) return;
    life.over = true;
    void queue.push({ rank, report: { kind: "lost", reason } });
    void this.#replace(life, { reason, own: false });
  }

  async #replace(
    life: Life,
    { reason, own }: { readonly reason: string; readonly own: boolean },
  ): Promise<void> {
    void this.#bury(life);
    if (this.#stopping) return this.#end(life);
    const error = this.#brake.crashed(reason, { own });
    if (error !== undefined) return this.#options.onCrashLoop(error);
    const { clock } = this.#options;
    await delay(this.#brake.pause, { clock, signal: this.#closed.signal }).catch(() => undefined);
    if (this.#stopping) return this.#end(life);
    this.#restarts += 1;
    this.#telling = false;
    this.start();
  }

  async #end(life: Life): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#bury(life);
    this.#options.onEnded();
  }

  async #bury(life: Life | undefined): Promise<void> {
    if (life === undefined) return;
    life.over = true;
    life.buried ??= terminate(life);
    await life.buried;
  }
}

async function terminate({ door, worker }: Life): Promise<void> {
  door[releaseProxy]();
  await worker.terminate();
}
