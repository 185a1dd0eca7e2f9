import { type Clock, delay, type Fetch } from "../../src/index.ts";
import type { Results } from "../viewer/viewerState.ts";
import { readResults } from "./resultsReply.ts";
import { serverSentEvents } from "./serverSentEvents.ts";

/** Milliseconds until it is asked again, after a stream that ended and after a failure. */
const AGAIN = 500;
const AFTER_FAILURE = 5000;

export interface ResultsWatchOptions {
  /** Of the monitor; results are on the same host. */
  readonly source: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onResults: (results: Results) => void;
}

/** Follows the results of a run that a bridge serves, until its signal aborts. What was heard last stays. */
export class ResultsWatch {
  readonly #options: ResultsWatchOptions;
  #results: Results | null = null;
  #isFollowing = false;

  constructor(options: ResultsWatchOptions) {
    this.#options = options;
  }

  /** There are results: follows them, if that has not begun. */
  begin(): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    void this.#follow();
  }

  async #follow(): Promise<void> {
    const { clock, signal } = this.#options;
    while (!signal.aborted) {
      const isWhole = await this.#read().catch(() => false);
      await delay(isWhole ? AGAIN : AFTER_FAILURE, { clock, signal }).catch(() => undefined);
    }
  }

  /** One stream to its end; false: there was none. What went wrong shows as results that are not heard of any more. */
  async #read(): Promise<boolean> {
    const { source, fetch, clock, signal, onResults } = this.#options;
    const { ok, body } = await fetch(new Request(new URL("/results", source), { cache: "no-store" }), {
      signal,
    });
    if (!ok || body === null) return false;
    for await (const event of serverSentEvents(body)) {
      this.#results = readResults(event, { former: this.#results, now: clock.wallTime() });
      onResults(this.#results);
    }
    return true;
  }
}
