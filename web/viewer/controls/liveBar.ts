import { h, setAttribute, setShown, setText } from "../dom.ts";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatFixed,
  formatMilliseconds,
  UNKNOWN,
} from "../format.ts";
import { icon } from "../icons.ts";
import type { Model, Part } from "../model.ts";
import { secondsToRetry, stateWord } from "../stateWord.ts";
import type { ViewerState } from "../viewerState.ts";

/** Figures that run by themselves, age and retry, are written when nothing was for so long: milliseconds. */
const TICK = 250;

interface Metric {
  readonly name: string;
  readonly caption: string;
  readonly title: string;
  readonly read: (state: ViewerState) => string;
}

const METRICS: readonly Metric[] = [
  {
    name: "age",
    caption: "age",
    title: "Since the last byte of the shown image came",
    read: ({ image }) => (image === null ? UNKNOWN : formatDuration(Date.now() / 1000 - image.arrival)),
  },
  {
    name: "shown",
    caption: "shown/s",
    title: "Images shown a second",
    read: ({ rates }) => formatFixed(rates.shown, 1),
  },
  {
    name: "received",
    caption: "received/s",
    title: "Images received a second",
    read: ({ rates }) => formatFixed(rates.received, 1),
  },
  {
    name: "skipped",
    caption: "skipped",
    title: "Images received or listed, but never shown, because a newer one was there",
    read: ({ counters }) => formatCount(counters.skipped),
  },
  {
    name: "dropped",
    caption: "dropped",
    title: "Images that the control unit dropped, by its own count",
    read: ({ counters }) => formatCount(counters.dropped),
  },
  {
    name: "failed",
    caption: "failed",
    title: "Images that were not understood",
    read: ({ counters }) => formatCount(counters.failed),
  },
  ...(["fetch", "decode", "draw"] as const).map((step) => ({
    name: step,
    caption: `${step} ms`,
    title: `Milliseconds to ${step} the shown image`,
    read: ({ image }: ViewerState) => (image === null ? UNKNOWN : formatMilliseconds(image.timings[step])),
  })),
  {
    name: "bytes",
    caption: "rate",
    title: "Bytes received a second",
    read: ({ rates }) => `${formatBytes(rates.bytes)}/s`,
  },
];

/** How things stand, in one line that never flatters. On a small canvas a press shows the rest. */
export class LiveBar implements Part {
  readonly element: HTMLElement;
  readonly #word = h("span", { class: "state-word" });
  readonly #retry = h("span", { class: "state-retry" });
  readonly #badge = h(
    "span",
    { class: "state", part: "state" },
    h("i", { class: "lamp" }),
    this.#word,
    this.#retry,
  );
  readonly #series = h("b", {});
  readonly #number = h("b", {});
  readonly #threshold = h("span", { class: "threshold" });
  readonly #identity = h(
    "span",
    { class: "identity" },
    h("span", { class: "identity-series" }, "Series ", this.#series),
    h("span", {}, "Image ", this.#number),
    this.#threshold,
  );
  readonly #values = METRICS.map(({ name }) => h("dd", { "data-metric": name }));
  readonly #metrics = h(
    "dl",
    { class: "metrics" },
    ...METRICS.map(({ name, caption, title }, index) =>
      h("div", { class: `metric metric-${name}`, title }, h("dt", {}, caption), this.#values[index]),
    ),
  );
  readonly #more: HTMLButtonElement;
  #state: ViewerState | null = null;
  /** Of the shown image. */
  #key: number | undefined;
  /** Images dropped when it came. */
  #droppedBefore: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#more = h(
      "button",
      {
        type: "button",
        class: "icon-button more",
        "aria-label": "All figures",
        "aria-expanded": "false",
        click: () => this.#toggle(),
      },
      icon("chevron"),
    );
    this.element = h(
      "header",
      { class: "live-bar", part: "bar" },
      this.#badge,
      this.#identity,
      this.#metrics,
      this.#more,
    );
    this.#wait();
  }

  update({ state }: Model): void {
    this.#state = state;
    const { word, tone } = stateWord(state);
    setText(this.#word, word);
    setAttribute(this.#badge, "data-tone", tone);
    const { image } = state;
    setShown(this.#identity, image !== null);
    setText(this.#series, String(image?.series ?? UNKNOWN));
    setText(this.#number, image === null ? UNKNOWN : String(image.image ?? image.id));
    setText(this.#threshold, image?.threshold ? `Threshold ${image.threshold}` : "");
    this.#write(state);
    this.#wait();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #write(state: ViewerState): void {
    METRICS.forEach(({ read }, index) => {
      const cell = this.#values[index];
      if (cell !== undefined) setText(cell, read(state));
    });
    const { failed, dropped } = state.counters;
    this.#mark("failed", failed > 0);
    this.#mark("dropped", (dropped ?? 0) > 0);
    setText(
      this.#retry,
      retryText(secondsToRetry(state.problem, performance.now())) || this.#bufferText(state),
    );
  }

  /** A control unit whose buffer is full drops what is new: then nothing comes, and why is to be seen. */
  #bufferText({ connection, image, counters }: ViewerState): string {
    if (image?.key !== this.#key || this.#droppedBefore === null) this.#droppedBefore = counters.dropped;
    this.#key = image?.key;
    const isFull = connection === "waiting" && (counters.dropped ?? 0) > (this.#droppedBefore ?? Infinity);
    return isFull ? "buffer of the control unit full" : "";
  }

  #mark(name: string, isNoted: boolean): void {
    const cell = this.#values[METRICS.findIndex((metric) => metric.name === name)];
    if (cell !== undefined) setAttribute(cell, "data-noted", isNoted);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#writeTimes(), TICK);
  }

  #writeTimes(): void {
    if (this.#state !== null && !document.hidden) this.#write(this.#state);
    this.#wait();
  }

  #toggle(): void {
    const isOpen = this.#more.getAttribute("aria-expanded") === "true";
    setAttribute(this.#more, "aria-expanded", String(!isOpen));
    setAttribute(this.element, "data-expanded", !isOpen);
  }
}

function retryText(seconds: number | null): string {
  if (seconds === null) return "";
  return seconds > 0 ? `retry in ${seconds} s` : "trying again";
}
