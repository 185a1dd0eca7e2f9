import { h, setShown } from "../dom.ts";
import type { Model, Part } from "../model.ts";
import { type Point, showsAll, toSource, type Viewport } from "../viewport.ts";

/** Longest side, CSS pixels. */
const SIDE = 148;

/** The whole frame in small, with what is in sight; a drag moves the view. */
export class Minimap implements Part {
  readonly element: HTMLElement;
  readonly #canvas = h("canvas", { width: 1, height: 1 });
  readonly #window = h("div", { class: "minimap-window" });
  readonly #centreOn: (place: Point) => void;
  #viewport: Viewport | null = null;
  #hasPicture = false;

  constructor(options: { readonly centreOn: (place: Point) => void }) {
    this.#centreOn = options.centreOn;
    this.element = h(
      "div",
      {
        class: "minimap",
        part: "minimap",
        role: "img",
        "aria-label": "Overview of the whole frame",
        hidden: true,
        pointerdown: (event: PointerEvent) => this.#grab(event),
        pointermove: (event: PointerEvent) => this.#drag(event),
        // On the picture it zooms.
        dblclick: (event: MouseEvent) => event.stopPropagation(),
      },
      this.#canvas,
      this.#window,
    );
  }

  /** Copies a picture of the whole frame. */
  take(bitmap: ImageBitmap): void {
    this.#canvas.width = bitmap.width;
    this.#canvas.height = bitmap.height;
    this.#canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    this.#hasPicture = true;
    if (this.#viewport !== null) this.#place(this.#viewport);
  }

  update({ viewport }: Model): void {
    this.#viewport = viewport;
    if (viewport === null) setShown(this.element, false);
    else this.#place(viewport);
  }

  #place(viewport: Viewport): void {
    setShown(this.element, this.#hasPicture && !showsAll(viewport) && viewport.width > 2.2 * SIDE);
    const scale = SIDE / Math.max(viewport.columns, viewport.rows);
    const [left, top] = toSource(viewport, [0, 0]);
    const { style } = this.element;
    style.width = `${viewport.columns * scale}px`;
    style.height = `${viewport.rows * scale}px`;
    // Never so small that it cannot be seen.
    const width = Math.max((viewport.width / viewport.zoom) * scale, 6);
    const height = Math.max((viewport.height / viewport.zoom) * scale, 6);
    this.#window.style.transform = `translate(${left * scale}px, ${top * scale}px)`;
    this.#window.style.width = `${width}px`;
    this.#window.style.height = `${height}px`;
  }

  #grab(event: PointerEvent): void {
    event.stopPropagation();
    this.element.setPointerCapture(event.pointerId);
    this.#move(event);
  }

  #drag(event: PointerEvent): void {
    event.stopPropagation();
    if (this.element.hasPointerCapture(event.pointerId)) this.#move(event);
  }

  #move(event: PointerEvent): void {
    if (this.#viewport === null) return;
    const { columns, rows } = this.#viewport;
    const { left, top, width, height } = this.element.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * columns;
    const y = ((event.clientY - top) / height) * rows;
    this.#centreOn([x, y]);
  }
}
