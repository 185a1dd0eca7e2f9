import { h } from "../dom.ts";
import type { Drawing } from "../viewerController.ts";
import type { Viewport } from "../viewport.ts";

/** A canvas that shows one drawing, laid where the view has the region of it. */
export class PlacedCanvas {
  readonly element: HTMLCanvasElement;
  readonly #context: ImageBitmapRenderingContext | null;
  #shown: Omit<Drawing, "bitmap"> | null = null;

  constructor(attributes: Readonly<Record<string, string>>) {
    this.element = h("canvas", { ...attributes, width: 1, height: 1 });
    this.#context = this.element.getContext("bitmaprenderer");
  }

  get region(): Drawing["region"] | null {
    return this.#shown?.region ?? null;
  }

  /** Takes the bitmap, without copying it; `place` is to follow in the same task. */
  take({ bitmap, ...shown }: Drawing): void {
    this.element.width = bitmap.width;
    this.element.height = bitmap.height;
    this.#context?.transferFromImageBitmap(bitmap);
    this.#shown = shown;
  }

  /** Moves and scales the last drawing to where the view has it now. */
  place(viewport: Viewport): void {
    const { style, width, height } = this.element;
    if (this.#shown === null) return;
    const { region } = this.#shown;
    const { density, zoom } = viewport;
    style.width = `${width / density}px`;
    style.height = `${height / density}px`;
    const across = (region.width * zoom * density) / width;
    const down = (region.height * zoom * density) / height;
    const isSharp = Math.abs(across - 1) < 1e-6 && Math.abs(down - 1) < 1e-6;
    const left = (region.x - viewport.x) * zoom + viewport.width / 2;
    const top = (region.y - viewport.y) * zoom + viewport.height / 2;
    const snap = (value: number) => (isSharp ? Math.round(value * density) / density : value);
    const scale = isSharp ? "" : ` scale(${across}, ${down})`;
    style.transform = `translate(${snap(left)}px, ${snap(top)}px)${scale}`;
    style.imageRendering = across > 1.001 ? "pixelated" : "auto";
  }

  /** Gives the pixels' memory back. */
  clear(): void {
    this.#shown = null;
    this.element.width = 1;
    this.element.height = 1;
    this.#context?.transferFromImageBitmap(null);
  }
}
