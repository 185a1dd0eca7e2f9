import { type Clock, delay } from "../../simplon/index.ts";

/** Pauses that end early when something has happened; what happens between two of them ends the next one. */
export class Wakes {
  #isDue = false;
  #cut: AbortController | undefined;

  wake(): void {
    this.#isDue = true;
    this.#cut?.abort(WOKEN);
  }

  /** For one caller at a time. @throws the signal's reason */
  async pause(
    milliseconds: number,
    { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal | undefined },
  ): Promise<void> {
    signal?.throwIfAborted();
    const cut = new AbortController();
    const abort = () => cut.abort(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    this.#cut = cut;
    if (this.#isDue) cut.abort(WOKEN);
    try {
      await delay(milliseconds, { clock, signal: cut.signal });
    } catch (reason) {
      if (reason !== WOKEN) throw reason;
    } finally {
      this.#isDue = false;
      this.#cut = undefined;
      signal?.removeEventListener("abort", abort);
    }
  }
}

const WOKEN = Symbol("woken");
