import type { DetectorFrame } from "../../src/index.ts";
import type { ShownImage } from "../viewer/viewerState.ts";

/** An image whose pixels are in memory; it is closed when the last one that holds it lets go. */
export class OpenImage {
  readonly image: ShownImage;
  readonly frame: DetectorFrame;
  /** Resolves when it was drawn first, or is never going to be. */
  readonly pictured: Promise<void>;
  readonly #close: () => void;
  #holders = 1;
  #picture: () => void = () => undefined;
  /** Was it drawn? */
  drawn = false;

  constructor(options: {
    readonly image: ShownImage;
    readonly frame: DetectorFrame;
    readonly close: () => void;
  }) {
    this.image = options.image;
    this.frame = options.frame;
    this.#close = options.close;
    this.pictured = new Promise((resolve) => {
      this.#picture = resolve;
    });
  }

  /** Says that its picture is out, or not wanted. */
  settlePicture(): void {
    this.#picture();
  }

  hold(): this {
    this.#holders += 1;
    return this;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    this.settlePicture();
    this.#close();
  }
}
