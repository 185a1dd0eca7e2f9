import type { Clock } from "./clock.ts";

/**
 * Ends one request: at its deadline, when a wait within it is too long, or when the caller's signal aborts.
 *
 * Each request has a fresh `AbortController` of its own, whose listener leaves the caller's signal again:
 * `AbortSignal.any` on a long-lived signal keeps an entry for each poll (+3 MB after 50 000). And whoever awaits through
 * `race` is free at once: under Node 20 an abort can be lost between headers and body once the garbage collector ran
 * (nodejs/undici#3644), so `fetch` alone cannot be trusted to reject.
 */
export class RequestGuard {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #outer: AbortSignal | undefined;
  readonly #aborted: Promise<never>;
  readonly #follow = () => this.abort(this.#outer?.reason);
  readonly #timers = new Map<string, unknown>();

  constructor({ signal, clock }: { readonly signal: AbortSignal | undefined; readonly clock: Clock }) {
    this.#clock = clock;
    this.#outer = signal;
    this.#aborted = new Promise((_, reject) => {
      this.signal.addEventListener("abort", () => reject(this.signal.reason), { once: true });
    });
    this.#aborted.catch(() => undefined);
    if (signal?.aborted) this.#follow();
    signal?.addEventListener("abort", this.#follow, { once: true });
  }

  /** For `fetch`. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }

  /** Awaits `promise`, but no longer than the request lives. */
  race<T>(promise: Promise<T>): Promise<T> {
    return Promise.race([promise, this.#aborted]);
  }

  /** Aborts with `error()` in `milliseconds`, unless the limit of this name is set anew or lifted before. */
  limit(name: string, milliseconds: number, error: () => Error): void {
    this.lift(name);
    this.#timers.set(
      name,
      this.#clock.setTimeout(() => this.abort(error()), milliseconds),
    );
  }

  lift(name: string): void {
    this.#clock.clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }

  /** Leaves no timer and no listener behind. */
  dispose(): void {
    for (const name of [...this.#timers.keys()]) this.lift(name);
    this.#outer?.removeEventListener("abort", this.#follow);
  }
}
