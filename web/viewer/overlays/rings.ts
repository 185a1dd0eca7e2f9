import { type Camera, completeCamera } from "../../geometry/camera.ts";
import { ICE_RESOLUTIONS, type Ring, ringsOf, usualResolutions } from "../../geometry/rings.ts";
import { setShown, svg } from "../dom.ts";
import { formatResolution } from "../format.ts";
import type { Model, Part } from "../model.ts";
import { type Point, toCanvas, type Viewport } from "../viewport.ts";
import { type Ellipse, visibleArcs } from "./visibleArcs.ts";

/** Where labels stand on a ring, degrees from the right, clockwise. */
const LABEL_ANGLES = [45, 135, 225, 315];
const OTHER_ANGLES = Array.from({ length: 60 }, (_, index) => 6 * index);
/** Room of a label, CSS pixels. */
const LABEL_WIDTH = 44;
const LABEL_HEIGHT = 14;
/** CSS pixels of a ring below which it has no labels. */
const SMALLEST_LABELLED = 28;
/** CSS pixels; of a larger ring only what is in sight is drawn. */
const LARGEST_WHOLE = 2000;
/** Half the length of the cross in the beam, CSS pixels. */
const CROSS = 9;

/** Rings of equal resolution, rings of ice, and the beam's place, above the picture. */
export class RingsOverlay implements Part {
  readonly element = svg("svg", { class: "rings", part: "rings", "aria-hidden": "true" });
  #drawn: readonly unknown[] = [];

  update({ state, viewport }: Model): void {
    const { rings, geometry } = state;
    setShown(this.element, viewport !== null && (rings.visible || rings.ice));
    if (viewport === null) return;
    const { x, y, zoom, width, height } = viewport;
    const depends = [rings, geometry, x, y, zoom, width, height];
    if (depends.every((value, index) => value === this.#drawn[index])) return;
    this.#drawn = depends;
    this.element.replaceChildren(...this.#draw({ rings, geometry }, viewport));
  }

  #draw({ rings, geometry }: Pick<Model["state"], "rings" | "geometry">, viewport: Viewport): SVGElement[] {
    const centre = geometry.beamCenter;
    const cross = centre === null || !rings.visible ? [] : [drawCross(toCanvas(viewport, centre))];
    const camera = completeCamera(geometry);
    if (camera === null) return cross;
    const main = rings.visible
      ? ringsOf(rings.resolutions ?? usualResolutions(camera, viewport), camera)
      : [];
    const ice = rings.ice ? ringsOf(ICE_RESOLUTIONS, camera) : [];
    // Labels lie above all lines; those of ice find room last.
    const taken: Point[] = [];
    const contexts = [
      ...main.map((ring) => ({ ring, camera, viewport, taken, className: "resolution" })),
      ...ice.map((ring) => ({ ring, camera, viewport, taken, className: "ice" })),
    ];
    const drawn = [...contexts.map(drawLines), ...contexts.map(drawLabels)];
    const onFrame = svg("g", { "clip-path": "url(#frame-outline)" }, ...drawn);
    return [frameOutline(viewport), onFrame, ...cross];
  }
}

interface RingContext {
  readonly ring: Ring;
  readonly camera: Camera;
  readonly viewport: Viewport;
  /** "resolution" or "ice". */
  readonly className: string;
  /** Where labels stand already; grows. */
  readonly taken: Point[];
}

function ellipseOf({ ring, camera, viewport }: RingContext): Ellipse {
  const [cx, cy] = toCanvas(viewport, camera.beamCenter);
  return { cx, cy, rx: ring.radiusX * viewport.zoom, ry: ring.radiusY * viewport.zoom };
}

function drawLines(context: RingContext): SVGGElement {
  const ellipse = ellipseOf(context);
  const isWhole = Math.max(ellipse.rx, ellipse.ry) <= LARGEST_WHOLE;
  const line = (className: string) =>
    isWhole
      ? svg("ellipse", { ...ellipse, fill: "none", class: className })
      : svg("path", { d: arcPath(ellipse, context.viewport), fill: "none", class: className });
  const attributes = { class: context.className, "data-resolution": context.ring.resolution };
  return svg("g", attributes, line("halo"), line("line"));
}

function arcPath(ellipse: Ellipse, viewport: Viewport): string {
  return visibleArcs(ellipse, viewport)
    .map((arc) => `M${arc.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join("L")}`)
    .join("");
}

function drawLabels(context: RingContext): SVGGElement {
  const { ring, className } = context;
  const ellipse = ellipseOf(context);
  const isLarge = Math.min(ellipse.rx, ellipse.ry) >= SMALLEST_LABELLED;
  const places = isLarge ? labelPlaces(ellipse, context) : [];
  const labels = places.map((place) => drawLabel(place, ring));
  return svg("g", { class: className, "data-resolution": ring.resolution }, ...labels);
}

/** Where there is room for a label: in the four directions, else in the first other one, so that each ring has one. */
function labelPlaces({ cx, cy, rx, ry }: Ellipse, context: RingContext): readonly Point[] {
  const { viewport, className, taken } = context;
  const at = (degrees: number): Point => {
    const radians = (degrees * Math.PI) / 180;
    return [cx + rx * Math.cos(radians), cy + ry * Math.sin(radians)];
  };
  const isFree = (place: Point) => hasRoom(place, viewport) && !taken.some((other) => overlap(place, other));
  const usual = className === "ice" ? LABEL_ANGLES.slice(3) : LABEL_ANGLES;
  const places = usual.map(at).filter(isFree);
  const other = places.length > 0 ? undefined : OTHER_ANGLES.map(at).find(isFree);
  const chosen = other === undefined ? places : [other];
  taken.push(...chosen);
  return chosen;
}

function overlap(one: Point, other: Point): boolean {
  return Math.abs(one[0] - other[0]) < LABEL_WIDTH && Math.abs(one[1] - other[1]) < LABEL_HEIGHT;
}

/** On the frame, and on the canvas. */
function hasRoom([x, y]: Point, viewport: Viewport): boolean {
  const [left, top] = toCanvas(viewport, [0, 0]);
  const [right, bottom] = toCanvas(viewport, [viewport.columns, viewport.rows]);
  const isAcross = x > Math.max(left, 0) + 20 && x < Math.min(right, viewport.width) - 20;
  return isAcross && y > Math.max(top, 0) + 9 && y < Math.min(bottom, viewport.height) - 9;
}

function drawLabel([x, y]: Point, { resolution }: Ring): SVGTextElement {
  const place = { x, y, "text-anchor": "middle", "dominant-baseline": "central" };
  return svg("text", place, `${formatResolution(resolution)} Å`);
}

/** Rings are drawn where there are pixels. */
function frameOutline(viewport: Viewport): SVGClipPathElement {
  const [left, top] = toCanvas(viewport, [0, 0]);
  const [right, bottom] = toCanvas(viewport, [viewport.columns, viewport.rows]);
  const outline = { x: left, y: top, width: right - left, height: bottom - top };
  return svg("clipPath", { id: "frame-outline" }, svg("rect", outline));
}

function drawCross([x, y]: Point): SVGGElement {
  const path = `M${x - CROSS} ${y}H${x + CROSS}M${x} ${y - CROSS}V${y + CROSS}`;
  return svg(
    "g",
    { class: "beam" },
    svg("path", { d: path, class: "halo" }),
    svg("path", { d: path, class: "line" }),
  );
}
