import type { FaceActions } from "../actions.ts";
import { h, setAttribute, setAttributes, setShown, setText } from "../dom.ts";
import { formatBytes } from "../format.ts";
import { icon } from "../icons.ts";
import type { Model, Part } from "../model.ts";
import type { HistoryState, ViewerState } from "../viewerState.ts";
import { iconButton } from "./fields.ts";

/** Through time: pause, back and forward, the kept images, and back to the newest. */
export class Transport implements Part {
  readonly element: HTMLElement;
  readonly #actions: FaceActions;
  readonly #pause: HTMLButtonElement;
  readonly #back: HTMLButtonElement;
  readonly #forward: HTMLButtonElement;
  readonly #slider: HTMLInputElement;
  readonly #id = h("span", { class: "transport-id" });
  readonly #size = h("span", {
    class: "transport-size",
    title: "Images kept, and the memory that they take",
  });
  readonly #live: HTMLButtonElement;
  #keys: readonly number[] = [];
  #isPaused: boolean | null = null;

  constructor(actions: FaceActions) {
    this.#actions = actions;
    this.#pause = iconButton({
      name: "pause",
      label: "Pause",
      key: "Space",
      press: () => actions.togglePause(),
    });
    this.#back = iconButton({ name: "back", label: "Back", key: "←", press: () => actions.step(-1) });
    this.#forward = iconButton({ name: "forward", label: "Forward", key: "→", press: () => actions.step(1) });
    this.#slider = h("input", {
      type: "range",
      class: "scrub",
      min: 0,
      step: 1,
      "aria-label": "Kept images",
      input: () => this.#scrub(),
    });
    this.#live = h(
      "button",
      {
        type: "button",
        class: "button live-button",
        "aria-label": "Back to live",
        title: "Back to the newest image (End)",
        click: () => actions.goLive(),
      },
      icon("live"),
      h("span", {}, "Back to live"),
    );
    this.element = h(
      "div",
      { class: "transport", part: "transport", role: "group", "aria-label": "Images" },
      h("div", { class: "transport-buttons" }, this.#pause, this.#back, this.#forward),
      this.#slider,
      h("div", { class: "transport-facts" }, this.#id, this.#size),
      this.#live,
    );
  }

  update({ state }: Model): void {
    const { history, paused } = state;
    this.#keys = history.keys;
    const last = Math.max(history.ids.length - 1, 0);
    const position = history.position < 0 ? last : history.position;
    const isEmpty = history.ids.length === 0;
    setAttributes(this.#slider, { max: last, disabled: history.ids.length < 2 });
    this.#slider.value = String(position);
    this.#slider.style.setProperty("--fill", `${last === 0 ? 0 : (100 * position) / last}%`);
    setAttribute(this.#slider, "aria-valuetext", isEmpty ? "none" : valueText(history, position));
    setAttribute(this.#back, "disabled", isEmpty || position <= 0);
    setAttribute(this.#forward, "disabled", isEmpty || history.position < 0 || position >= last);
    setText(this.#id, historyText(state, position));
    setText(
      this.#size,
      isEmpty ? "no images kept" : `${history.ids.length} kept · ${formatBytes(history.bytes)}`,
    );
    setShown(this.#live, paused);
    this.#showPause(paused);
  }

  #showPause(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    const label = isPaused ? "Resume" : "Pause";
    setAttributes(this.#pause, { "aria-label": label, title: `${label} (Space)` });
    this.#pause.replaceChildren(icon(isPaused ? "play" : "pause"));
  }

  #scrub(): void {
    const key = this.#keys[Number(this.#slider.value)];
    if (key !== undefined) this.#actions.seek(key);
  }
}

function valueText({ ids }: HistoryState, position: number): string {
  return `image ${ids[position]}, ${position + 1} of ${ids.length}`;
}

/** The image's id, and how far behind the newest it is. */
function historyText({ history, paused, image }: ViewerState, position: number): string {
  const id = history.ids[position] ?? image?.id;
  if (id === undefined) return "";
  const behind = history.ids.length - 1 - position;
  return paused && behind > 0 ? `${id}  −${behind}` : id;
}
