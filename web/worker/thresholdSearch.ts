import type { Fetch } from "../../src/index.ts";

/** An EIGER2 has two; four leaves room for what comes. */
const MOST_THRESHOLDS = 4;
/** An image may leave the buffer before it is asked for. */
const TRIES = 2;

interface Exposure {
  readonly series: number | null;
  readonly image: number | null;
}

/**
 * How many thresholds a detector has, where nobody says: an exposure's images of further thresholds are asked for by their ids.
 * Only the heads of the answers are awaited; once a series, for between two of them thresholds are switched on and off.
 */
export class ThresholdSearch {
  readonly #options: {
    readonly source: string;
    readonly fetch: Fetch;
    readonly signal: AbortSignal;
    readonly onCount: (thresholds: number) => void;
  };
  #series: number | null = null;
  #tries = 0;
  #asking = false;

  constructor(options: {
    readonly source: string;
    readonly fetch: Fetch;
    readonly signal: AbortSignal;
    /** Told how many there are, two at least. */
    readonly onCount: (thresholds: number) => void;
  }) {
    this.#options = options;
  }

  /** An exposure that the control unit still has. */
  async sees({ series, image }: Exposure): Promise<void> {
    if (series === null || image === null || this.#asking) return;
    if (series !== this.#series) [this.#series, this.#tries] = [series, 0];
    if (this.#tries >= TRIES) return;
    this.#tries += 1;
    this.#asking = true;
    const count = await this.#count(`${this.#options.source}/images/${series}/${image}`);
    this.#asking = false;
    if (count < 2) return;
    this.#tries = TRIES;
    this.#options.onCount(count);
  }

  async #count(address: string): Promise<number> {
    for (let count = 1; count < MOST_THRESHOLDS; count++)
      if (!(await this.#isThere(`${address}/${count + 1}`))) return count;
    return MOST_THRESHOLDS;
  }

  async #isThere(address: string): Promise<boolean> {
    const { fetch, signal } = this.#options;
    const end = new AbortController();
    const leave = () => end.abort();
    signal.addEventListener("abort", leave, { once: true });
    try {
      const headers = { accept: "image/tiff, application/tiff" };
      const request = new Request(address, { cache: "no-store", headers });
      return (await fetch(request, { signal: end.signal })).ok;
    } catch {
      // Nobody answers: the connection is told so by its own requests.
      return false;
    } finally {
      signal.removeEventListener("abort", leave);
      end.abort();
    }
  }
}
