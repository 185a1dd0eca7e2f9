import { h, setAttribute, setText, svg } from "../dom.ts";
import { formatAxisCount, formatCount } from "../format.ts";
import type { LineProfile } from "../viewerController.ts";

/** Units of the drawing. */
const WIDTH = 260;
const HEIGHT = 110;

/** Counts along a line, from its first end to its last. */
export class ProfilePlot {
  readonly element: HTMLElement;
  readonly #path = svg("path", { class: "profile-line" });
  readonly #top = h("span", { class: "profile-top" });
  readonly #extremes = h("p", { class: "profile-extremes" });
  readonly #length = h("span", { class: "profile-length" });
  readonly #reading = h("span", { class: "profile-reading" });
  readonly #drawing: SVGSVGElement;
  #values: Float64Array = new Float64Array();

  constructor(copyValues: (text: string) => void) {
    const drawing = svg(
      "svg",
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": "Line profile",
      },
      svg("path", {
        class: "grid",
        d: `M0 ${HEIGHT / 2}H${WIDTH}M0 0.5H${WIDTH}M0 ${HEIGHT - 0.5}H${WIDTH}`,
      }),
      this.#path,
    );
    this.#drawing = drawing;
    this.element = h(
      "div",
      {
        class: "profile",
        pointermove: (event: PointerEvent) => this.#read(event),
        pointerleave: () => setText(this.#reading, ""),
      },
      this.#top,
      drawing,
      h("div", { class: "profile-axis" }, h("span", {}, "0"), this.#reading, this.#length),
      h("span", { class: "profile-bottom" }, "0"),
      h(
        "div",
        { class: "profile-foot" },
        this.#extremes,
        h(
          "button",
          { type: "button", class: "button small", click: () => copyValues(profileText(this.#values)) },
          "Copy values",
        ),
      ),
    );
  }

  show({ values }: LineProfile): void {
    this.#values = values;
    const highest = values.reduce((most, value) => Math.max(most, Number.isNaN(value) ? 0 : value), 1);
    setAttribute(this.#path, "d", profilePath(values, highest));
    setText(this.#top, `${formatAxisCount(highest)} counts`);
    setText(this.#extremes, extremesOf(values));
    setText(this.#length, `${values.length} px`);
    setAttribute(
      this.#drawing,
      "aria-label",
      `Line profile, ${values.length} pixels, highest ${formatCount(highest)} counts`,
    );
  }

  #read(event: PointerEvent): void {
    const { left, width } = this.#drawing.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * this.#values.length);
    const value = this.#values[at];
    if (value === undefined) return;
    setText(this.#reading, `${at} px: ${Number.isNaN(value) ? "masked" : formatCount(value)}`);
  }
}

/** The smallest and the largest of those that are not masked. */
function extremesOf(values: Float64Array): string {
  const valid = values.filter((value) => !Number.isNaN(value));
  if (valid.length === 0) return "All masked";
  const [least, most] = valid.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)] as const,
    [Infinity, -Infinity] as const,
  );
  return `Min ${formatCount(least)} · Max ${formatCount(most)}`;
}

/** Two columns, as tables take them. */
function profileText(values: Float64Array): string {
  const lines = Array.from(values, (value, pixel) => `${pixel}\t${Number.isNaN(value) ? "" : value}`);
  return ["pixel\tcounts", ...lines, ""].join("\n");
}

/** Steps, a sample each; interrupted where pixels are masked. */
function profilePath(values: Float64Array, highest: number): string {
  const pitch = WIDTH / Math.max(values.length, 1);
  let isBroken = true;
  return Array.from(values, (value, index) => {
    if (Number.isNaN(value)) {
      isBroken = true;
      return "";
    }
    const y = HEIGHT - 2 - (value / highest) * (HEIGHT - 6);
    const start = isBroken ? `M${(index * pitch).toFixed(2)} ${y.toFixed(2)}` : `V${y.toFixed(2)}`;
    isBroken = false;
    return `${start}H${((index + 1) * pitch).toFixed(2)}`;
  }).join("");
}
