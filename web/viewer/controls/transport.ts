import type { FaceActions } from "../actions.ts";
import { h, setAttribute, setAttributes, setShown, setText } from "../dom.ts";
import { formatBytes } from "../format.ts";
import { icon } from "../icons.ts";
import type { Model, Part } from "../model.ts";
import type { ViewerState } from "../viewerState.ts";
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
  /** What the slider was when it was taken hold of. */
  #ids: readonly string[] = [];
  #keys: readonly number[] = [];
  #isHeld = false;
  /** Images that were scrubbed to and are not there yet. */
  #seeks = 0;
  #isPaused: boolean | null = null;

  constructor(actions: FaceActions) {
    this.#actions = actions;
    this.#pause = iconButton({
      name: "pause",
      label: "Pause",
      key: "Space",
      press: () => actions.togglePause(),
    });
    this.#back = iconButton({ name: "back", label: "Back", key: "←", press: () => this.#step(-1) });
    this.#forward = iconButton({ name: "forward", label: "Forward", key: "→", press: () => this.#step(1) });
    this.#slider = h("input", {
      type: "range",
      class: "scrub",
      min: 0,
      step: 1,
      "aria-label": "Kept images",
      input: () => void this.#scrub(),
      change: () => this.#letGo(),
      pointerdown: () => this.#hold(),
      pointerup: () => this.#letGo(),
      pointercancel: () => this.#letGo(),
      blur: () => this.#letGo(),
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
      h("span", { class: "live-text" }, h("span", {}, "Back to "), "live"),
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
    this.#placeSlider();
    const last = Math.max(history.ids.length - 1, 0);
    const position = history.position < 0 ? last : history.position;
    const isEmpty = history.ids.length === 0;
    setEnded(this.#back, isEmpty || position <= 0);
    setEnded(this.#forward, isEmpty || history.position < 0 || position >= last);
    setText(this.#id, historyText(state, position));
    setText(
      this.#size,
      isEmpty ? "no images kept" : `${history.ids.length} kept · ${formatBytes(history.bytes)}`,
    );
    setShown(this.#live, paused);
    this.#showPause(paused);
  }

  #step(by: 1 | -1): void {
    const button = by < 0 ? this.#back : this.#forward;
    if (button.getAttribute("aria-disabled") !== "true") this.#actions.step(by);
  }

  #showPause(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    const label = isPaused ? "Resume" : "Pause";
    setAttributes(this.#pause, { "aria-label": label, title: `${label} (Space)` });
    this.#pause.replaceChildren(icon(isPaused ? "play" : "pause"));
  }

  /** Under a finger, and until the image is there that it went to, the slider is the finger's. */
  #placeSlider(): void {
    if (this.#isHeld || this.#seeks > 0) return;
    // As it is now, not as it was drawn last: keys come faster than frames of the screen.
    const { ids, keys, position: at } = this.#actions.controller.state.history;
    this.#ids = ids;
    this.#keys = keys;
    const last = Math.max(ids.length - 1, 0);
    const position = at < 0 ? last : at;
    setAttributes(this.#slider, { max: last, disabled: ids.length < 2 });
    if (this.#slider.value !== String(position)) this.#slider.value = String(position);
    this.#showPlace(position);
  }

  #showPlace(position: number): void {
    const last = this.#ids.length - 1;
    this.#slider.style.setProperty("--fill", `${last < 1 ? 0 : (100 * position) / last}%`);
    setAttribute(this.#slider, "aria-valuetext", last < 0 ? "none" : valueText(this.#ids, position));
  }

  async #scrub(): Promise<void> {
    const position = Number(this.#slider.value);
    const key = this.#keys[position];
    if (key === undefined) return;
    this.#showPlace(position);
    this.#seeks += 1;
    await this.#actions.seek(key);
    this.#seeks -= 1;
    this.#placeSlider();
  }

  #hold(): void {
    this.#isHeld = true;
  }

  #letGo(): void {
    this.#isHeld = false;
    this.#placeSlider();
  }
}

/** There is nothing farther that way. A button that were disabled then would lose the focus, and its keys. */
function setEnded(button: HTMLButtonElement, isEnded: boolean): void {
  setAttribute(button, "aria-disabled", isEnded ? "true" : undefined);
}

function valueText(ids: readonly string[], position: number): string {
  return `image ${ids[position]}, ${position + 1} of ${ids.length}`;
}

/** The image's id, and how far behind the newest it is. */
function historyText({ history, paused, image }: ViewerState, position: number): string {
  const id = history.ids[position] ?? image?.id;
  if (id === undefined) return "";
  const behind = history.ids.length - 1 - position;
  return paused && behind > 0 ? `${id}  −${behind}` : id;
}
