import { h, setAttribute, setText, svg } from "../dom.ts";
import { formatAxisCount, formatDigits, UNKNOWN } from "../format.ts";
import type { ResultPoint } from "../viewerState.ts";

/** Units of the drawing. */
const WIDTH = 260;
const HEIGHT = 44;

/** What is plotted over time. */
export interface Quantity {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly read: (point: ResultPoint) => number | null;
}

/** One quantity over the time of a run: its name, its last value, and a line from nothing up to its highest value. */
export class ResultPlot {
  readonly element: HTMLElement;
  readonly #quantity: Quantity;
  readonly #value = h("b", {});
  readonly #top = h("span", { class: "result-top", "aria-hidden": "true" });
  readonly #line = svg("path", { class: "result-line" });
  readonly #area = svg("path", { class: "result-area" });
  readonly #cursor = svg("path", { class: "result-cursor" });
  readonly #drawing: SVGSVGElement;
  #points: readonly ResultPoint[] = [];

  constructor(quantity: Quantity) {
    this.#quantity = quantity;
    this.#drawing = svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" },
      this.#area,
      this.#line,
      this.#cursor,
    );
    this.element = h(
      "div",
      { class: `result result-${quantity.name}` },
      h("div", { class: "result-head" }, h("span", {}, quantity.title), this.#value),
      h("div", { class: "result-plot" }, this.#drawing, this.#top),
    );
  }

  /** Where the drawing is on the screen. */
  get box(): DOMRect {
    return this.#drawing.getBoundingClientRect();
  }

  /** @param at which point is pointed at; null: none, the last value is written */
  show(points: readonly ResultPoint[], at: number | null): void {
    const { title, unit, read } = this.#quantity;
    if (points !== this.#points) this.#draw(points);
    this.#points = points;
    const point = at === null ? points.findLast((candidate) => read(candidate) !== null) : points[at];
    const value = point === undefined ? null : read(point);
    setText(this.#value, value === null ? UNKNOWN : `${formatDigits(value)} ${unit}`);
    setAttribute(
      this.#cursor,
      "d",
      at === null ? "" : `M${placeOf(at, points.length).toFixed(1)} 0V${HEIGHT}`,
    );
    setAttribute(this.#drawing, "aria-label", `${title}: ${summary(points.map(read), unit)}`);
  }

  #draw(points: readonly ResultPoint[]): void {
    const values = points.map(this.#quantity.read);
    const highest = Math.max(...values.map((value) => value ?? 0), 0);
    setText(this.#top, highest > 0 ? formatAxisCount(highest) : "");
    const runs = runsOf(values, highest);
    setAttribute(this.#line, "d", runs.map(({ path }) => `M${path}`).join(""));
    const areas = runs.map(({ path, from, to }) => `M${from} ${HEIGHT}L${path}L${to} ${HEIGHT}Z`);
    setAttribute(this.#area, "d", areas.join(""));
  }
}

/** Which point a place of the drawing belongs to; its width is 1. */
export function pointAt(place: number, count: number): number | null {
  if (count === 0) return null;
  return Math.min(Math.max(Math.round(place * (count - 1)), 0), count - 1);
}

function placeOf(index: number, count: number): number {
  return count < 2 ? WIDTH : (index / (count - 1)) * WIDTH;
}

/** Lines, interrupted where there is no value. */
function runsOf(
  values: readonly (number | null)[],
  highest: number,
): readonly { readonly path: string; readonly from: string; readonly to: string }[] {
  const runs: string[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) {
      runs.push([]);
      return;
    }
    const y = HEIGHT - 1 - (highest > 0 ? value / highest : 0) * (HEIGHT - 3);
    runs.at(-1)?.push(`${placeOf(index, values.length).toFixed(1)} ${y.toFixed(1)}`);
  });
  return runs
    .filter((run) => run.length > 0)
    .map((run) => {
      const [from = "", to = ""] = [run[0]?.split(" ")[0], run.at(-1)?.split(" ")[0]];
      // One value alone is seen as a short line.
      const places = run.length === 1 ? [...run, `${Number(from) - 1} ${run[0]?.split(" ")[1]}`] : run;
      return { path: places.join("L"), from, to };
    });
}

/** What the line shows, in words. */
function summary(values: readonly (number | null)[], unit: string): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return "no values yet";
  const [least, most] = [Math.min(...known), Math.max(...known)].map((value) => formatDigits(value));
  return `${values.length} seconds, from ${least} to ${most} ${unit}, last ${formatDigits(known.at(-1))}`;
}
