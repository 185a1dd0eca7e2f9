import type { Fetch } from "../../src/index.ts";
import { type Configuration, fetchConfiguration } from "./configurationGeometry.ts";

/** Knows what the detector's configuration says: it is asked again when that may have changed, and after a failure. */
export class ConfigurationWatch {
  readonly #options: {
    readonly source: string;
    readonly fetch: Fetch;
    readonly signal: AbortSignal;
    readonly onConfiguration: (configuration: Configuration) => void;
  };
  #series: number | null = null;
  #isDue = false;
  #asking = false;

  constructor(options: {
    readonly source: string;
    readonly fetch: Fetch;
    readonly signal: AbortSignal;
    readonly onConfiguration: (configuration: Configuration) => void;
  }) {
    this.#options = options;
  }

  /** It may say something else now. */
  renew(): void {
    this.#isDue = true;
    this.retry();
  }

  /** Between two series everything may be moved. */
  sees(series: number | null): void {
    if (series === null || series === this.#series) return;
    this.#series = series;
    this.renew();
  }

  /** Asks again if the last answer is missing. */
  retry(): void {
    if (this.#isDue && !this.#asking) void this.#ask();
  }

  async #ask(): Promise<void> {
    const { source, signal, onConfiguration } = this.#options;
    this.#asking = true;
    let isAnswered = true;
    while (this.#isDue && isAnswered && !signal.aborted) {
      this.#isDue = false;
      const configuration = await fetchConfiguration(source, this.#options);
      isAnswered = configuration !== undefined;
      if (configuration === undefined) this.#isDue = true;
      else onConfiguration(configuration);
    }
    this.#asking = false;
  }
}
