import { MonitorRequestError } from "../errors.ts";
import { Backoff, type Clock, delay, type MonitorClient } from "../simplon/index.ts";
import { DroppedCount } from "./droppedCount.ts";
import type { EigerDataEvent } from "./eigerDataEvent.ts";
import type { SequenceEvent } from "./imageSequence.ts";
import type { ModeWatch } from "./modeWatch.ts";
import { CounterSet } from "./monitorCounters.ts";
import { faultHint, faultKind, type MonitorFault } from "./monitorFault.ts";
import { type MonitorState, type MonitorStateChange, STATE_HINTS } from "./monitorState.ts";
import type { StreamFollower } from "./streamFollower.ts";
import { StreamRun } from "./streamRun.ts";
import type { TakeImage, TakenImage, TakeWay } from "./takeImage.ts";

/** What a stream of images needs. */
export interface ImageStreamOptions {
  readonly client: MonitorClient;
  readonly clock: Clock;
  readonly random?: (() => number) | undefined;
  /** Milliseconds that the DCU is to wait for an image; it waits 500 ms when not told. */
  readonly timeout?: number | undefined;
  readonly take: TakeWay | TakeImage;
  /** Set again when the monitor has lost it; undefined: never. */
  readonly keep: { readonly bufferSize: number } | undefined;
  /** Makes an event of an image; undefined: it is none, and has been counted. */
  readonly open: (image: TakenImage, signal: AbortSignal) => Promise<EigerDataEvent | undefined>;
  readonly onFault?: ((fault: MonitorFault) => void) | undefined;
  readonly onState?: ((change: MonitorStateChange) => void) | undefined;
  readonly onSequence?: ((event: SequenceEvent) => void) | undefined;
  readonly onWarning: (message: string) => void;
}

/** What follows from a failed request. */
interface Verdict {
  readonly state: MonitorState;
  readonly reason: string;
  readonly hint: string | undefined;
  /** Milliseconds; null: it is not repeated. */
  readonly retryIn: number | null;
}

/** Asked not to wait at all, the DCU answers at once; so often it is asked then. Milliseconds. */
const LEAST_CYCLE = 10;
/** An address that the control unit does not know is looked for so often. Milliseconds. */
const ADDRESS_PERIOD = 5000;
const RESTORING = "It is enabled again as soon as the detector lets that happen.";

/** Takes the monitor's images one after the other, and goes on whatever happens to a single request. */
export class ImageStream {
  readonly counters: CounterSet = new CounterSet();
  readonly #options: ImageStreamOptions;
  readonly #take: TakeImage;
  /** Undefined where images are left out on purpose. */
  readonly #follower: StreamFollower | undefined;
  readonly #dropped = new DroppedCount();
  /** Loops that take images: the state is `stopped` when the last one has ended. */
  readonly #runs = new Set<StreamRun>();
  #state: MonitorState | undefined;

  constructor(options: ImageStreamOptions) {
    this.#options = options;
    const { take } = options;
    const count = this.counters.count.bind(this.counters);
    const way =
      typeof take === "function" ? { take, follower: undefined } : take.begin({ ...options, count });
    this.#take = way.take;
    this.#follower = way.follower;
  }

