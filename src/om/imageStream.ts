import { MonitorRequestError } from "../errors.ts";
import { Backoff, type Clock, delay, type MonitorClient, type MonitorImage } from "../simplon/index.ts";
import type { ImageIdentity } from "./imageIdentity.ts";
import {
  type MonitorCounters,
  type MonitorState,
  type MonitorStateChange,
  NO_COUNTS,
} from "./monitorState.ts";

/** An image, and what else than its file says which one it is. */
export interface TakenImage extends MonitorImage {
  readonly identity?: Partial<Pick<ImageIdentity, "series" | "image" | "threshold">>;
}

/** What a way of taking images is told. */
export interface TakeRequest {
  readonly client: MonitorClient;
  readonly timeout: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** To be called once an image has begun to come. */
  readonly onBegun: () => void;
}

/**
 * Takes one image; undefined when none came in time: after a wait, for it is called again at once.
 * @throws {MonitorRequestError}; the signal's reason
 */
export type TakeImage = (request: TakeRequest) => Promise<TakenImage | undefined>;

/** A request that failed, and when it is repeated. */
export interface MonitorFault {
  readonly error: MonitorRequestError;
  /** Milliseconds; null: it is not repeated. */
  readonly retryIn: number | null;
}

/** What a stream of images needs. */
export interface ImageStreamOptions {
  /** How an image is taken; default: `images/next`. */
  readonly take?: TakeImage | undefined;
  /** Told of each request that failed. */
  readonly onFault?: ((fault: MonitorFault) => void) | undefined;
  readonly client: MonitorClient;
  readonly clock: Clock;
  readonly random?: (() => number) | undefined;
  /** Milliseconds that the DCU is to wait for an image; it waits 500 ms when not told. */
  readonly timeout?: number | undefined;
  readonly onState?: ((change: MonitorStateChange) => void) | undefined;
}

/** The oldest image, which leaves the DCU. */
const takeNext: TakeImage = ({ client, timeout, signal, onBegun }) =>
  client.nextImage({ timeout, signal, onBegun });

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
  }): AsyncGenerator<TakenImage, void, void> {
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

  async #poll(backoff: Backoff, signal: AbortSignal | undefined): Promise<TakenImage | undefined> {
    const { client, clock, timeout, take = takeNext } = this.#options;
    const asked = clock.now();
    let begun = false;
    this.count("polls");
    try {
      const image = await take({ client, timeout, signal, onBegun: () => (begun = true) });
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
    const { clock, onFault } = this.#options;
    const isFinal = FINAL_STATUSES.includes(error.status);
    const retryIn = isFinal ? null : backoff.next(error.retryAfter);
    onFault?.({ error, retryIn });
    if (retryIn === null) throw error;
    await delay(retryIn, { signal, clock });
  }

  #enter(state: MonitorState, reason?: string): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.({ state, ...(reason !== undefined && { reason }) });
  }
}
