import { setShown, svg } from "../dom.ts";
import type { Measured, Model, Part } from "../model.ts";
import { type Point, toCanvas, type Viewport } from "../viewport.ts";

/** Half the length of the pinned cursor's arms, CSS pixels. */
const ARM = 14;
/** A pixel of this side is found without them. */
const FOUND = 20;

/** What the person put on the picture: the pinned pixel, and what is measured. */
export class MarksOverlay implements Part {
  readonly element = svg("svg", { class: "marks", "aria-hidden": "true" });
  #drawn: readonly unknown[] = [];

  update({ face, viewport }: Model): void {
    const { pinned, measured } = face;
    setShown(this.element, viewport !== null && (pinned !== null || measured !== null));
    if (viewport === null) return;
    const { x, y, zoom, width, height } = viewport;
    const depends = [pinned, measured, x, y, zoom, width, height];
    if (depends.every((value, index) => value === this.#drawn[index])) return;
    this.#drawn = depends;
    const marks = [
      measured === null ? null : drawMeasured(measured, viewport),
      pinned === null ? null : drawPin(pinned, viewport),
    ];
    this.element.replaceChildren(...marks.filter((mark) => mark !== null));
  }
}

/** A frame around the pixel, with arms so that it is found while it is small. */
function drawPin([column, row]: Point, viewport: Viewport): SVGGElement {
  const [x, y] = toCanvas(viewport, [column, row]);
  const side = Math.max(viewport.zoom, 3);
  const [middleX, middleY] = toCanvas(viewport, [column + 0.5, row + 0.5]);
  const near = side / 2 + 2;
  const far = near + ARM;
  const arms = [
    `M${middleX - far} ${middleY}H${middleX - near}`,
    `M${middleX + near} ${middleY}H${middleX + far}`,
    `M${middleX} ${middleY - far}V${middleY - near}`,
    `M${middleX} ${middleY + near}V${middleY + far}`,
  ];
  const frame = `M${x} ${y}h${side}v${side}h${-side}Z`;
  const d = side < FOUND ? [...arms, frame].join("") : frame;
  return svg("g", { class: "pin" }, svg("path", { d, class: "halo" }), svg("path", { d, class: "line" }));
}

function drawMeasured(measured: Measured, viewport: Viewport): SVGGElement {
  const d = outlineOf(measured, viewport);
  return svg(
    "g",
    { class: "measured" },
    svg("path", { d, class: "halo" }),
    svg("path", { d, class: "line" }),
  );
}

function outlineOf(measured: Measured, viewport: Viewport): string {
  if (measured.kind === "line") {
    const [fromX, fromY] = toCanvas(viewport, measured.from);
    const [toX, toY] = toCanvas(viewport, measured.to);
    return `M${fromX} ${fromY}L${toX} ${toY}`;
  }
  const { zoom } = viewport;
  const [x, y] = toCanvas(viewport, [measured.x, measured.y]);
  if (measured.kind === "box") {
    const width = measured.width * zoom;
    return `M${x} ${y}h${width}v${measured.height * zoom}h${-width}Z`;
  }
  const radius = measured.radius * zoom;
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`;
}
