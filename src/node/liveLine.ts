import { isEigerMonitorError } from "../errors.ts";
import type { EigerDataEvent, MonitorCounters, MonitorStateChange } from "../om/index.ts";
import type { MonitorClient } from "../simplon/index.ts";
import type { Terminal } from "./terminal.ts";

/** Rates are those of the last seconds. Milliseconds. */
const WINDOW = 3000;
const DROPPED_PERIOD = 2000;

/** How the stream is doing, in one line: state, image, rates, age, what the DCU dropped. */
export class LiveLine {
  /** Images so far. */
  images = 0;
  readonly #terminal: Terminal;
  readonly #begun = performance.now();
  #recent: { readonly time: number; readonly bytes: number }[] = [];
  #state = "connecting";
  #last: EigerDataEvent | undefined;
  #dropped: number | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  enter({ state, reason }: MonitorStateChange): void {
    this.#state = state;
    if (state === "unreachable") this.#terminal.say(`lost the monitor, trying again: ${reason ?? ""}`);
    this.#show();
  }

  add(event: EigerDataEvent): void {
    const time = performance.now();
    this.images += 1;
    this.#last = event;
    this.#recent = [
      ...this.#recent.filter((entry) => time - entry.time < WINDOW),
      { time, bytes: event.byteLength },
    ];
    this.#show();
  }

  /** Asks now and then how many images the DCU dropped, where a person watches. The function that comes back ends it. */
  followDropped(client: MonitorClient, { signal }: { readonly signal: AbortSignal }): () => void {
    if (!this.#terminal.interactive) return () => undefined;
    const ask = async () => {
      try {
        this.#dropped = (await client.getStatus("dropped", { signal })).value;
      } catch (error) {
        // The stream says itself when the monitor is away; here the figure is just not known.
        if (!signal.aborted && !isEigerMonitorError(error)) throw error;
        this.#dropped = undefined;
      }
      this.#show();
    };
    const timer = setInterval(ask, DROPPED_PERIOD);
    return () => clearInterval(timer);
  }

  /** The last word. */
  end({ bytes, faults, decodeErrors }: MonitorCounters): void {
    const seconds = (performance.now() - this.#begun) / 1000;
    const rates = `${(this.images / seconds).toFixed(1)}/s, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s`;
    const trouble =
      faults + decodeErrors === 0 ? "" : `; ${faults} failed requests, ${decodeErrors} bad images`;
    this.#terminal.show("");
    this.#terminal.say(`${this.images} images in ${seconds.toFixed(1)} s (${rates})${trouble}`);
  }

  #show(): void {
    const first = this.#recent[0]?.time ?? 0;
    const span = Math.max((performance.now() - first) / 1000, 0.1);
    const bytes = this.#recent.reduce((sum, entry) => sum + entry.bytes, 0);
    const rates = `${(this.#recent.length / span).toFixed(1)}/s  ${(bytes / 1e6 / span).toFixed(0)} MB/s`;
    const { eventId = "no image yet", timestamp = null } = this.#last ?? {};
    const age = timestamp === null ? "" : `  age ${(Date.now() / 1000 - timestamp).toFixed(2)} s`;
    const dropped = this.#dropped === undefined ? "" : `  ${this.#dropped} dropped by the DCU`;
    this.#terminal.show(`${this.#state}  ${eventId ?? "no id"}  ${rates}${age}${dropped}`);
  }
}
