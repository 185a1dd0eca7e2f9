import {
  constructLayers,
  NodePool,
  type PoolReport,
  type PoolTransport,
  type PoolTransportKind,
  type ProcessingLink,
  runNode,
  workerTransport,
} from "../../pool/index.ts";
import { layersOf } from "../../pool/nats/index.ts";
import type { Broadcast, OmProcessingProtocol, Say } from "../../processing/index.ts";
import { MonitorClient } from "../../simplon/index.ts";
import { DroppedImages } from "../droppedImages.ts";
import { socketImageTransport } from "../socketImageTransport.ts";
import type { Terminal } from "../terminal.ts";
import { joinNatsPool, joinNatsPoolAsCandidate, type NatsPoolOptions, natsTransport } from "./natsPool.ts";
import { startNodeWorker } from "./nodeWorkers.ts";
import { type PoolPlan, planPool } from "./poolPlan.ts";
import { PoolTable } from "./poolTable.ts";
import { PoolVoice } from "./poolVoice.ts";
import { type ServedResults, serveResults } from "./serveResults.ts";

/** Milliseconds between two drawings of the table. */
const REFRESH = 500;
/** Drawings between two questions how many images the DCU dropped. */
const ASK_EVERY = 4;
/** Milliseconds that the last answer may take; the command is ending. */
const LAST_QUESTION = 1000;

/** What the user asked of `run`. */
export interface RunOptions {
  readonly config?: string;
  readonly nodes?: number;
  readonly transport?: PoolTransportKind;
  readonly nats: string;
  readonly role: "collecting" | "processing" | "any";
  readonly rank?: number;
  readonly pool?: string;
  readonly detector?: string;
  readonly lease?: number;
  readonly count?: number;
  readonly json?: true;
  /** The viewer with the results. */
  readonly serve?: true;
  readonly port?: number;
}

/** What a run needs beside the user's options. */
export interface RunPorts {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Takes what the processing layer broadcasts, beside what is printed of it. */
  readonly onBroadcast?: ((broadcast: Broadcast) => void) | undefined;
}

/**
 * Runs a pool of nodes, or one node of a pool, until it ends or `signal` aborts; what nodes have taken is finished first.
 * @throws OM's configuration errors, before the first request; as {@link NodePool} and {@link runNode} do
 */
export async function runPool(source: string, options: RunOptions & RunPorts): Promise<void> {
  const { terminal, json = false, signal, config, nodes, transport, role } = options;
  const voice = new PoolVoice({ terminal, json, signal });
  const plan = await planPool(source, { config, nodePoolSize: nodes, transport, quiet: voice.quiet });
  if (role === "processing") await runOneNode(plan, { ...options, voice });
  else if (role === "any") await runWhatLacks(plan, { ...options, voice });
  else await new PoolRun(plan, { ...options, voice }).run();
}

type PoolRunOptions = RunOptions & RunPorts & { readonly voice: PoolVoice };

function natsOptions({ setup }: PoolPlan, options: PoolRunOptions): NatsPoolOptions {
  const { nats, terminal, pool, detector, lease } = options;
  const { source, nodePoolSize, layers } = setup;
  const onWarning = (message: string) => terminal.say(message);
  return { url: nats, source, nodePoolSize, pool, detector, lease, layers: layersOf(layers), onWarning };
}

/** A processing node of a pool whose collecting node is elsewhere. */
async function runOneNode(plan: PoolPlan, options: PoolRunOptions): Promise<void> {
  const { rank, signal } = options;
  // Proven before the node is promised to anybody.
  await constructLayers(plan.setup);
  await runLinked(await joinNatsPool(natsOptions(plan, options), { rank, signal }), { plan, options });
}

/** A node of a pool that nobody has told what it is: the fastest collects. */
async function runWhatLacks(plan: PoolPlan, options: PoolRunOptions): Promise<void> {
  await constructLayers(plan.setup);
  const node = await joinNatsPoolAsCandidate(natsOptions(plan, options), { signal: options.signal });
  if (node.role === "processing") return runLinked(node.link, { plan, options });
  const transport: PoolTransport = { collect: async () => node.link };
  try {
    await new PoolRun(plan, options, transport).run();
  } finally {
    await node.link.close();
  }
}

