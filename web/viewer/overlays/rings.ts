import { type Camera, completeCamera } from "../../geometry/camera.ts";
import { ICE_RESOLUTIONS, type Ring, ringsOf, usualResolutions } from "../../geometry/rings.ts";
import { setShown, svg } from "../dom.ts";
import { formatResolution } from "../format.ts";
import type { Model, Part } from "../model.ts";
import { type Point, toCanvas, type Viewport } from "../viewport.ts";

/** Where labels stand on a ring, degrees from the right, clockwise. */
const LABEL_ANGLES = [45, 135, 225, 315];
const OTHER_ANGLES = Array.from({ length: 60 }, (_, index) => 6 * index);
/** CSS pixels of a ring below which it has no labels. */
const SMALLEST_LABELLED = 28;
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
    const onFrame = svg(
      "g",
      { "clip-path": "url(#frame-outline)" },
      ...ice.map((ring) => drawRing(ring, { camera, viewport, className: "ice" })),
      ...main.map((ring) => drawRing(ring, { camera, viewport, className: "resolution" })),
    );
    return [frameOutline(viewport), onFrame, ...cross];
  }
}

interface RingContext {
  readonly camera: Camera;
  readonly viewport: Viewport;
  readonly className: "ice" | "resolution";
}

function drawRing(ring: Ring, context: RingContext): SVGGElement {
  const { camera, viewport, className } = context;
  const [cx, cy] = toCanvas(viewport, camera.beamCenter);
  const rx = ring.radiusX * viewport.zoom;
  const ry = ring.radiusY * viewport.zoom;
  const shape = { cx, cy, rx, ry, fill: "none" };
  return svg(
    "g",
    { class: className, "data-resolution": ring.resolution },
    svg("ellipse", { ...shape, class: "halo" }),
    svg("ellipse", { ...shape, class: "line" }),
    ...(Math.min(rx, ry) < SMALLEST_LABELLED ? [] : labelPlaces({ cx, cy, rx, ry }, context)).map((place) =>
      drawLabel(place, ring),
    ),
  );
}

interface Ellipse {
  readonly cx: number;
  readonly cy: number;
  readonly rx: number;
  readonly ry: number;
}

/** Where there is room for a label: in the four directions, else in the first other one, so that each ring has one. */
function labelPlaces({ cx, cy, rx, ry }: Ellipse, { viewport, className }: RingContext): readonly Point[] {
  const at = (degrees: number): Point => {
    const radians = (degrees * Math.PI) / 180;
    return [cx + rx * Math.cos(radians), cy + ry * Math.sin(radians)];
  };
  const usual = className === "ice" ? LABEL_ANGLES.slice(3) : LABEL_ANGLES;
  const places = usual.map(at).filter((place) => hasRoom(place, viewport));
  if (places.length > 0) return places;
  const other = OTHER_ANGLES.map(at).find((place) => hasRoom(place, viewport));
  return other === undefined ? [] : [other];
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
