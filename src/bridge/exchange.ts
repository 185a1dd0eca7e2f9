import { EigerMonitorError } from "../errors.ts";
import type { BridgeClock } from "./clock.ts";
import { type RefusalCode, refusalText } from "./refusal.ts";

/** The error that a refusal is carried by until it is answered. */
export function failure(code: RefusalCode, cause?: unknown): EigerMonitorError {
  return new EigerMonitorError(code, refusalText(code).trim(), { cause });
}

/**
 * One request to the DCU, from its start to the last byte of its body, and everything that can end it: its client goes,
 * a time limit passes, or the answer is wrong. Its signal is handed straight to `fetch`: signals that are derived from
 * others can lose their effect to the garbage collector (nodejs/undici#3644).
 */
export class Exchange {
  readonly #controller = new AbortController();
  readonly #clock: BridgeClock;
  readonly #client: AbortSignal | undefined;
  #deadline: unknown;
  /** Ends what is being waited for. */
  #reject: ((reason: unknown) => void) | undefined;
  readonly #onAbandon: ((reason: unknown) => void)[] = [];
  readonly #leave = () => this.abandon(this.#client?.reason);

  constructor({ clock, client }: { readonly clock: BridgeClock; readonly client: AbortSignal | undefined }) {
    this.#clock = clock;
    this.#client = client;
    client?.addEventListener("abort", this.#leave, { once: true });
    if (client?.aborted) this.#controller.abort(client.reason);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Called once when the exchange ends before its time; at once if it has. */
  onAbandon(callback: (reason: unknown) => void): void {
    if (this.signal.aborted) callback(this.signal.reason);
    else this.#onAbandon.push(callback);
  }

  /** What `work` comes to, if it does within so many milliseconds and while the client is there. */
  within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.setTimeout(() => this.abandon(failure("UPSTREAM_TIMEOUT")), milliseconds);
      const settle = <V>(done: (value: V) => void) => {
        return (value: V) => {
          this.#clock.clearTimeout(timer);
          this.#reject = undefined;
          done(value);
        };
      };
      this.#reject = settle(reject);
      if (this.signal.aborted) this.#reject(this.signal.reason);
      work.then(settle(resolve), settle(reject));
    });
  }

  /** Everything from now on together takes no longer. */
  limitRest(milliseconds: number): void {
    if (this.signal.aborted) return;
    this.#deadline = this.#clock.setTimeout(() => this.abandon(failure("UPSTREAM_TIMEOUT")), milliseconds);
  }

  /** Gives up: the request to the DCU is aborted at once. */
  abandon(reason: unknown): void {
    this.finish();
    if (!this.signal.aborted) this.#controller.abort(reason);
    this.#reject?.(reason);
    for (const callback of this.#onAbandon.splice(0)) callback(reason);
  }

  /** It is over; nothing stays behind on the clock or on the client's signal. */
  finish(): void {
    this.#clock.clearTimeout(this.#deadline);
    this.#client?.removeEventListener("abort", this.#leave);
  }
}
