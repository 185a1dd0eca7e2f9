import { isEigerMonitorError } from "../errors.ts";
import type {
  EigerDataEvent,
  EigerHttpDataEventHandler,
  MonitorState,
  MonitorStateChange,
  SequenceEvent,
} from "../om/index.ts";
import { describeCounters } from "./describeCounters.ts";
import type { FrameRecord } from "./frameRecord.ts";
import { StreamNews } from "./streamNews.ts";
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
  disabled: "yellow",
  unreachable: "red",
  apiVersion: "red",
  forbidden: "red",
  stopped: "dim",
};

/** How the stream is doing, in one line: state, image, rates, age, what the DCU dropped. */
export class LiveLine {
  readonly #terminal: Terminal;
  readonly #news: StreamNews;
  readonly #begun = performance.now();
  /** Images of the last seconds, oldest first. */
  readonly #recent: { readonly time: number; readonly bytes: number }[] = [];
  /** When the line was drawn last. */
  #shown = 0;
  #state: MonitorState = "connecting";
  #last: EigerDataEvent | undefined;
  #max: number | null = null;
  /** By the DCU's own count, since the beginning; undefined while it is not known. */
  #dropped: number | undefined;
  #missing = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#news = new StreamNews({ say: (line) => terminal.say(line), now: () => performance.now() });
  }

  enter(change: MonitorStateChange): void {
    this.#news.enter(change);
    this.#state = change.state;
    this.#show({ force: true });
  }

  follow(event: SequenceEvent): void {
    if (event.kind === "gap") this.#missing += event.to - event.from + 1;
    this.#news.follow(event);
  }

  add(event: EigerDataEvent, { max }: Pick<FrameRecord, "max">): void {
    if (!this.#terminal.interactive) return;
    this.#last = event;
    this.#max = max;
    this.#recent.push({ time: performance.now(), bytes: event.byteLength });
    this.#show();
  }

  /** Notes what was dropped before. */
  begin(handler: EigerHttpDataEventHandler, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    return this.#askDropped(handler, signal);
  }

  /** Keeps the line fresh where a person watches. The function that comes back ends it. */
  refresh(handler: EigerHttpDataEventHandler, { signal }: { readonly signal: AbortSignal }): () => void {
    if (!this.#terminal.interactive) return () => undefined;
    let refreshes = 0;
    const timer = setInterval(() => {
      this.#show();
      if (refreshes++ % ASK_EVERY === 0) void this.#askDropped(handler, signal);
    }, REFRESH);
    return () => clearInterval(timer);
  }

  /** The last word: what came, what did not, and why. */
  async end(handler: EigerHttpDataEventHandler, { json }: { readonly json: boolean }): Promise<void> {
    const seconds = (performance.now() - this.#begun) / 1000;
    await this.#askDropped(handler, AbortSignal.timeout(LAST_QUESTION));
    const { counters } = handler;
    this.#terminal.show("");
    this.#terminal.say(describeCounters(counters, { seconds }));
    if (json) this.#terminal.say(JSON.stringify({ seconds, counters }));
  }

  async #askDropped(handler: EigerHttpDataEventHandler, signal: AbortSignal): Promise<void> {
    try {
      this.#dropped = await handler.readDropped({ signal });
    } catch (error) {
      // The stream says itself when the monitor is away; the figure that was known last stays.
      if (!signal.aborted && !isEigerMonitorError(error)) throw error;
    }
  }

  /** A change of state at once, images as often as an eye can follow. */
  #show({ now = performance.now(), force = false } = {}): void {
    if (!this.#terminal.interactive || (!force && now - this.#shown < LEAST_PAUSE)) return;
    this.#shown = now;
    const { eventId = "no image yet", timestamp = null } = this.#last ?? {};
    const age = timestamp === null ? [] : [`age ${(Date.now() / 1000 - timestamp).toFixed(2)} s`];
    const max = this.#max === null ? [] : [`max ${this.#max}`];
    const dropped = this.#dropped === undefined ? [] : [`${this.#dropped} dropped`];
    const missing = this.#missing === 0 ? [] : [`${this.#missing} missing`];
    const parts = [this.#state, eventId ?? "no id", this.#rates(), ...max, ...age, ...dropped, ...missing];
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
