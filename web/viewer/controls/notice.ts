import { h, setAttribute, setShown, setText } from "../dom.ts";
import type { Model, Part } from "../model.ts";
import { iconButton } from "./fields.ts";

/** Milliseconds that a word of our own stays. */
const STAYS = 4000;

/** One line above the picture: an image that was not understood, or what became of an action. */
export class Notice implements Part {
  readonly element: HTMLElement;
  readonly #text = h("span", {});
  #timer: ReturnType<typeof setTimeout> | undefined;
  #problem: unknown = null;

  constructor() {
    const close = iconButton({ name: "close", label: "Dismiss", press: () => this.#hide() });
    this.element = h(
      "div",
      { class: "notice", part: "notice", role: "status", hidden: true },
      this.#text,
      close,
    );
  }

  update({ state: { problem } }: Model): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    if (problem?.kind !== "decode") return;
    const { imageId, message } = problem;
    const isNamed = imageId === undefined || message.includes(imageId);
    this.#show(`${isNamed ? message : `image ${imageId}: ${message}`}. The next one is awaited.`, "bad");
  }

  /** Says something for some seconds. */
  say(text: string, tone: "good" | "bad" = "good"): void {
    this.#show(text, tone);
    this.#timer = setTimeout(() => this.#hide(), STAYS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #show(text: string, tone: "good" | "bad"): void {
    clearTimeout(this.#timer);
    setText(this.#text, text);
    setAttribute(this.element, "data-tone", tone);
    setShown(this.element, true);
  }

  #hide(): void {
    clearTimeout(this.#timer);
    setShown(this.element, false);
  }
}
