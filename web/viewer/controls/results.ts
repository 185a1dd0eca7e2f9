import type { FaceActions } from "../actions.ts";
import { h, setAttribute, setShown, setText } from "../dom.ts";
import { formatClockTime, formatCount, formatDigits, formatDuration, formatFixed } from "../format.ts";
import type { Model, Part } from "../model.ts";
import type { ProjectionKind, ResultPoint, Results, ViewerState } from "../viewerState.ts";
import { choice } from "./fields.ts";
import { pointAt, type Quantity, ResultPlot } from "./resultPlot.ts";

/** Results of which nothing was heard for so long are outdated. Seconds. */
const OUTDATED = 8;
/** Their age is looked at so often. Milliseconds. */
const TICK = 1000;
/** Seconds in the table. */
const TABLED = 10;

const QUANTITIES: readonly Quantity[] = [
  { name: "rate", title: "Rate", unit: "Hz", read: ({ images }) => images },
  { name: "counts", title: "Counts of an image", unit: "", read: ({ sum }) => sum },
  { name: "masked", title: "Masked", unit: "px", read: ({ masked }) => masked },
  { name: "saturated", title: "Saturated", unit: "px", read: ({ saturated }) => saturated },
];

type Shown = ProjectionKind | "images";

/** How a run goes, of which the bridge serves the results, and its projections to look at. */
export class ResultsPanel implements Part {
  readonly element: HTMLElement;
  readonly #rate = h("b", { class: "results-rate" });
  readonly #total = h("span", {});
  readonly #outdated = h("p", { class: "results-outdated", role: "status" });
  readonly #plots = QUANTITIES.map((quantity) => new ResultPlot(quantity));
  readonly #span = h("span", {});
  readonly #shown: ReturnType<typeof choice<Shown>>;
  readonly #projection = h("p", { class: "hint" });
  readonly #pixels = h("p", { class: "hint" });
  readonly #rows = h("tbody", {});
  readonly #table = h(
    "details",
    { class: "results-table", toggle: () => this.#write() },
    h("summary", {}, "Last seconds as a table"),
    h("table", {}, tableHead(), this.#rows),
  );
  readonly #actions: FaceActions;
  #results: Results | null = null;
  /** What was chosen, and is on its way. */
  #chosen: Shown | null = null;
  #pointed: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(actions: FaceActions) {
    this.#actions = actions;
    this.#shown = choice<Shown>({
      legend: "Picture",
      values: [
        { value: "images", label: "Images" },
        { value: "sum", label: "Sum" },
        { value: "maximum", label: "Maximum" },
      ],
      choose: (value) => void this.#choose(value),
    });
    const plots = h(
      "div",
      {
        class: "result-plots",
        pointermove: (event: PointerEvent) => this.#point(event),
        pointerleave: () => this.#point(null),
      },
      ...this.#plots.map(({ element }) => element),
    );
    this.element = h(
      "div",
      { class: "results" },
      h("p", { class: "results-head" }, this.#rate, this.#total),
      this.#outdated,
      h("div", {}, h("span", { class: "field-label" }, "Picture"), this.#shown.element, this.#projection),
      plots,
      h("p", { class: "result-axis hint" }, this.#span, h("span", {}, "now")),
      this.#pixels,
      this.#table,
    );
  }

  update({ state }: Model): void {
    const { results } = state;
    this.#shown.select(this.#chosen ?? state.projection?.kind ?? "images");
    setText(this.#projection, projectionText(state));
    if (results === this.#results) return;
    this.#results = results;
    this.#write();
    this.#wait();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #choose(value: Shown): Promise<void> {
    this.#chosen = value;
    await this.#actions.setProjection(value === "images" ? null : value);
    if (this.#chosen !== value) return;
    this.#chosen = null;
    this.#shown.select(this.#actions.controller.state.projection?.kind ?? "images");
  }

  #write(): void {
    const results = this.#results;
    if (results === null) return;
    const { images, rate, points, pixels } = results;
    setText(this.#rate, `${formatFixed(rate, 1)} Hz`);
    setText(this.#total, `${formatCount(images)} images`);
    for (const plot of this.#plots) plot.show(points, this.#pointed);
    const pointed = this.#pointed === null ? undefined : points[this.#pointed];
    setText(this.#span, pointed === undefined ? spanText(points) : timeOf(pointed));
    setText(
      this.#pixels,
      pixels === null ? "" : `${formatCount(pixels.dead)} dead, ${formatCount(pixels.hot)} hot pixels`,
    );
    if (this.#table.open) this.#rows.replaceChildren(...points.slice(-TABLED).toReversed().map(rowOf));
    this.#writeAge();
  }

  #writeAge(): void {
    const age = Date.now() / 1000 - (this.#results?.heard ?? 0);
    const isOutdated = age >= OUTDATED;
    setText(this.#outdated, isOutdated ? `No news for ${formatDuration(age)}` : "");
    setShown(this.#outdated, isOutdated);
    setAttribute(this.element, "data-outdated", isOutdated);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    if (this.#results === null) return;
    this.#timer = setTimeout(() => {
      this.#writeAge();
      this.#wait();
    }, TICK);
  }

  #point(event: PointerEvent | null): void {
    const box = this.#plots[0]?.box;
    const count = this.#results?.points.length ?? 0;
    this.#pointed =
      event === null || box === undefined ? null : pointAt((event.clientX - box.left) / box.width, count);
    this.#write();
  }
}

/** What the picture shows, or could show. */
function projectionText({ projection, results }: ViewerState): string {
  if (projection !== null) return `Shown: ${shownText(projection)}`;
  const there = results?.projection ?? null;
  if (there === null) return "No projection yet";
  const { images, series, firstImage, lastImage } = there;
  return `${formatCount(images)} of images ${firstImage}–${lastImage}, series ${series}`;
}

/** "Sum of 1000 images". */
export function shownText({ kind, images }: NonNullable<ViewerState["projection"]>): string {
  return `${kind === "sum" ? "Sum" : "Maximum"} of ${formatCount(images)} images`;
}

function spanText(points: readonly ResultPoint[]): string {
  return points.length === 0 ? "" : `${formatDuration(points.length)} ago`;
}

function timeOf({ time }: ResultPoint): string {
  return formatClockTime(time).slice(0, 8);
}

function tableHead(): HTMLElement {
  const titles = ["Time", ...QUANTITIES.map(({ title }) => title)];
  return h("thead", {}, h("tr", {}, ...titles.map((title) => h("th", { scope: "col" }, title))));
}

function rowOf(point: ResultPoint): HTMLElement {
  const values = QUANTITIES.map(({ read }) => h("td", {}, formatDigits(read(point))));
  return h("tr", {}, h("th", { scope: "row" }, timeOf(point)), ...values);
}
