import type { FaceActions } from "../actions.ts";
import { h, setAttribute, setShown, setText } from "../dom.ts";
import { UNKNOWN } from "../format.ts";
import { icon } from "../icons.ts";
import type { Model, Part } from "../model.ts";
import { secondsToRetry, stateWord } from "../stateWord.ts";
import type { ViewerState } from "../viewerState.ts";
import { METRICS } from "./metrics.ts";
import { shownText } from "./results.ts";
import { ThresholdChoice } from "./thresholdChoice.ts";

/** Figures that run by themselves, age and retry, are written when nothing was for so long: milliseconds. */
const TICK = 250;

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
  readonly #threshold: ThresholdChoice;
  readonly #identity = h(
    "span",
    { class: "identity" },
    h("span", { class: "identity-series" }, "Series ", this.#series),
    h("span", {}, "Image ", this.#number),
  );
  /** What is shown, when it is no image. */
  readonly #projection = h("span", { class: "identity", hidden: true });
  readonly #metrics = METRICS.map((metric) => {
    const caption = h("dt", {});
    const value = h("dd", { "data-metric": metric.name });
    return {
      metric,
      caption,
      value,
      element: h("div", { class: `metric metric-${metric.name}` }, caption, value),
    };
  });
  readonly #more: HTMLButtonElement;
  #state: ViewerState | null = null;
  /** Of the shown image. */
  #key: number | undefined;
  /** Images dropped when it came. */
  #droppedBefore: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(actions: FaceActions) {
    this.#threshold = new ThresholdChoice(actions);
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
      this.#projection,
      this.#identity,
      this.#threshold.element,
      h("dl", { class: "metrics" }, ...this.#metrics.map(({ element }) => element)),
      this.#more,
    );
    this.#wait();
  }

  update(model: Model): void {
    const { state } = model;
    this.#state = state;
    const { word, tone } = stateWord(state);
    setText(this.#word, word);
    setAttribute(this.#badge, "data-tone", tone);
    const { image, projection } = state;
    setShown(this.#identity, image !== null && projection === null);
    setShown(this.#projection, projection !== null);
    if (projection !== null) setText(this.#projection, shownText(projection));
    setText(this.#series, String(image?.series ?? UNKNOWN));
    setText(this.#number, image === null ? UNKNOWN : String(image.image ?? image.id));
    this.#threshold.update(model);
    this.#write(state);
    this.#wait();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #write(state: ViewerState): void {
    for (const { metric, caption, value, element } of this.#metrics) {
      setText(caption, metric.caption(state));
      setText(value, metric.read(state));
      setAttribute(element, "title", metric.title(state));
      setAttribute(value, "data-noted", metric.isNoted?.(state) ?? false);
    }
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
