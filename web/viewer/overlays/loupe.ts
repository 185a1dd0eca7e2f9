import type { FaceActions } from "../actions.ts";
import { h, setAttribute, setShown, setText } from "../dom.ts";
import { formatCount } from "../format.ts";
import type { Model, Part } from "../model.ts";
import { colourOf } from "../tone.ts";
import type { PixelValues } from "../viewerController.ts";
import type { Look } from "../viewerState.ts";
import type { Point } from "../viewport.ts";

/** Source pixels each way; odd, so that one is in the middle. */
const COLUMNS = 19;
const ROWS = 15;
/** CSS pixels of each. */
const PIXEL = 10;

/** A few pixels around the cursor, large, without losing the view. */
export class Loupe implements Part {
  readonly element: HTMLElement;
  readonly #actions: FaceActions;
  readonly #canvas = h("canvas", { width: COLUMNS, height: ROWS });
  readonly #caption = h("span", { class: "loupe-caption" });
  #shown: readonly unknown[] = [];
  #asked = 0;

  constructor(actions: FaceActions) {
    this.#actions = actions;
    const mark = h("div", { class: "loupe-mark" });
    this.element = h(
      "div",
      { class: "loupe", part: "loupe", "aria-hidden": "true", hidden: true },
      h("div", { class: "loupe-picture" }, this.#canvas, mark),
      this.#caption,
    );
  }

  update({ state, face, viewport }: Model): void {
    const at = face.cursor ?? face.pinned;
    const isShown = face.loupe && at !== null && state.image !== null && viewport !== null;
    setShown(this.element, isShown);
    if (!isShown) return;
    const isLeft = viewport.zoom * (at[0] - viewport.x) > 0 && at[1] < viewport.y;
    setAttribute(this.element, "data-side", isLeft ? "left" : "right");
    const depends = [state.image?.key, state.look, at[0], at[1]];
    if (depends.every((value, index) => value === this.#shown[index])) return;
    this.#shown = depends;
    void this.#draw(at, state.look);
  }

  async #draw(at: Point, look: Look): Promise<void> {
    const asked = ++this.#asked;
    const x = Math.floor(at[0]) - (COLUMNS - 1) / 2;
    const y = Math.floor(at[1]) - (ROWS - 1) / 2;
    const region = { x, y, columns: COLUMNS, rows: ROWS };
    const { controller } = this.#actions;
    const values = await this.#actions.answer("Loupe", controller.getPixels(region));
    if (values === undefined || asked !== this.#asked) return;
    this.#paint(values, look);
    const middle = values.values[(values.values.length - 1) / 2] ?? Number.NaN;
    setText(this.#caption, middle < 0 ? "masked" : formatCount(middle));
  }

  #paint({ columns, rows, values }: PixelValues, look: Look): void {
    const image = new ImageData(columns, rows);
    values.forEach((value, index) => {
      if (Number.isNaN(value)) return;
      const colour = value < 0 ? channelsOf(look.maskedColour) : colourOf(value, look);
      image.data.set([...colour, 255], 4 * index);
    });
    this.#canvas.width = columns;
    this.#canvas.height = rows;
    this.#canvas.style.width = `${COLUMNS * PIXEL}px`;
    this.#canvas.style.height = `${ROWS * PIXEL}px`;
    this.#canvas.getContext("2d")?.putImageData(image, 0, 0);
  }
}

/** Of `#rrggbb`; another CSS colour is grey here. */
function channelsOf(colour: string): [number, number, number] {
  const digits = /^#([0-9a-f]{6})/i.exec(colour)?.[1] ?? "888888";
  const number = Number.parseInt(digits, 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
