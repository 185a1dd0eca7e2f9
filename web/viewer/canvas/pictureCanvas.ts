import { h } from "../dom.ts";
import type { Model, Part } from "../model.ts";
import type { Drawing, ViewerController } from "../viewerController.ts";
import { showsAll, visibleRegion } from "../viewport.ts";
import { PlacedCanvas } from "./placedCanvas.ts";

/** Longest side of the picture of the whole frame, device pixels. */
const OVERVIEW_SIDE = 480;
/** Milliseconds between two of them. */
const OVERVIEW_INTERVAL = 600;

/** What the picture asks of its surroundings. */
export interface PictureAccess {
  readonly controller: ViewerController;
  model(): Model;
  /** A sharp picture is on the canvas. */
  shown(imageKey: number): void;
  /** A small picture of the whole frame, to be copied at once. */
  overview(bitmap: ImageBitmap): void;
  fail(what: string, error: unknown): void;
}

/**
 * The picture: the last sharp drawing, moved by the view at once, over a coarse one of the whole frame. One drawing is
 * asked for at a time; what changes meanwhile asks for the next.
 */
export class PictureCanvas implements Part {
  readonly element: HTMLElement;
  readonly #access: PictureAccess;
  readonly #sharp = new PlacedCanvas({ class: "sharp", part: "canvas" });
  readonly #coarse = new PlacedCanvas({ class: "coarse" });
  #wantsSharp = false;
  #wantsOverview = false;
  #overviewAt = Number.NEGATIVE_INFINITY;
  #overviewTimer: ReturnType<typeof setTimeout> | undefined;
  /** What the coarse picture shows: an image with a look. */
  #overviewOf: readonly unknown[] = [];
  #drawing = false;
  #disposed = false;
  #drawn: readonly unknown[] = [];

  constructor(access: PictureAccess) {
    this.#access = access;
    this.element = h("div", { class: "picture" }, this.#coarse.element, this.#sharp.element);
  }

  update({ viewport, state }: Model): void {
    if (viewport === null) return;
    this.#sharp.place(viewport);
    this.#coarse.place(viewport);
    const { x, y, zoom, width, height, density, columns, rows } = viewport;
    const depends = [state.image?.key, state.look, x, y, zoom, width, height, density, columns, rows];
    if (depends.every((value, index) => Object.is(value, this.#drawn[index]))) return;
    this.#drawn = depends;
    this.#wantsSharp = state.image !== null;
    if (!showsAll(viewport)) this.#wantOverview([state.image?.key, state.look]);
    void this.#pump();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#overviewTimer);
    this.#sharp.clear();
    this.#coarse.clear();
  }

  /** The coarse picture may be a little old; it costs as much as the sharp one. */
  #wantOverview(of: readonly unknown[]): void {
    if (of.every((value, index) => value === this.#overviewOf[index])) return;
    this.#overviewOf = of;
    clearTimeout(this.#overviewTimer);
    const wait = this.#overviewAt + OVERVIEW_INTERVAL - performance.now();
    this.#overviewTimer = setTimeout(() => this.#askForOverview(), Math.max(wait, 0));
  }

  #askForOverview(): void {
    this.#wantsOverview = true;
    this.#overviewAt = performance.now();
    void this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#drawing) return;
    this.#drawing = true;
    try {
      while (!this.#disposed && (this.#wantsSharp || this.#wantsOverview)) await this.#drawNext();
    } catch (error) {
      this.#access.fail("Picture", error);
    } finally {
      this.#drawing = false;
    }
  }

  async #drawNext(): Promise<void> {
    if (this.#wantsSharp) {
      this.#wantsSharp = false;
      await this.#drawSharp();
      return;
    }
    this.#wantsOverview = false;
    await this.#drawOverview();
  }

  async #drawSharp(): Promise<void> {
    const { viewport } = this.#access.model();
    const request = viewport && visibleRegion(viewport);
    if (!request) return;
    const drawing = await this.#access.controller.draw(request);
    if (drawing === null) return;
    if (this.#disposed) return drawing.bitmap.close();
    this.#show(this.#sharp, drawing);
    this.#access.shown(drawing.imageKey);
  }

  /** Only for a view that does not show the whole frame: else the sharp picture is enough. */
  async #drawOverview(): Promise<void> {
    const { viewport } = this.#access.model();
    if (viewport === null || showsAll(viewport)) return;
    const { columns, rows } = viewport;
    const scale = Math.min(OVERVIEW_SIDE / Math.max(columns, rows), 1);
    const drawing = await this.#access.controller.draw({
      region: { x: 0, y: 0, width: columns, height: rows },
      columns: Math.max(Math.round(columns * scale), 1),
      rows: Math.max(Math.round(rows * scale), 1),
      isAside: true,
    });
    if (drawing === null) return;
    if (this.#disposed) return drawing.bitmap.close();
    this.#access.overview(drawing.bitmap);
    this.#show(this.#coarse, drawing);
  }

  /** Picture and place change in one step, by the view of this moment. */
  #show(canvas: PlacedCanvas, drawing: Drawing): void {
    canvas.take(drawing);
    const { viewport } = this.#access.model();
    if (viewport !== null) canvas.place(viewport);
  }
}
