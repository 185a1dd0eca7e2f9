import type { FaceActions } from "../actions.ts";
import { h, setAttribute, setAttributes, setText, svg } from "../dom.ts";
import { formatAxisCount, formatCount } from "../format.ts";
import type { Model, Part } from "../model.ts";
import { colourOf } from "../tone.ts";
import type { Look, ShownImage } from "../viewerState.ts";
import { axisEnd, axisTicks, countAt, placeOf, stepLevel } from "./levelAxis.ts";

/** Units of the drawing. */
const WIDTH = 256;
const HEIGHT = 96;
const BAR_COLOURS = 256;

type End = "black" | "white";

/** How often each count occurs, with the levels as handles on it and the colours that they give under it. */
export class Histogram implements Part {
  readonly element: HTMLElement;
  readonly #actions: FaceActions;
  readonly #bars = svg("path", { class: "bars" });
  readonly #range = svg("rect", { class: "range", y: 0, height: HEIGHT });
  readonly #ticks = h("div", { class: "ticks", "aria-hidden": "true" });
  readonly #colours = h("canvas", {
    class: "colour-bar",
    width: BAR_COLOURS,
    height: 1,
    "aria-hidden": "true",
  });
  readonly #plot: HTMLElement;
  readonly #handles: Readonly<Record<End, HTMLElement>>;
  #counted: ShownImage["histogram"] | null = null;
  #look: Look | null = null;
  #end = 0;

  constructor(actions: FaceActions) {
    this.#actions = actions;
    this.#handles = {
      black: this.#handle("black", "Black level (background)"),
      white: this.#handle("white", "White level (foreground)"),
    };
    const drawing = svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
      this.#range,
      this.#bars,
    );
    this.#plot = h("div", { class: "plot" }, drawing, this.#handles.black, this.#handles.white);
    this.element = h(
      "div",
      { class: "histogram", part: "histogram" },
      this.#plot,
      this.#colours,
      this.#ticks,
    );
  }

  /** As they are now: several keys may come before the next drawing. */
  get #levels(): Look["levels"] {
    return this.#actions.controller.state.look.levels;
  }

  update({ state: { image, look } }: Model): void {
    const counted = image?.histogram ?? null;
    if (counted === this.#counted && look === this.#look) return;
    const highest = Math.max(counted?.edges.at(-1) ?? 0, look.levels[1]);
    const end = axisEnd(highest);
    const isOtherAxis = end !== this.#end;
    if (counted !== this.#counted || isOtherAxis)
      setAttribute(this.#bars, "d", counted === null ? "" : barsPath(counted, end));
    if (look !== this.#look || isOtherAxis) this.#drawLook(look, end);
    if (isOtherAxis) this.#drawTicks(end);
    this.#counted = counted;
    this.#look = look;
    this.#end = end;
  }

  #drawLook(look: Look, end: number): void {
    const [black, white] = look.levels;
    const from = placeOf(black, end);
    const to = placeOf(white, end);
    setAttributes(this.#range, { x: from * WIDTH, width: Math.max((to - from) * WIDTH, 0) });
    this.#placeHandle("black", black, { min: 0, max: Math.max(white - 1, 0), place: from });
    this.#placeHandle("white", white, { min: black + 1, max: end, place: to });
    const context = this.#colours.getContext("2d");
    const strip = new ImageData(BAR_COLOURS, 1);
    for (let at = 0; at < BAR_COLOURS; at++) {
      const count = Math.expm1(((at + 0.5) / BAR_COLOURS) * Math.log1p(end));
      strip.data.set([...colourOf(count, look), 255], 4 * at);
    }
    context?.putImageData(strip, 0, 0);
  }

  #drawTicks(end: number): void {
    const labels = axisTicks(end).map((count) => {
      const label = h("span", {}, formatAxisCount(count));
      label.style.left = `${100 * placeOf(count, end)}%`;
      return label;
    });
    this.#ticks.replaceChildren(...labels);
  }

  #handle(end: End, label: string): HTMLElement {
    const value = h("span", { class: "handle-value", "aria-hidden": "true" });
    return h(
      "div",
      {
        class: `handle handle-${end}`,
        role: "slider",
        tabindex: 0,
        "aria-label": label,
        "aria-orientation": "horizontal",
        keydown: (event: KeyboardEvent) => this.#key(event, end),
        pointerdown: (event: PointerEvent) => this.#grab(event),
        pointermove: (event: PointerEvent) => this.#drag(event, end),
      },
      value,
    );
  }

  #placeHandle(
    end: End,
    level: number,
    { min, max, place }: { readonly min: number; readonly max: number; readonly place: number },
  ): void {
    const handle = this.#handles[end];
    handle.style.left = `${100 * place}%`;
    setAttribute(handle, "data-edge", place < 0.15 ? "start" : place > 0.8 ? "end" : undefined);
    setAttributes(handle, {
      "aria-valuenow": Math.round(level),
      "aria-valuemin": min,
      "aria-valuemax": Math.max(max, min),
      "aria-valuetext": `${formatCount(level)} counts`,
    });
    const text = handle.firstElementChild;
    if (text !== null) setText(text, formatCount(level));
  }

  #key(event: KeyboardEvent, end: End): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [black, white] = this.#levels;
    const level = end === "black" ? black : white;
    const next = {
      ArrowRight: () => stepLevel(level, 1, "small"),
      ArrowUp: () => stepLevel(level, 1, "small"),
      ArrowLeft: () => stepLevel(level, -1, "small"),
      ArrowDown: () => stepLevel(level, -1, "small"),
      PageUp: () => stepLevel(level, 1, "large"),
      PageDown: () => stepLevel(level, -1, "large"),
      Home: () => (end === "black" ? 0 : black + 1),
      End: () => (end === "black" ? white - 1 : this.#end),
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#set(end, next());
  }

  #grab(event: PointerEvent): void {
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    handle.focus();
  }

  #drag(event: PointerEvent, end: End): void {
    const handle = event.currentTarget as HTMLElement;
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const { left, width } = this.#plot.getBoundingClientRect();
    this.#set(end, countAt((event.clientX - left) / width, this.#end));
  }

  #set(end: End, level: number): void {
    const [black, white] = this.#levels;
    if (end === "black") this.#actions.setLevels(Math.min(Math.max(level, 0), white - 1), white);
    else this.#actions.setLevels(black, Math.max(level, black + 1));
  }
}

/** Bars of a height that is logarithmic in pixels, so that one pixel is seen beside a million. */
function barsPath({ edges, counts }: ShownImage["histogram"], end: number): string {
  const tallest = Math.log1p(counts.reduce((most, count) => Math.max(most, count), 1));
  const steps: string[] = [`M0 ${HEIGHT}`];
  counts.forEach((count, bin) => {
    const height = count === 0 ? 0 : Math.max((Math.log1p(count) / tallest) * (HEIGHT - 6), 1.5);
    const from = placeOf(edges[bin] ?? 0, end) * WIDTH;
    const to = placeOf(edges[bin + 1] ?? 0, end) * WIDTH;
    steps.push(`L${from.toFixed(2)} ${(HEIGHT - height).toFixed(2)}H${to.toFixed(2)}`);
  });
  return `${steps.join("")}V${HEIGHT}Z`;
}
