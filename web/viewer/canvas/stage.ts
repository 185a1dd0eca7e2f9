import type { FaceActions } from "../actions.ts";
import { h, setAttribute } from "../dom.ts";
import type { Model, Part } from "../model.ts";
import { Loupe } from "../overlays/loupe.ts";
import { MarksOverlay } from "../overlays/marks.ts";
import { Minimap } from "../overlays/minimap.ts";
import { PixelValuesOverlay } from "../overlays/pixelValues.ts";
import { RingsOverlay } from "../overlays/rings.ts";
import { measuredBy } from "../tools/strokes.ts";
import type { ViewerController } from "../viewerController.ts";
import { type Point, toSource } from "../viewport.ts";
import { Gestures, type WheelMode } from "./gestures.ts";
import { PictureCanvas } from "./pictureCanvas.ts";

export interface StageAccess {
  readonly controller: ViewerController;
  readonly actions: FaceActions;
  model(): Model;
  setMoving(moving: boolean): void;
  /** A sharp picture of an image is on the canvas. */
  shown(imageKey: number): void;
  fail(what: string, error: unknown): void;
}

/** The picture with all that lies on it, and the gestures that move it. */
export class Stage implements Part {
  readonly element: HTMLElement;
  readonly #access: StageAccess;
  readonly #picture: PictureCanvas;
  readonly #minimap: Minimap;
  readonly #values: PixelValuesOverlay;
  readonly #parts: readonly Part[];
  readonly #gestures: Gestures;
  readonly #wheelHint = h("p", { class: "wheel-hint", "aria-hidden": "true" }, "Ctrl + wheel zooms");
  #wheelTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(access: StageAccess) {
    this.#access = access;
    const { controller, actions } = access;
    this.#minimap = new Minimap({ centreOn: (place) => actions.centreOn(place) });
    this.#picture = new PictureCanvas({
      controller,
      model: () => access.model(),
      shown: (imageKey) => this.#shown(imageKey),
      overview: (bitmap) => this.#minimap.take(bitmap),
      fail: (what, error) => access.fail(what, error),
    });
    this.#values = new PixelValuesOverlay(actions);
    const layers = [
      this.#picture,
      this.#values,
      new RingsOverlay(),
      new MarksOverlay(),
      new Loupe(actions),
      this.#minimap,
    ];
    this.#parts = layers;
    this.element = h(
      "div",
      {
        class: "stage",
        part: "stage",
        tabindex: 0,
        role: "group",
        "aria-label": "Detector image",
        "aria-describedby": "picture-text",
      },
      ...layers.map(({ element }) => element),
      h("slot", { name: "overlay" }),
      this.#wheelHint,
    );
    this.#gestures = new Gestures(this.element, this.#gestureTarget(actions));
  }

  set wheelMode(mode: WheelMode) {
    this.#gestures.wheelMode = mode;
    setAttribute(this.element, "data-wheel", mode);
  }

  /** Of the next image, before all else is drawn for it. */
  askForPicture(model: Model): void {
    this.#picture.update(model);
  }

  update(model: Model): void {
    setAttribute(this.element, "data-tool", model.face.tool);
    setAttribute(this.element, "data-moving", model.face.moving);
    for (const part of this.#parts) part.update(model);
  }

  dispose(): void {
    clearTimeout(this.#wheelTimer);
    this.#gestures.dispose();
    for (const part of this.#parts) part.dispose?.();
  }

  #gestureTarget(actions: FaceActions) {
    return {
      zoomBy: (factor: number, place: Point) => actions.zoomBy(factor, place),
      panBy: (moved: Point) => actions.panBy(moved),
      hover: (place: Point | null) => this.#hover(place),
      tap: (place: Point, pointerType: string) => this.#tap(place, pointerType),
      usesTool: () => this.#access.model().face.tool !== "pan",
      stroke: (from: Point, to: Point) => this.#stroke(from, to),
      setMoving: (moving: boolean) => this.#access.setMoving(moving),
      refusedWheel: () => this.#showWheelHint(),
    };
  }

  #shown(imageKey: number): void {
    this.#values.pictured = imageKey;
    this.#access.shown(imageKey);
  }

  #source(place: Point): Point | null {
    const { viewport } = this.#access.model();
    return viewport === null ? null : toSource(viewport, place);
  }

  #hover(place: Point | null): void {
    this.#access.actions.setCursor(place === null ? null : this.#source(place));
  }

  /** A finger cannot hover: its tap pins. */
  #tap(place: Point, pointerType: string): void {
    const source = this.#source(place);
    if (pointerType !== "touch" || source === null) return;
    this.#access.actions.setCursor(null);
    this.#access.actions.pin(source);
  }

  #stroke(from: Point, to: Point): void {
    const { viewport, face } = this.#access.model();
    if (viewport === null) return;
    const [start, end] = [toSource(viewport, from), toSource(viewport, to)];
    this.#access.actions.measure(measuredBy(face.tool, start, end, viewport));
  }

  #showWheelHint(): void {
    setAttribute(this.#wheelHint, "data-shown", true);
    clearTimeout(this.#wheelTimer);
    this.#wheelTimer = setTimeout(() => setAttribute(this.#wheelHint, "data-shown", false), 1200);
  }
}
