import type { MonitorState, MonitorStateChange, SequenceEvent } from "../om/index.ts";

/** Gaps are told at most so often, several in one line. Milliseconds. */
const GAP_PAUSE = 1000;

/** What is said of a state that is trouble; of the others nothing. */
const TROUBLES: Readonly<Partial<Record<MonitorState, string>>> = {
  disabled: "the monitor is disabled and keeps no images",
  unreachable: "lost the monitor, trying again",
  apiVersion: "the monitor is not at this address",
  forbidden: "the monitor refuses",
};

/** What happened to an image; it is said of the first one. */
const HOW = {
  duplicate: "came again, and is passed over; others are only counted",
  replay: "comes over and over: these images are replayed, and reported each time from now on",
  reordered: "came late; others are only counted",
} as const;

/** Tells a person, in lines that stay, what happens to a stream of images. */
export class StreamNews {
  readonly #say: (line: string) => void;
  readonly #now: () => number;
  #state: MonitorState = "connecting";
  #lastGap = Number.NEGATIVE_INFINITY;
  #untold = { gaps: 0, images: 0 };
  readonly #told = new Set<SequenceEvent["kind"]>();

  constructor(options: { readonly say: (line: string) => void; readonly now: () => number }) {
    this.#say = options.say;
    this.#now = options.now;
  }

  enter({ state, reason, hint }: MonitorStateChange): void {
    const trouble = TROUBLES[state];
    if (trouble !== undefined) this.#say(`${trouble}${reason === undefined ? "" : `: ${reason}`}. ${hint}`);
    else if (state === "live" || state === "waiting") this.#tellEndOf(this.#state);
    this.#state = state;
  }

  follow(event: SequenceEvent): void {
    if (event.kind === "gap") this.#tellGap(event);
    else if (event.kind === "newSeries") this.#tellSeries(event);
    else if (!this.#told.has(event.kind)) {
      this.#told.add(event.kind);
      this.#say(`image ${event.image} of series ${event.series ?? "unknown"} ${HOW[event.kind]}`);
    }
  }

  #tellEndOf(state: MonitorState): void {
    if (state === "disabled") this.#say("the monitor is enabled again");
    else if (TROUBLES[state] !== undefined) this.#say("the monitor is back");
  }

  #tellSeries({ series, restarted, previous }: SequenceEvent & { readonly kind: "newSeries" }): void {
    // The first one is no news.
    if (previous === undefined) return;
    const how = restarted
      ? "begins anew: the control unit was restarted"
      : `begins, after series ${previous}`;
    this.#say(`series ${series ?? "unknown"} ${how}`);
  }

  #tellGap({ series, from, to }: SequenceEvent & { readonly kind: "gap" }): void {
    const { gaps, images } = this.#untold;
    const now = this.#now();
    if (now - this.#lastGap < GAP_PAUSE) {
      this.#untold = { gaps: gaps + 1, images: images + to - from + 1 };
      return;
    }
    this.#lastGap = now;
    this.#untold = { gaps: 0, images: 0 };
    const which = from === to ? `image ${from}` : `images ${from} to ${to}`;
    const others = gaps === 0 ? "" : `, and ${images} in ${gaps} other gaps`;
    this.#say(`${which} of series ${series ?? "unknown"} did not come${others}`);
  }
}
