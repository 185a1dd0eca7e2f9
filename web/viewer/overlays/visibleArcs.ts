import type { Point } from "../viewport.ts";

/** An ellipse with axes along x and y, in CSS pixels of the canvas. */
export interface Ellipse {
  readonly cx: number;
  readonly cy: number;
  readonly rx: number;
  readonly ry: number;
}

/** Beyond the canvas's edges, so that no line ends in sight. */
const MARGIN = 8;
/** A chord of an ellipse of 2000 pixels that crosses a canvas is then at most a fifth of a pixel off. */
const CHORDS = 96;

/**
 * The parts of a large ellipse that lie on a canvas, as lines of points. Zoomed in, a ring is a million pixels around, and a
 * browser that is to dash all of it stands still for seconds.
 */
export function visibleArcs(
  ellipse: Ellipse,
  canvas: { readonly width: number; readonly height: number },
): readonly (readonly Point[])[] {
  const crossings = crossingAngles(ellipse, canvas);
  const [first] = crossings;
  if (first === undefined) return isOn(canvas, pointAt(ellipse, 0)) ? [chords(ellipse, 0, 2 * Math.PI)] : [];
  const ends = [...crossings.slice(1), first + 2 * Math.PI];
  return crossings
    .map((start, index) => [start, ends[index] ?? start] as const)
    .filter(([start, end]) => isOn(canvas, pointAt(ellipse, (start + end) / 2)))
    .map(([start, end]) => chords(ellipse, start, end));
}

/** Where the ellipse crosses the lines along the canvas's four edges, ascending. */
function crossingAngles(
  { cx, cy, rx, ry }: Ellipse,
  canvas: { readonly width: number; readonly height: number },
): readonly number[] {
  const across = [-MARGIN, canvas.width + MARGIN]
    .map((x) => (x - cx) / rx)
    .filter((cosine) => Math.abs(cosine) < 1)
    .flatMap((cosine) => [Math.acos(cosine), 2 * Math.PI - Math.acos(cosine)]);
  const down = [-MARGIN, canvas.height + MARGIN]
    .map((y) => (y - cy) / ry)
    .filter((sine) => Math.abs(sine) < 1)
    .flatMap((sine) => [(Math.asin(sine) + 2 * Math.PI) % (2 * Math.PI), Math.PI - Math.asin(sine)]);
  return [...across, ...down].sort((a, b) => a - b);
}

function pointAt({ cx, cy, rx, ry }: Ellipse, angle: number): Point {
  return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
}

function isOn(
  { width, height }: { readonly width: number; readonly height: number },
  [x, y]: Point,
): boolean {
  return x >= -MARGIN && x <= width + MARGIN && y >= -MARGIN && y <= height + MARGIN;
}

function chords(ellipse: Ellipse, start: number, end: number): readonly Point[] {
  return Array.from({ length: CHORDS + 1 }, (_, index) =>
    pointAt(ellipse, start + ((end - start) * index) / CHORDS),
  );
}
