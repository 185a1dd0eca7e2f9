import type { AccumulationPart } from "../decoder/index.ts";
import type { ImageWindow } from "./imageWindow.ts";
import { type ProjectionStrip, stripBytes, strips } from "./projectionStrip.ts";

/** A window may begin and end with one image, so that two parts leave at once. */
const MOST_PARTS = 2;

/** Parts of projections on their way to the collecting node, a few bytes with each event. */
export class LeavingParts {
  readonly #maxBytes: number;
  readonly #parts: { readonly images: number; readonly strips: Iterator<ProjectionStrip, void> }[] = [];
  #next: ProjectionStrip | undefined;

  /** @param maxBytes that go with one event at most; a row at least goes */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** False when too many wait already. */
  add(part: AccumulationPart, window: ImageWindow): boolean {
    if (this.#parts.length >= MOST_PARTS) return false;
    this.#parts.push({ images: part.frames, strips: strips(part, { window, maxBytes: this.#maxBytes }) });
    if (this.#next === undefined) this.#advance();
    return true;
  }

  /** Those that go with an event; they are not kept here any more. */
  take(): readonly ProjectionStrip[] {
    const taken: ProjectionStrip[] = [];
    let bytes = 0;
    for (let strip = this.#next; strip !== undefined; strip = this.#next) {
      bytes += stripBytes(strip);
      if (taken.length > 0 && bytes > this.#maxBytes) break;
      taken.push(strip);
      this.#advance();
    }
    return taken;
  }

  /** Images of the parts that have not left whole. */
  get images(): number {
    return this.#parts.reduce((sum, { images }) => sum + images, 0);
  }

  #advance(): void {
    const step = this.#parts[0]?.strips.next();
    this.#next = step?.done === false ? step.value : undefined;
    if (step?.done !== true) return;
    this.#parts.shift();
    this.#advance();
  }
}
