/** Milliseconds that what nobody waits for may be late. */
const LATER = 200;

/** When a face is drawn: once in a frame of the screen, whatever happened before it. */
export class DrawPace {
  readonly #draw: () => void;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** In the next frame. */
  soon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#endTimer();
      this.#draw();
    });
  }

  /** With whatever is drawn next, or a moment later. */
  later(): void {
    if (this.#frame !== 0 || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.soon();
    }, LATER);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#endTimer();
  }

  #endTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
