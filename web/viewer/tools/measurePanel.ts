import type { FaceActions } from "../actions.ts";
import { numberField } from "../controls/fields.ts";
import { h, setShown, setText } from "../dom.ts";
import { formatCount, formatDigits } from "../format.ts";
import type { FaceState, Measured, Model, Part } from "../model.ts";
import type { RegionStatistics } from "../viewerController.ts";
import { ProfilePlot } from "./profilePlot.ts";

type Place = readonly [name: string, read: number, write: (value: number) => Measured];

const STATISTICS: readonly (readonly [caption: string, read: (statistics: RegionStatistics) => string])[] = [
  ["Pixels", ({ pixels }) => formatCount(pixels)],
  ["Sum", ({ sum }) => formatCount(sum)],
  ["Mean", ({ mean }) => formatDigits(mean)],
  ["σ", ({ standardDeviation }) => formatDigits(standardDeviation)],
  ["Min", ({ min }) => formatCount(min)],
  ["Max", ({ max }) => formatCount(max)],
  ["Masked", ({ masked }) => `${formatCount(masked)} px`],
  ["Saturated", ({ saturated }) => `${formatCount(saturated)} px`],
];

/** Pixels; no detector has as many. */
const PLACES = [0, 100_000] as const;

/** What a line, box or circle on the picture holds; it follows the images. Its place can be typed. */
export class MeasurePanel implements Part {
  readonly element: HTMLElement;
  readonly #actions: FaceActions;
  readonly #hint = h("p", { class: "hint" });
  readonly #places = h("div", { class: "places" });
  readonly #values = STATISTICS.map(() => h("dd", {}));
  readonly #statistics: HTMLElement;
  readonly #plot: ProfilePlot;
  readonly #remove: HTMLButtonElement;
  #followed: readonly unknown[] = [];
  #kind: string | null = null;
  #asking = false;
  #next: Measured | null = null;
  #fields: readonly ReturnType<typeof numberField>[] = [];

  constructor(actions: FaceActions) {
    this.#actions = actions;
    this.#plot = new ProfilePlot((text) => void actions.copy(text, "Values copied"));
    this.#statistics = h(
      "dl",
      { class: "facts" },
      ...STATISTICS.map(([caption], index) => h("div", {}, h("dt", {}, caption), this.#values[index])),
    );
    this.#remove = h(
      "button",
      { type: "button", class: "button small", click: () => actions.measure(null) },
      "Remove",
    );
    this.element = h(
      "div",
      { class: "measure" },
      this.#hint,
      this.#places,
      this.#plot.element,
      this.#statistics,
      this.#remove,
    );
  }

  update({ state, face }: Model): void {
    const { measured } = face;
    setText(this.#hint, hintFor(face.tool, measured));
    setShown(this.#hint, measured === null);
    setShown(this.#plot.element, measured?.kind === "line");
    setShown(this.#statistics, measured !== null && measured.kind !== "line");
    setShown(this.#remove, measured !== null);
    this.#showPlaces(measured);
    const depends = [state.image?.key, measured];
    if (depends.every((value, index) => value === this.#followed[index])) return;
    this.#followed = depends;
    if (measured !== null && state.image !== null) this.#ask(measured);
  }

  /** Fields are made once for a kind of shape, so that typing is not interrupted. */
  #showPlaces(measured: Measured | null): void {
    const places = measured === null ? [] : placesOf(measured);
    if (measured?.kind !== this.#kind) {
      this.#kind = measured?.kind ?? null;
      this.#fields = places.map(([name], index) =>
        numberField({ label: name, bounds: PLACES, enter: (value) => this.#enter(index, value) }),
      );
      this.#places.replaceChildren(...this.#fields.map(({ element }) => element));
    }
    places.forEach(([, value], index) => {
      this.#fields[index]?.show(formatDigits(value, 6));
    });
  }

  #enter(index: number, value: number | null): void {
    const measured = this.#followed[1] as Measured | null;
    const place = measured === null ? undefined : placesOf(measured)[index];
    if (place !== undefined && value !== null) this.#actions.measure(place[2](value));
  }

  /** One question at a time; the newest shape is asked about next. */
  #ask(measured: Measured): void {
    this.#next = measured;
    if (!this.#asking) void this.#askAll();
  }

  async #askAll(): Promise<void> {
    this.#asking = true;
    while (this.#next !== null) {
      const measured = this.#next;
      this.#next = null;
      await this.#actions.answer("Measure", this.#askOne(measured));
    }
    this.#asking = false;
  }

  async #askOne(measured: Measured): Promise<void> {
    const { controller } = this.#actions;
    if (measured.kind === "line")
      return this.#plot.show(await controller.profile(measured.from, measured.to));
    const statistics = await controller.statisticsOf(measured);
    STATISTICS.forEach(([, read], index) => {
      const cell = this.#values[index];
      if (cell !== undefined) setText(cell, read(statistics));
    });
  }
}

/**
 * What the panel is opened for, each once: a tool that is taken; where the panel takes room from the picture, what was drawn,
 * when the finger is up. undefined: as before.
 */
export function opensFor({ layout, tool, measured, moving }: FaceState): unknown {
  if (layout === "wide") return tool === "pan" ? null : tool;
  return moving ? undefined : measured;
}

function hintFor(tool: Model["face"]["tool"], measured: Measured | null): string {
  if (measured !== null) return "";
  const what = {
    pan: "Choose line, box or circle in the tools,",
    line: "Draw a line",
    box: "Draw a box",
    circle: "Draw a circle",
  };
  return tool === "pan" ? `${what.pan} then draw on the picture.` : `${what[tool]} on the picture.`;
}

function placesOf(measured: Measured): readonly Place[] {
  if (measured.kind === "line") {
    const { from, to } = measured;
    return [
      ["x₁", from[0], (value) => ({ ...measured, from: [value, from[1]] })],
      ["y₁", from[1], (value) => ({ ...measured, from: [from[0], value] })],
      ["x₂", to[0], (value) => ({ ...measured, to: [value, to[1]] })],
      ["y₂", to[1], (value) => ({ ...measured, to: [to[0], value] })],
    ];
  }
  const corner: readonly Place[] = [
    ["x", measured.x, (x) => ({ ...measured, x })],
    ["y", measured.y, (y) => ({ ...measured, y })],
  ];
  if (measured.kind === "circle")
    return [
      ...corner,
      ["radius", measured.radius, (radius) => ({ ...measured, radius: Math.max(radius, 0.5) })],
    ];
  return [
    ...corner,
    ["width", measured.width, (width) => ({ ...measured, width: Math.max(width, 1) })],
    ["height", measured.height, (height) => ({ ...measured, height: Math.max(height, 1) })],
  ];
}
