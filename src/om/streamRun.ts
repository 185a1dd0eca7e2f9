import type { Clock } from "../simplon/index.ts";

/**
 * One loop that takes images, and the two ways to end it: at once, by the caller's signal, or after the request that it
 * waits for, so that the image that comes last is not lost.
 *
 * The caller's signal is listened to once for the whole loop: whoever follows it anew for each request leaves an entry on it
 * for each.
 */
export class StreamRun {
  readonly #requests = new AbortController();
  readonly #pauses = new AbortController();
  readonly #outer: AbortSignal | undefined;
  readonly #follow = () => this.#end(this.#outer?.reason);
  #poll: Promise<unknown> | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#outer = signal;
    if (signal?.aborted) this.#follow();
    signal?.addEventListener("abort", this.#follow, { once: true });
  }

  /** Aborts when requests are to end. */
  get requests(): AbortSignal {
    return this.#requests.signal;
  }

  /** Aborts when the loop is to end, as soon as it does nothing that could lose an image. */
  get pauses(): AbortSignal {
    return this.#pauses.signal;
  }

  get ending(): boolean {
    return this.pauses.aborted;
  }

  /** Awaits one turn of the loop. */
  async during<T>(poll: Promise<T>): Promise<T> {
    this.#poll = poll;
    try {
      return await poll;
    } finally {
      this.#poll = undefined;
    }
  }

  /** Ends the loop after its turn, or at the latest after `graceTime` milliseconds; resolves then. */
  async stop({ graceTime, clock }: { readonly graceTime: number; readonly clock: Clock }): Promise<void> {
    const reason = new DOMException("the stream was stopped", "AbortError");
    this.#pauses.abort(reason);
    if (this.#poll === undefined) return;
    const timer = clock.setTimeout(() => this.#end(reason), graceTime);
    // Whoever consumes the stream hears of its failure.
    await this.#poll.catch(() => undefined);
    clock.clearTimeout(timer);
  }

  /** Leaves no listener behind. */
  dispose(): void {
    this.#outer?.removeEventListener("abort", this.#follow);
  }

  #end(reason: unknown): void {
    this.#pauses.abort(reason);
    this.#requests.abort(reason);
  }
}
