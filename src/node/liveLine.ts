import type { EigerDataEvent, MonitorCounters, MonitorState, MonitorStateChange } from "../om/index.ts";
import type { MonitorClient } from "../simplon/index.ts";
import { DroppedImages } from "./droppedImages.ts";
import type { FrameRecord } from "./frameRecord.ts";
import type { Colour, Terminal } from "./terminal.ts";

/** Rates are those of the last milliseconds. */
const WINDOW = 3000;
/** Milliseconds between two looks at the clock: an age grows also while nothing comes. */
const REFRESH = 500;
/** Milliseconds between two drawings of the line. */
const LEAST_PAUSE = 50;
/** Milliseconds that the last answer may take; the command is ending. */
const LAST_QUESTION = 1000;
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
  /** Images of the last seconds, oldest first. */
  readonly #recent: { readonly time: number; readonly bytes: number }[] = [];
  /** When the line was drawn last. */
  #shown = 0;
  #state: MonitorState = "connecting";
  #last: EigerDataEvent | undefined;
  #max: number | null = null;
  readonly #dropped = new DroppedImages();

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  enter({ state, reason }: MonitorStateChange): void {
    if (state === "unreachable") this.#terminal.say(`lost the monitor, trying again: ${reason ?? ""}`);
    else if (this.#state === "unreachable" && state !== "stopped") this.#terminal.say("the monitor is back");
    this.#state = state;
    this.#show({ force: true });
  }

  add(event: EigerDataEvent, { max }: Pick<FrameRecord, "max">): void {
    this.images += 1;
    if (!this.#terminal.interactive) return;
    this.#last = event;
    this.#max = max;
    this.#recent.push({ time: performance.now(), bytes: event.byteLength });
    this.#show();
  }

  /** Notes what was dropped before. */
  async begin(client: MonitorClient, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    await this.#dropped.begin(client, signal);
  }

  /** Keeps the line fresh where a person watches. The function that comes back ends it. */
  follow(client: MonitorClient, { signal }: { readonly signal: AbortSignal }): () => void {
    if (!this.#terminal.interactive) return () => undefined;
    let refreshes = 0;
    const timer = setInterval(() => {
      this.#show();
      if (refreshes++ % ASK_EVERY === 0) void this.#dropped.ask(client, signal);
    }, REFRESH);
    return () => clearInterval(timer);
  }

  /** The last word: what came, what did not, and why. */
  async end(
    client: MonitorClient,
    { bytes, faults, transitLost, decodeErrors }: MonitorCounters,
  ): Promise<void> {
    const seconds = (performance.now() - this.#begun) / 1000;
    await this.#dropped.ask(client, AbortSignal.timeout(LAST_QUESTION));
    const rates = `${(this.images / seconds).toFixed(1)}/s, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s`;
    const troubles = [
      [this.#dropped.meanwhile ?? 0, "dropped by the DCU"],
      [transitLost, "lost on the way"],
      [decodeErrors, "not readable"],
      [faults, "failed requests"],
    ] as const;
    const trouble = troubles.filter(([count]) => count > 0).map(([count, what]) => `; ${count} ${what}`);
    this.#terminal.show("");
    this.#terminal.say(`${this.images} images in ${seconds.toFixed(1)} s (${rates})${trouble.join("")}`);
  }

  /** A change of state at once, images as often as an eye can follow. */
  #show({ now = performance.now(), force = false } = {}): void {
    if (!this.#terminal.interactive || (!force && now - this.#shown < LEAST_PAUSE)) return;
    this.#shown = now;
    const { eventId = "no image yet", timestamp = null } = this.#last ?? {};
    const age = timestamp === null ? [] : [`age ${(Date.now() / 1000 - timestamp).toFixed(2)} s`];
    const max = this.#max === null ? [] : [`max ${this.#max}`];
    const { meanwhile } = this.#dropped;
    const dropped = meanwhile === undefined ? [] : [`${meanwhile} dropped`];
    const parts = [this.#state, eventId ?? "no id", this.#rates(), ...max, ...age, ...dropped];
    this.#terminal.show(parts.join("  "), { colour: COLOURS[this.#state] });
  }

  /** Between the first and the last image of the window there is one interval less than there are images. */
  #rates(): string {
    const now = performance.now();
    const kept = this.#recent.findIndex(({ time }) => now - time < WINDOW);
    this.#recent.splice(0, kept < 0 ? this.#recent.length : kept);
    const [first, ...others] = this.#recent;
    const seconds = Math.max(now - (first?.time ?? now), 1) / 1000;
    const bytes = others.reduce((sum, entry) => sum + entry.bytes, 0);
    return `${(others.length / seconds).toFixed(1)}/s  ${(bytes / 1e6 / seconds).toFixed(0)} MB/s`;
  }
}
