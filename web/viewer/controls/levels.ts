import { COLOUR_TABLE_NAMES, type ColourTableName, type Scale } from "../../../src/index.ts";
import type { FaceActions } from "../actions.ts";
import { h, setText } from "../dom.ts";
import { formatCount } from "../format.ts";
import type { Model, Part } from "../model.ts";
import { colourAt } from "../tone.ts";
import { type Choice, choice, numberField } from "./fields.ts";
import { Histogram } from "./histogram.ts";

const COLOUR_LABELS: Readonly<Record<ColourTableName, string>> = {
  "inverted-grey": "Inverted grey",
  grey: "Grey",
  viridis: "Viridis",
  cividis: "Cividis",
  hdr: "ALBULA HDR",
};
/** The order of the swatches: what is used most first. */
const COLOUR_ORDER = [...COLOUR_TABLE_NAMES].sort(
  (one, other) => Number(other === "inverted-grey") - Number(one === "inverted-grey"),
);
const SCALE_LABELS: readonly { readonly value: Scale; readonly label: string; readonly title?: string }[] = [
  { value: "linear", label: "Linear" },
  { value: "sqrt", label: "Sqrt" },
  { value: "log", label: "Log" },
  { value: "hdr", label: "HDR", title: "Linear to the white level, then logarithmic to 10⁴ times it" },
];
/** Of 32 bits. */
const COUNTS = [0, 2 ** 32 - 1] as const;
type AutoChoice = "whole" | "visible" | "lock";
const AUTO_LABELS: readonly { readonly value: AutoChoice; readonly label: string; readonly title: string }[] =
  [
    { value: "whole", label: "Auto", title: "Levels follow the whole image" },
    { value: "visible", label: "Visible", title: "Levels follow the part in sight" },
    { value: "lock", label: "Lock", title: "Levels stay as they are" },
  ];

/** Which counts become which colours. */
export class LevelsPanel implements Part {
  readonly element: HTMLElement;
  readonly #actions: FaceActions;
  readonly #histogram: Histogram;
  readonly #black = numberField({ label: "Black", bounds: COUNTS, enter: (value) => this.#enter(value, 0) });
  readonly #white = numberField({ label: "White", bounds: COUNTS, enter: (value) => this.#enter(value, 1) });
  readonly #auto: Choice<AutoChoice>;
  readonly #scale: Choice<Scale>;
  readonly #colours: Choice<ColourTableName>;
  readonly #binning: Choice<"maximum" | "mean">;
  readonly #masked: ReturnType<typeof colourField>;
  readonly #saturated: ReturnType<typeof colourField>;

  constructor(actions: FaceActions) {
    this.#actions = actions;
    const { controller } = actions;
    this.#histogram = new Histogram(actions);
    this.#auto = choice({
      legend: "Levels follow",
      values: AUTO_LABELS,
      choose: (value) => actions.setAuto(value === "lock" ? null : value),
    });
    this.#scale = choice({
      legend: "Scale",
      values: SCALE_LABELS,
      choose: (scale) => controller.setLook({ scale }),
    });
    this.#colours = choice({
      legend: "Colours",
      className: "swatches",
      values: COLOUR_ORDER.map((value) => ({
        value,
        label: COLOUR_LABELS[value],
        title: COLOUR_LABELS[value],
      })),
      choose: (colours) => controller.setLook({ colours }),
      face: swatch,
    });
    this.#binning = choice({
      legend: "Pixels that share a pixel of the screen",
      values: [
        { value: "maximum", label: "Maximum", title: "The highest count is shown: no peak vanishes" },
        { value: "mean", label: "Mean", title: "Their mean is shown" },
      ],
      choose: (binning) => controller.setLook({ binning }),
    });
    this.#masked = colourField("Masked", (maskedColour) => controller.setLook({ maskedColour }));
    this.#saturated = colourField("Saturated", (saturatedColour) => controller.setLook({ saturatedColour }));
    this.element = this.#layOut();
  }

  update(model: Model): void {
    this.#histogram.update(model);
    const { look, image } = model.state;
    const { levels, auto } = look;
    this.#black.show(formatCount(levels[0]));
    this.#white.show(formatCount(levels[1]));
    this.#auto.select(auto ?? "lock");
    this.#scale.select(look.scale);
    this.#colours.select(look.colours);
    this.#binning.select(look.binning);
    this.#masked.show(look.maskedColour, image?.statistics.masked);
    this.#saturated.show(look.saturatedColour, image?.statistics.saturated);
  }

  #layOut(): HTMLElement {
    const row = (...fields: readonly { readonly element: HTMLElement }[]) =>
      h("div", { class: "row" }, ...fields.map(({ element }) => element));
    return h(
      "div",
      { class: "levels" },
      this.#histogram.element,
      row(this.#black, this.#white, this.#auto),
      row(this.#scale),
      row(this.#colours),
      row(this.#masked, this.#saturated),
      h(
        "div",
        { class: "row labelled" },
        h("span", { class: "field-label" }, "Binning"),
        this.#binning.element,
      ),
    );
  }

  #enter(value: number | null, end: 0 | 1): void {
    const [black, white] = this.#actions.controller.state.look.levels;
    if (value === null) return;
    if (end === 0) this.#actions.setLevels(Math.max(value, 0), Math.max(white, value + 1));
    else this.#actions.setLevels(Math.min(black, Math.max(value - 1, 0)), value);
  }
}

/** The colours of a table from left to right. */
function swatch(name: ColourTableName): HTMLCanvasElement {
  const canvas = h("canvas", { class: "swatch", width: 48, height: 1 });
  const strip = new ImageData(48, 1);
  for (let at = 0; at < 48; at++) strip.data.set([...colourAt(at / 47, name), 255], 4 * at);
  canvas.getContext("2d")?.putImageData(strip, 0, 0);
  return canvas;
}

/** A colour to choose, with how many pixels have it. */
function colourField(label: string, choose: (colour: string) => void) {
  const count = h("span", { class: "note" });
  const input = h("input", {
    type: "color",
    "aria-label": `${label} pixels: colour`,
    input: () => choose(input.value),
  });
  const element = h(
    "label",
    { class: "colour-field" },
    input,
    h("span", { class: "colour-name" }, label, count),
  );
  const show = (colour: string, pixels: number | undefined) => {
    if (/^#[0-9a-f]{6}$/i.test(colour) && input.value !== colour) input.value = colour;
    setText(count, pixels === undefined ? "" : `${formatCount(pixels)} px`);
  };
  return { element, show };
}
