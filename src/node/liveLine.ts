import { isEigerMonitorError } from "../errors.ts";
import type { EigerDataEvent, MonitorCounters, MonitorState, MonitorStateChange } from "../om/index.ts";
import type { MonitorClient } from "../simplon/index.ts";
import type { Colour, Terminal } from "./terminal.ts";

/** Rates are those of the last milliseconds. */
const WINDOW = 3000;
/** Milliseconds between two looks at the clock: an age grows also while nothing comes. */
const REFRESH = 500;
/** Refreshes between two questions how many images the DCU dropped. */
const ASK_EVERY = 4;

const COLOURS: Readonly<Record<MonitorState, Colour>> = {
  connecting: "yellow",
  live: "green",
  waiting: "yellow",
  unreachable: "red",
  stopped: "dim",
};

/** How the stream is doing, in one line: state, image, rates, age, what the DCU dropped. */
export class LiveLine {
  /** Images so far. */
  images = 0;
  readonly #terminal: Terminal;
  readonly #begun = performance.now();
  #recent: readonly { readonly time: number; readonly bytes: number }[] = [];
  #state: MonitorState = "connecting";
  #last: EigerDataEvent | undefined;
  #dropped: number | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  enter({ state, reason }: MonitorStateChange): void {
    if (state === "unreachable") this.#terminal.say(`lost the monitor, trying again: ${reason ?? ""}`);
    else if (this.#state === "unreachable" && state !== "stopped") this.#terminal.say("the monitor is back");
    this.#state = state;
    this.#show();
  }

  add(event: EigerDataEvent): void {
    this.images += 1;
    this.#last = event;
    this.#recent = [...this.#recent, { time: performance.now(), bytes: event.byteLength }];
    this.#show();
  }

  /** Keeps the line fresh where a person watches. The function that comes back ends it. */
  follow(client: MonitorClient, { signal }: { readonly signal: AbortSignal }): () => void {
    if (!this.#terminal.interactive) return () => undefined;
    let refreshes = 0;
    const timer = setInterval(() => {
      this.#show();
      if (refreshes++ % ASK_EVERY === 0) void this.#askDropped(client, signal);
    }, REFRESH);
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

  async #askDropped(client: MonitorClient, signal: AbortSignal): Promise<void> {
    try {
      this.#dropped = (await client.getStatus("dropped", { signal })).value;
    } catch (error) {
      // The stream says itself when the monitor is away; here the figure is just not known.
      if (!signal.aborted && !isEigerMonitorError(error)) throw error;
      this.#dropped = undefined;
    }
  }

  #show(): void {
    const { eventId = "no image yet", timestamp = null } = this.#last ?? {};
    const age = timestamp === null ? [] : [`age ${(Date.now() / 1000 - timestamp).toFixed(2)} s`];
    const dropped = this.#dropped === undefined ? [] : [`${this.#dropped} dropped`];
    const parts = [this.#state, eventId ?? "no id", this.#rates(), ...age, ...dropped];
    this.#terminal.show(parts.join("  "), { colour: COLOURS[this.#state] });
  }

  /** Between the first and the last image of the window there is one interval less than there are images. */
  #rates(): string {
    const now = performance.now();
    this.#recent = this.#recent.filter(({ time }) => now - time < WINDOW);
    const [first, ...others] = this.#recent;
    const seconds = Math.max(now - (first?.time ?? now), 1) / 1000;
    const bytes = others.reduce((sum, entry) => sum + entry.bytes, 0);
    return `${(others.length / seconds).toFixed(1)}/s  ${(bytes / 1e6 / seconds).toFixed(0)} MB/s`;
  }
}
