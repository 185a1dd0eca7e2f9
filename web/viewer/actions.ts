/** All that a person can do, once each: keys, buttons and gestures call the same. */
import type { Scale } from "../../src/index.ts";
import { shownThreshold } from "./controls/thresholdChoice.ts";
import { isGone } from "./engineCalls.ts";
import type { FaceState, Measured, Model, Tool } from "./model.ts";
import { NewestOnly } from "./newestOnly.ts";
import { copy } from "./saving.ts";
import { colourAt, toHex } from "./tone.ts";
import type { ViewerController } from "./viewerController.ts";
import type { ProjectionKind, View } from "./viewerState.ts";
import { clamp, limitView, type Point, panBy, toCanvas, toSource, zoomAt } from "./viewport.ts";

const SCALES: readonly Scale[] = ["linear", "sqrt", "log", "hdr"];
/** So far from the edge of the canvas, CSS pixels, a pinned pixel is kept in sight. */
const EDGE = 40;

/** What the actions need of the face that they act in. */
export interface FaceAccess {
  readonly controller: ViewerController;
  model(): Model;
  setFace(change: Partial<FaceState>): void;
  /** Something that was asked for did not work; said to the person. */
  fail(what: string, error: unknown): void;
  /** Something was done; said to the person. */
  say(text: string): void;
  /** The view was moved from here. */
  viewMoved(): void;
}

