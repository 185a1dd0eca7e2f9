import type { FaceActions } from "../actions.ts";
import { h, setShown } from "../dom.ts";
import type { Model, Part } from "../model.ts";
import { brightness, colourOf } from "../tone.ts";
import type { PixelValues } from "../viewerController.ts";
import type { Look } from "../viewerState.ts";
import { toCanvas, toSource, type Viewport } from "../viewport.ts";

/** CSS pixels a source pixel from which on counts are printed. */
const PRINT_ZOOM = 28;
/** What the controller gives at once. */
const MOST_VALUES = 4096;
/** Of the height of a pixel. */
const LARGEST_PRINT = 0.4;
/** Width of a digit, of its height. */
const DIGIT_WIDTH = 0.62;

/** Counts printed in their pixels, while the picture stands still. */
export class PixelValuesOverlay implements Part {
  readonly element = h("canvas", { class: "pixel-values", "aria-hidden": "true", width: 1, height: 1 });
  readonly #actions: FaceActions;
  #pictured: number | null = null;
  /** Of which image the counts are. */
  #counted: number | null = null;
  #printed: readonly unknown[] = [];
  #asked = 0;

  constructor(actions: FaceActions) {
    this.#actions = actions;
  }

  /** The image, by its key, that is on the canvas from now on: counts of another one do not belong on it. */
  set pictured(imageKey: number) {
    this.#pictured = imageKey;
    if (imageKey !== this.#counted) setShown(this.element, false);
  }

  update({ state, face, viewport }: Model): void {
    const isShown =
      viewport !== null &&
      viewport.zoom >= PRINT_ZOOM &&
      !face.moving &&
      this.#pictured !== null &&
      state.image !== null;
    if (!isShown) {
      setShown(this.element, false);
      this.#printed = [];
      return;
    }
    const { x, y, zoom, width, height } = viewport;
    const depends = [this.#pictured, state.look, x, y, zoom, width, height];
    if (depends.every((value, index) => value === this.#printed[index])) return;
    this.#printed = depends;
    void this.#print(viewport, state.look);
  }

  async #print(viewport: Viewport, look: Look): Promise<void> {
    const asked = ++this.#asked;
    const region = printedRegion(viewport);
    if (region === null) return setShown(this.element, false);
    const { controller } = this.#actions;
    const values = await this.#actions.answer("Counts", controller.getPixels(region));
    if (values === undefined || asked !== this.#asked || this.#printed.length === 0) return;
    // The picture of a newer one is on its way, and its counts are asked for then.
    const isPictured = values.imageKey === this.#pictured;
    this.#counted = values.imageKey;
    if (isPictured) this.#draw(values, viewport, look);
    setShown(this.element, isPictured);
  }

  #draw(values: PixelValues, viewport: Viewport, look: Look): void {
    const { width, height, density, zoom } = viewport;
    this.element.width = Math.round(width * density);
    this.element.height = Math.round(height * density);
    const context = this.element.getContext("2d");
    if (context === null) return;
    context.scale(density, density);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (let row = 0; row < values.rows; row++) {
      for (let column = 0; column < values.columns; column++) {
        const value = values.values[row * values.columns + column] ?? Number.NaN;
        const place = toCanvas(viewport, [values.x + column + 0.5, values.y + row + 0.5]);
        if (!Number.isNaN(value)) printValue(context, value, { place, zoom, look });
      }
    }
  }
}

/** The pixels in sight; null when they are too many to print. */
function printedRegion(viewport: Viewport) {
  const [left, top] = toSource(viewport, [0, 0]).map(Math.floor) as [number, number];
  const [right, bottom] = toSource(viewport, [viewport.width, viewport.height]).map(Math.ceil) as [
    number,
    number,
  ];
  const x = Math.max(left, 0);
  const y = Math.max(top, 0);
  const columns = Math.min(right, viewport.columns) - x;
  const rows = Math.min(bottom, viewport.rows) - y;
  const isPossible = columns > 0 && rows > 0 && columns * rows <= MOST_VALUES;
  return isPossible ? { x, y, columns, rows } : null;
}

interface PrintContext {
  readonly place: readonly [x: number, y: number];
  readonly zoom: number;
  readonly look: Look;
}

/** Dark on bright colours and bright on dark ones, with a halo of the other. */
function printValue(
  context: CanvasRenderingContext2D,
  value: number,
  { place, zoom, look }: PrintContext,
): void {
  const isMasked = value < 0;
  const text = isMasked ? "M" : String(value);
  const size = Math.min(zoom * LARGEST_PRINT, 15, (zoom * 0.9) / (text.length * DIGIT_WIDTH));
  const isBright = isMasked || brightness(colourOf(value, look)) > 0.5;
  context.font = `500 ${size}px ui-sans-serif, system-ui, sans-serif`;
  context.lineWidth = size / 5;
  context.strokeStyle = isBright ? "rgba(255, 255, 255, 0.7)" : "rgba(0, 0, 0, 0.7)";
  context.fillStyle = isBright ? "#101418" : "#f6f8fa";
  context.strokeText(text, place[0], place[1]);
  context.fillText(text, place[0], place[1]);
}
