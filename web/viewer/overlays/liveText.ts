import type { PixelReading } from "../controls/readout.ts";
import { h, setText } from "../dom.ts";
import { formatCount, formatFixed, formatResolution } from "../format.ts";
import type { Model, Part } from "../model.ts";
import { stateWord } from "../stateWord.ts";

/** Milliseconds between two announcements at least. */
const INTERVAL = 1000;

/** The picture in words, politely, at most once a second: for those who do not see it. */
export class LiveText implements Part {
  readonly element = h("p", { class: "visually-hidden", role: "status", id: "picture-text" });
  readonly #reading: () => PixelReading | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #spokenAt = Number.NEGATIVE_INFINITY;
  #text = "";

  constructor(options: { readonly reading: () => PixelReading | null }) {
    this.#reading = options.reading;
  }

  update({ state }: Model): void {
    this.#text = textOf(state, this.#reading());
    if (this.#timer !== undefined || this.#text === this.element.textContent) return;
    const wait = Math.max(this.#spokenAt + INTERVAL - performance.now(), 0);
    this.#timer = setTimeout(() => this.#speak(), wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #speak(): void {
    this.#timer = undefined;
    this.#spokenAt = performance.now();
    setText(this.element, this.#text);
  }
}

/** While live, images that come are not told one by one: the state and the reading are. */
function textOf(state: Model["state"], reading: PixelReading | null): string {
  const { image, paused } = state;
  const identity = paused && image !== null ? `, image ${image.id}` : "";
  const word = `${stateWord(state).word}${identity}.`;
  if (reading === null) return word;
  const { x, y, value, resolution, twoTheta, q } = reading;
  const counts = value === null ? "masked" : `${formatCount(value)} counts`;
  if (resolution === null) return `${word} Column ${x}, row ${y}: ${counts}.`;
  const figures = `d ${formatResolution(resolution)} Å, 2θ ${formatFixed(twoTheta, 2)}°, q ${formatFixed(q, 3)} Å⁻¹`;
  return `${word} Column ${x}, row ${y}: ${counts}, ${figures}.`;
}
