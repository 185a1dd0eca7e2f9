import type { BridgeClock } from "./clock.ts";

/** Which projection of a window of images. */
export type ProjectionKind = "sum" | "maximum";

/** Results of a run that are served while it goes on: what the bridge needs of a collecting node. */
export interface ResultsSource {
  /** Rises whenever there is something new. */
  readonly changes: number;
  /** Everything, or only what is new in lists since a former `next`; `value` is plain data. */
  read(since?: number): { readonly next: number; readonly value: object };
  /** A TIFF file of a projection, in parts that nobody changes any more; undefined: there is none yet. */
  projection(kind: ProjectionKind): readonly Uint8Array<ArrayBuffer>[] | undefined;
  /** Aborts when nothing comes any more and clients are to go. */
  readonly ended: AbortSignal;
}

export interface ResultsLimits {
  /** Milliseconds between two updates of a client at least. Default 250. */
  readonly resultsInterval: number;
  /** Milliseconds of silence after which a client is told that somebody is there. Default 5 s. */
  readonly resultsHeartbeat: number;
  /** Milliseconds after which a client is to ask again: no answer is endless. Default 100 s. */
  readonly resultsLength: number;
  /** Clients that follow at once. Default 32. */
  readonly resultsClients: number;
}

/**
 * Follows results as server-sent events (HTML standard, section 9.2): `snapshot` with everything first, then `update` with what is
 * new, at most so often; a comment when there is nothing. A client that does not read is passed over, and gets what it missed with
 * its next update: one event waits for it at most.
 */
export class ResultsFeed {
  readonly #source: ResultsSource;
  readonly #clock: BridgeClock;
  readonly #limits: ResultsLimits;
  #clients = 0;

  constructor(
    source: ResultsSource,
    { clock, limits }: { readonly clock: BridgeClock; readonly limits: ResultsLimits },
  ) {
    this.#source = source;
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Undefined: as many follow as may. */
  follow(signal: AbortSignal | undefined): ReadableStream<Uint8Array> | undefined {
    if (this.#clients >= this.#limits.resultsClients) return undefined;
    this.#clients += 1;
    const client = new ResultsClient(this.#source, {
      clock: this.#clock,
      limits: this.#limits,
      signals: signal === undefined ? [this.#source.ended] : [this.#source.ended, signal],
      left: () => {
        this.#clients -= 1;
      },
    });
    return client.stream;
  }
}

interface ClientOptions {
  readonly clock: BridgeClock;
  readonly limits: ResultsLimits;
  readonly signals: readonly AbortSignal[];
  readonly left: () => void;
}

/** One client, from its snapshot until it or the run has gone. */
class ResultsClient {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #source: ResultsSource;
  readonly #options: ClientOptions;
  readonly #begun: number;
  readonly #end = () => this.#leave();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #timer: unknown;
  #next = 0;
  #changes = 0;
  #said: number;

  constructor(source: ResultsSource, options: ClientOptions) {
    this.#source = source;
    this.#options = options;
    this.#begun = options.clock.now();
    this.#said = this.#begun;
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => this.#begin(controller),
      cancel: () => this.#forget(),
    });
  }

  #begin(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    for (const signal of this.#options.signals) signal.addEventListener("abort", this.#end, { once: true });
    this.#send("snapshot");
    if (this.#options.signals.some(({ aborted }) => aborted)) this.#leave();
    else this.#wait();
  }

  #wait(): void {
    const { clock, limits } = this.#options;
    this.#timer = clock.setTimeout(() => this.#tick(), limits.resultsInterval);
  }

  #tick(): void {
    const { clock, limits } = this.#options;
    const time = clock.now();
    if (time - this.#begun >= limits.resultsLength) {
      this.#leave();
      return;
    }
    const hasRoom = (this.#controller?.desiredSize ?? 0) > 0;
    if (hasRoom && this.#source.changes !== this.#changes) this.#send("update");
    else if (hasRoom && time - this.#said >= limits.resultsHeartbeat) this.#write(": nothing new\n\n");
    this.#wait();
  }

  #send(event: "snapshot" | "update"): void {
    this.#changes = this.#source.changes;
    const { next, value } = this.#source.read(this.#next);
    this.#next = next;
    this.#write(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`);
  }

  #write(text: string): void {
    this.#said = this.#options.clock.now();
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }

  /** Whole, so that the client asks again without taking it for a fault. */
  #leave(): void {
    this.#controller?.close();
    this.#forget();
  }

  #forget(): void {
    if (this.#controller === undefined) return;
    this.#controller = undefined;
    this.#options.clock.clearTimeout(this.#timer);
    for (const signal of this.#options.signals) signal.removeEventListener("abort", this.#end);
    this.#options.left();
  }
}