export class FaceActions {
  readonly #access: FaceAccess;
  /** A slider is drawn faster than images are decoded. */
  readonly #seeks = new NewestOnly(async (image: number | string) => {
    await this.controller.seek(image);
    return image;
  });
  /** Colour of masked pixels while they are not marked. */
  #maskedColour: string | null = null;

  constructor(access: FaceAccess) {
    this.#access = access;
  }

  get controller(): ViewerController {
    return this.#access.controller;
  }

  get #model(): Model {
    return this.#access.model();
  }

  /** What was asked of the shown image; undefined: image or worker have gone meanwhile, or why there is no answer was said. */
  async answer<T>(what: string, asked: Promise<T>): Promise<T | undefined> {
    try {
      return await asked;
    } catch (error) {
      if (!isGone(error)) this.#access.fail(what, error);
      return undefined;
    }
  }

  setView(view: Partial<View>): void {
    this.controller.setView(view);
    this.#access.viewMoved();
  }

  /** Around a place of the canvas; without one around the pointer's or the middle. */
  zoomBy(factor: number, place?: Point): void {
    const { viewport } = this.#model;
    if (viewport === null) return;
    this.setView(zoomAt(viewport, factor, place ?? [viewport.width / 2, viewport.height / 2]));
  }

  panBy(moved: Point): void {
    const { viewport } = this.#model;
    if (viewport !== null) this.setView(panBy(viewport, moved));
  }

  /** A source place comes to the middle. */
  centreOn([x, y]: Point): void {
    const { viewport } = this.#model;
    if (viewport !== null) this.setView(limitView({ x, y, zoom: viewport.zoom }, viewport, viewport));
  }

  fit(): void {
    this.setView({ fit: true });
  }

  /** One source pixel is one pixel of the screen. */
  oneToOne(): void {
    const { viewport } = this.#model;
    if (viewport === null) return;
    this.setView({ x: viewport.x, y: viewport.y, zoom: 1 / viewport.density, fit: false });
  }

  togglePause(): void {
    if (this.controller.state.paused) this.controller.resume();
    else this.controller.pause();
  }

  goLive(): void {
    this.controller.resume();
  }

  step(by: number): void {
    this.#try("Step", this.controller.step(by));
  }

  /** Of many at once only the newest is gone to; resolves when this one is over, however. */
  async seek(image: number | string): Promise<void> {
    try {
      await this.#seeks.request(image);
    } catch (error) {
      this.#access.fail("Seek", error);
    }
  }

  /** Levels by this image, which then stay. */
  autoOnce(of: "whole" | "visible" = "whole"): void {
    this.controller.setLook({ auto: null });
    this.#try("Auto levels", this.controller.autoLevels(of));
  }

  /** Levels that follow the image, or are locked. */
  setAuto(auto: "whole" | "visible" | null): void {
    this.controller.setLook({ auto });
    if (auto !== null) this.#try("Auto levels", this.controller.autoLevels(auto));
  }

  toggleLock(): void {
    this.setAuto(this.controller.state.look.auto === null ? "whole" : null);
  }

  /** Levels by hand. */
  setLevels(black: number, white: number): void {
    this.controller.setLook({ levels: [black, Math.max(white, black + 1)], auto: null });
  }

  cycleScale(): void {
    const at = SCALES.indexOf(this.controller.state.look.scale);
    this.controller.setLook({ scale: SCALES[(at + 1) % SCALES.length] ?? "linear" });
  }

  /** Dark on bright, or bright on dark. */
  invert(): void {
    const isInverted = this.controller.state.look.colours === "inverted-grey";
    this.controller.setLook({ colours: isInverted ? "grey" : "inverted-grey" });
  }

  /** Masked pixels in a colour of their own, or as if they had no counts. */
  toggleMask(): void {
    const { maskedColour, colours } = this.controller.state.look;
    const restored = this.#maskedColour;
    this.#maskedColour = restored === null ? maskedColour : null;
    this.controller.setLook({ maskedColour: restored ?? toHex(colourAt(0, colours)) });
  }

  /** The sum or the maximum of a run's images instead of the images; null: images. Resolves when it is over, however. */
  async setProjection(kind: ProjectionKind | null): Promise<void> {
    await this.answer("Projection", this.controller.setProjection(kind));
  }

  toggleRings(): void {
    this.controller.setRings({ visible: !this.controller.state.rings.visible });
  }

  toggleIce(): void {
    this.controller.setRings({ ice: !this.controller.state.rings.ice });
  }

  toggleLoupe(): void {
    this.#access.setFace({ loupe: !this.#model.face.loupe });
  }

  /** Where it is not known how many there are, there may be two. */
  nextThreshold(): void {
    const { state } = this.controller;
    const shown = shownThreshold(state);
    const next = (shown % Math.max(state.thresholds ?? 2, shown)) + 1;
    if (next !== shown) this.controller.setThreshold(next);
  }

  setTool(tool: Tool): void {
    this.#access.setFace({ tool });
  }

  measure(measured: Measured | null): void {
    this.#access.setFace({ measured });
  }

  setCursor(cursor: Point | null): void {
    this.#access.setFace({ cursor });
  }

  /** Pins the pixel under the pointer, else the one in the middle; a second time: lets it go. */
  togglePin(): void {
    const { face, viewport } = this.#model;
    if (face.pinned !== null) this.unpin();
    else if (viewport !== null)
      this.pin(face.cursor ?? toSource(viewport, [viewport.width / 2, viewport.height / 2]));
  }

  pin([x, y]: Point): void {
    const { viewport } = this.#model;
    if (viewport === null) return;
    const column = clamp(Math.floor(x), 0, viewport.columns - 1);
    const row = clamp(Math.floor(y), 0, viewport.rows - 1);
    this.#access.setFace({ pinned: [column, row] });
    this.#keepInSight([column + 0.5, row + 0.5]);
  }

  unpin(): void {
    this.#access.setFace({ pinned: null });
  }

  movePinned(right: number, down: number): void {
    const { pinned } = this.#model.face;
    if (pinned !== null) this.pin([pinned[0] + right, pinned[1] + down]);
  }

  async enableMonitor(token: string): Promise<void> {
    try {
      await this.controller.enableMonitor(token);
    } catch (error) {
      this.#access.fail("Enable monitor", error);
    }
  }

  async copy(text: string, done: string): Promise<void> {
    try {
      this.#access.say(await copy(text, done));
    } catch (error) {
      this.#access.fail("Copy", error);
    }
  }

  #keepInSight(place: Point): void {
    const { viewport } = this.#model;
    if (viewport === null) return;
    const [x, y] = toCanvas(viewport, place);
    const { width, height } = viewport;
    const isInside = x >= EDGE && y >= EDGE && x <= width - EDGE && y <= height - EDGE;
    if (!isInside && !viewport.fit) this.centreOn(place);
  }

  #try(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#access.fail(what, error));
  }
}