  /**
   * Events until `signal` aborts or `stop` is called, each asked for when the consumer wants it. Whoever receives one closes it.
   * @param options.shared others take images of the same detector, so that some numbers will not come here
   * @throws {MonitorRequestError} only for a status of 401, 403 or 405.
   */
  async *events({
    signal,
    shared,
  }: {
    readonly signal: AbortSignal | undefined;
    readonly shared: boolean;
  }): AsyncGenerator<EigerDataEvent, void, void> {
    const { clock, random } = this.#options;
    const backoff = new Backoff({ clock, ...(random && { random }) });
    const run = new StreamRun(signal);
    if (shared) this.#follower?.share();
    if (this.#runs.size === 0) this.#enter("connecting");
    this.#runs.add(run);
    try {
      while (!run.ending) {
        const event = await run.during(this.#poll(backoff, run));
        if (event === undefined) continue;
        this.counters.count("delivered");
        yield event;
      }
    } catch (error) {
      // An abort is how a stream ends, not a failure of it.
      if (!run.ending) throw error;
    } finally {
      this.#end(run);
    }
  }

  /** Ends every loop after the request that it waits for, whose image is delivered; resolves when no request is left. */
  async stop({ graceTime }: { readonly graceTime: number }): Promise<void> {
    const { clock } = this.#options;
    await Promise.all([...this.#runs].map((run) => run.stop({ graceTime, clock })));
  }

  /** Asks the DCU's own count of dropped exposures; the first time it is only noted. */
  async readDropped(signal: AbortSignal | undefined): Promise<void> {
    const { client } = this.#options;
    while (true) {
      const { readings } = this.#dropped;
      const { value } = await client.getStatus("dropped", { signal });
      // Of two answers that overlapped nobody knows which is the older one.
      if (this.#dropped.readings !== readings) continue;
      this.counters.count("dcuDropped", this.#dropped.growth(value));
      return;
    }
  }

  #end(run: StreamRun): void {
    run.dispose();
    this.#runs.delete(run);
    if (this.#runs.size > 0) return;
    this.#follower?.settle();
    this.#enter("stopped");
  }

  async #poll(backoff: Backoff, run: StreamRun): Promise<EigerDataEvent | undefined> {
    const { client, clock, timeout } = this.#options;
    const asked = clock.now();
    let begun = false;
    this.counters.count("polls");
    try {
      const onBegun = () => (begun = true);
      const image = await this.#take({ client, timeout, signal: run.requests, onBegun });
      backoff.success();
      return await (image === undefined ? this.#noImage(asked, run) : this.#received(image, run));
    } catch (error) {
      // Aborted or cut: the DCU has given it away all the same.
      if (begun) this.counters.count("transitLost");
      if (!(error instanceof MonitorRequestError)) throw error;
      await this.#afterFault(error, { backoff, run });
      return undefined;
    }
  }

  async #received(image: TakenImage, run: StreamRun): Promise<EigerDataEvent | undefined> {
    this.#follower?.mode.sawImage();
    this.#enter("live");
    this.counters.count("images");
    this.counters.count("bytes", image.buffer.bytes.length);
    const event = await this.#options.open(image, run.requests);
    if (event === undefined || this.#follower?.see(event) !== false) return event;
    event.close();
    return undefined;
  }

  async #noImage(asked: number, { pauses }: StreamRun): Promise<undefined> {
    this.counters.count("noImage");
    // Of several loops, another one may still have an image on its way.
    if (this.#runs.size === 1) this.#follower?.settle();
    const mode = this.#follower?.mode;
    this.#enter(mode?.disabled ? "disabled" : "waiting");
    await this.#restOfWait(asked, pauses);
    if (mode?.due) await this.#lookAtMode(mode, pauses);
  }

  /**
   * The DCU says "no image" after its wait. Who says it sooner is not the DCU (a proxy, an HTTP server's own 408), and
   * would be asked without pause: the rest of the wait is waited here.
   */
  async #restOfWait(asked: number, signal: AbortSignal): Promise<void> {
    const { client, clock, timeout } = this.#options;
    const wait = Math.max(timeout ?? client.limits.defaultWait, LEAST_CYCLE);
    const passed = clock.now() - asked;
    if (passed >= wait / 2) return;
    if (timeout !== 0) this.counters.count("fast408");
    await delay(wait - passed, { signal, clock });
  }

  async #lookAtMode(mode: ModeWatch, signal: AbortSignal): Promise<void> {
    const onDisabled = () => this.#enter("disabled", mode.restores ? { hint: RESTORING } : {});
    await mode.look({ signal, onDisabled });
    if (!mode.disabled && this.#state === "disabled") this.#enter("waiting");
    if (this.#dropped.readings > 0) await this.readDropped(signal);
  }

  async #afterFault(
    error: MonitorRequestError,
    { backoff, run }: { readonly backoff: Backoff; readonly run: StreamRun },
  ): Promise<void> {
    const { clock, onFault } = this.#options;
    const kind = faultKind(error);
    this.counters.fault(kind);
    this.#follower?.mode.doubt();
    const { state, reason, hint, retryIn } = await this.#judge(error, { backoff, run });
    this.#enter(state, { reason, hint });
    onFault?.({ error, kind, retryIn });
    if (retryIn === null) throw error;
    await delay(retryIn, { signal: run.pauses, clock });
  }

  async #judge(
    error: MonitorRequestError,
    { backoff, run }: { readonly backoff: Backoff; readonly run: StreamRun },
  ): Promise<Verdict> {
    const kind = faultKind(error);
    const common = { reason: error.message, hint: faultHint(error) };
    if (kind === "FORBIDDEN") return { ...common, state: "forbidden", retryIn: null };
    const retryIn = backoff.next(error.retryAfter);
    if (kind !== "UNKNOWN_ADDRESS" || this.#follower === undefined)
      return { ...common, state: "unreachable", retryIn };
    const finding = await this.#follower.probe(error, run.pauses);
    return { ...finding, state: "apiVersion", retryIn: Math.max(ADDRESS_PERIOD, error.retryAfter ?? 0) };
  }

  #enter(
    state: MonitorState,
    { reason, hint }: { readonly reason?: string; readonly hint?: string | undefined } = {},
  ): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.({
      state,
      hint: hint ?? STATE_HINTS[state],
      ...(reason !== undefined && { reason }),
    });
  }
}