async function runLinked(
  link: ProcessingLink,
  { plan, options: { voice } }: { readonly plan: PoolPlan; readonly options: PoolRunOptions },
): Promise<void> {
  const say: Say = (line) => {
    voice.line(line);
    void voice.flush();
  };
  await runNode(plan.setup, link, { imageTransport: socketImageTransport(), say });
}

/** A pool as the command runs it: with its table, its words and its figures. */
class PoolRun {
  readonly #plan: PoolPlan;
  readonly #options: PoolRunOptions;
  readonly #table = new PoolTable();
  readonly #dropped = new DroppedImages();
  readonly #client: MonitorClient;
  readonly #begun = performance.now();
  #pool: NodePool | undefined;
  readonly #given: PoolTransport | undefined;
  #asked = false;

  /** @param transport instead of the one that the plan names */
  constructor(plan: PoolPlan, options: PoolRunOptions, transport?: PoolTransport) {
    this.#given = transport;
    this.#plan = plan;
    this.#options = options;
    this.#client = new MonitorClient({ source: plan.setup.source });
  }

  async run(): Promise<void> {
    const { setup } = this.#plan;
    const { voice, signal, terminal } = this.#options;
    const { handler, processing } = await constructLayers(setup, {
      say: (line) => voice.line(line),
      onBroadcast: (broadcast) => this.#broadcast(broadcast),
    });
    const { nodePoolSize } = setup;
    const onReport = (report: PoolReport) => this.#report(report);
    const transport = this.#given ?? this.#transport();
    this.#pool = new NodePool({ transport, handler, processing, nodePoolSize, onReport });
    const stopFollowing = this.#follow();
    let ran = false;
    let served: ServedResults | undefined;
    try {
      served = await this.#serve(processing);
      await this.#pool.start({ signal });
      ran = true;
    } finally {
      stopFollowing();
      await served?.close();
      terminal.show("");
      if (ran || this.#asked) await this.#end();
    }
  }

  /** The viewer, if it is asked for. */
  async #serve(processing: OmProcessingProtocol): Promise<ServedResults | undefined> {
    const { serve = false, port, terminal, voice } = this.#options;
    if (!serve) return undefined;
    const { source } = this.#plan.setup;
    const served = await serveResults(processing, { source, terminal, ...(port !== undefined && { port }) });
    await voice.viewer(served.page);
    return served;
  }

  #transport(): PoolTransport {
    const { setup, transport } = this.#plan;
    const { voice } = this.#options;
    return transport === "nats"
      ? natsTransport(natsOptions(this.#plan, this.#options))
      : workerTransport({ setup, startWorker: startNodeWorker, say: (line) => voice.line(line) });
  }

  #broadcast(broadcast: Broadcast): void {
    this.#options.voice.broadcast(broadcast);
    this.#options.onBroadcast?.(broadcast);
  }

  async #report(pooled: PoolReport): Promise<void> {
    const { voice, count, signal } = this.#options;
    // The monitor is ready, and no node has asked for an image yet.
    if (!this.#asked) {
      this.#asked = true;
      await this.#dropped.begin(this.#client, signal);
    }
    await voice.report(pooled);
    if (count !== undefined && this.#figures.collected >= count) this.#pool?.shutdown();
  }

  /** Keeps the table fresh where a person watches, and writes what is said while no event comes. */
  #follow(): () => void {
    const { terminal, voice, signal } = this.#options;
    let refreshes = 0;
    const timer = setInterval(() => {
      void voice.flush();
      if (!terminal.interactive || !this.#asked) return;
      terminal.show(this.#table.text(this.#figures, { dropped: this.#dropped.meanwhile }), {
        colour: "green",
      });
      if (refreshes++ % ASK_EVERY === 0) void this.#dropped.ask(this.#client, signal);
    }, REFRESH);
    return () => clearInterval(timer);
  }

  async #end(): Promise<void> {
    const seconds = (performance.now() - this.#begun) / 1000;
    await this.#dropped.ask(this.#client, AbortSignal.timeout(LAST_QUESTION));
    await this.#options.voice.end(this.#figures, { seconds, dropped: this.#dropped.meanwhile });
  }

  get #figures(): NodePool["figures"] {
    if (this.#pool === undefined) throw new Error("the pool has no figures before it has begun");
    return this.#pool.figures;
  }
}
