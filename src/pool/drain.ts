import { type Clock, type ImageTransport, systemClock } from "../simplon/index.ts";

/** Milliseconds that a request may still take once the node is to end: the DCU answers within its own wait. */
const PATIENCE = 2000;

/**
 * Ends a stream of images without losing one. A request that is under way when the node is to end is not cut off: the
 * DCU may have given the image away already. Its answer is awaited, and processed if it is an image.
 */
export class Drain {
  readonly #stop: AbortSignal;
  readonly #clock: Clock;
  readonly #ended = new AbortController();
  /** A request is under way, or an image that came is not done with. */
  #busy = false;
  #timer: unknown;

  /** @param options.stop aborts when the node is to end */
  constructor({ stop, clock = systemClock }: { readonly stop: AbortSignal; readonly clock?: Clock }) {
    this.#stop = stop;
    this.#clock = clock;
    stop.addEventListener("abort", () => this.#begin(), { once: true });
    if (stop.aborted) this.#begin();
  }

  /** For the event generator: aborts when nothing is lost by it. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  /** The transport, watched. */
  watch(transport: ImageTransport): ImageTransport {
    return async (url, request) => {
      this.#settle();
      this.#ended.signal.throwIfAborted();
      this.#busy = true;
      try {
        const reply = await transport(url, request);
        if (reply.body === undefined) this.#settle();
        return reply;
      } catch (error) {
        this.#settle();
        throw error;
      }
    };
  }

  /** Nothing is under way. */
  #settle(): void {
    this.#busy = false;
    if (this.#stop.aborted) this.#end();
  }

  #begin(): void {
    if (this.#busy) this.#timer = this.#clock.setTimeout(() => this.#end(), PATIENCE);
    else this.#end();
  }

  #end(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#ended.abort(this.#stop.reason);
  }
}
