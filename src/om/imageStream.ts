import { MonitorRequestError } from "../errors.ts";
import { Backoff, type Clock, delay, type MonitorClient, type MonitorImage } from "../simplon/index.ts";
import {
  type MonitorCounters,
  type MonitorState,
  type MonitorStateChange,
  NO_COUNTS,
} from "./monitorState.ts";

/** What a stream of images needs. */
export interface ImageStreamOptions {
  readonly client: MonitorClient;
  readonly clock: Clock;
  readonly random?: (() => number) | undefined;
  /** Milliseconds that the DCU is to wait for an image; it waits 500 ms when not told. */
  readonly timeout?: number | undefined;
  readonly onState?: ((change: MonitorStateChange) => void) | undefined;
}

/** Statuses that asking again does not cure: not allowed, or not a monitor. */
const FINAL_STATUSES: readonly (number | undefined)[] = [401, 403, 405];
/** Asked not to wait at all, the DCU answers at once; so often it is asked then. Milliseconds. */
const LEAST_CYCLE = 10;

/** Takes the monitor's images one after the other, and goes on whatever happens to a single request. */
export class ImageStream {
  readonly #options: ImageStreamOptions;
  #counters: MonitorCounters = NO_COUNTS;
  #state: MonitorState | undefined;
  /** Loops that take images: the state is `stopped` when the last one has ended. */
  #running = 0;

  constructor(options: ImageStreamOptions) {
    this.#options = options;
  }

  get counters(): MonitorCounters {
    return this.#counters;
  }

  count(key: keyof MonitorCounters, step = 1): void {
    this.#counters = { ...this.#counters, [key]: this.#counters[key] + step };
  }

  /**
   * Images until `signal` aborts, each asked for when the consumer wants it. Whoever receives one releases its buffer.
   * @throws {MonitorRequestError} only for a status of 401, 403 or 405.
   */
  async *images({
    signal,
  }: {
    readonly signal?: AbortSignal | undefined;
  }): AsyncGenerator<MonitorImage, void, void> {
    const { clock, random } = this.#options;
    const backoff = new Backoff({ clock, ...(random && { random }) });
    if (this.#running === 0) this.#enter("connecting");
    this.#running += 1;
    try {
      while (!signal?.aborted) {
        const image = await this.#poll(backoff, signal);
        if (image !== undefined) yield image;
      }
    } catch (error) {
      // An abort is how a stream ends, not a failure of it.
      if (!signal?.aborted) throw error;
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#enter("stopped");
    }
  }

  async #poll(backoff: Backoff, signal: AbortSignal | undefined): Promise<MonitorImage | undefined> {
    const { client, clock, timeout } = this.#options;
    const asked = clock.now();
    let begun = false;
    this.count("polls");
    try {
      const image = await client.nextImage({ timeout, signal, onBegun: () => (begun = true) });
      backoff.success();
      this.#enter(image === undefined ? "waiting" : "live");
      this.count(image === undefined ? "noImage" : "images");
      if (image === undefined) await this.#restOfWait(asked, signal);
      else this.count("bytes", image.buffer.bytes.length);
      return image;
    } catch (error) {
      // Aborted or cut: the DCU has given it away all the same.
      if (begun) this.count("transitLost");
      if (!(error instanceof MonitorRequestError)) throw error;
      await this.#afterFault(error, { backoff, signal });
      return undefined;
    }
  }

  /**
   * The DCU says "no image" after its wait. Who says it sooner is not the DCU (a proxy, an HTTP server's own 408), and
   * would be asked without pause: the rest of the wait is waited here.
   */
  async #restOfWait(asked: number, signal: AbortSignal | undefined): Promise<void> {
    const { client, clock, timeout } = this.#options;
    const wait = Math.max(timeout ?? client.limits.defaultWait, LEAST_CYCLE);
    const passed = clock.now() - asked;
    if (passed < wait / 2) await delay(wait - passed, { signal, clock });
  }

  async #afterFault(
    error: MonitorRequestError,
    { backoff, signal }: { readonly backoff: Backoff; readonly signal: AbortSignal | undefined },
  ): Promise<void> {
    this.count("faults");
    this.#enter("unreachable", error.message);
    if (FINAL_STATUSES.includes(error.status)) throw error;
    await delay(backoff.next(error.retryAfter), { signal, clock: this.#options.clock });
  }

  #enter(state: MonitorState, reason?: string): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.({ state, ...(reason !== undefined && { reason }) });
  }
}
