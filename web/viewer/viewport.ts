/** Where source pixels lie on the canvas, and how a gesture moves them. Pure, in CSS pixels and source pixels. */
import type { View } from "./viewerState.ts";

export type Point = readonly [x: number, y: number];

/** The canvas, in CSS pixels, and how many device pixels are one of them. */
export interface CanvasSize {
  readonly width: number;
  readonly height: number;
  readonly density: number;
}

export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** A view on a canvas of a size: all that is needed to place a source pixel. */
export interface Viewport extends CanvasSize, FrameSize {
  /** Source coordinates in the middle of the canvas. */
  readonly x: number;
  readonly y: number;
  /** CSS pixels of a source pixel. */
  readonly zoom: number;
  readonly fit: boolean;
}

/** CSS pixels of a source pixel at most. */
const LARGEST_ZOOM = 100;

/** CSS pixels of a source pixel when the whole frame just fits. */
function fitZoom(canvas: CanvasSize, frame: FrameSize): number {
  return Math.max(Math.min(canvas.width / frame.columns, canvas.height / frame.rows), 1e-6);
}

/** The view as it is on this canvas: "fit" becomes figures, and a place beside the frame the nearest that is not. */
export function resolveView(view: View, canvas: CanvasSize, frame: FrameSize): Viewport {
  const { width, height, density } = canvas;
  const { columns, rows } = frame;
  if (!view.fit) {
    const [x, y] = [clamp(view.x, 0, columns), clamp(view.y, 0, rows)];
    return { x, y, zoom: view.zoom, fit: false, width, height, density, columns, rows };
  }
  const zoom = fitZoom(canvas, frame);
  return { x: columns / 2, y: rows / 2, zoom, fit: true, width, height, density, columns, rows };
}

/** Source coordinates → CSS pixels on the canvas. */
export function toCanvas(viewport: Viewport, [x, y]: Point): Point {
  return [
    (x - viewport.x) * viewport.zoom + viewport.width / 2,
    (y - viewport.y) * viewport.zoom + viewport.height / 2,
  ];
}

/** CSS pixels on the canvas → source coordinates. */
export function toSource(viewport: Viewport, [x, y]: Point): Point {
  return [
    (x - viewport.width / 2) / viewport.zoom + viewport.x,
    (y - viewport.height / 2) / viewport.zoom + viewport.y,
  ];
}

/** From the whole frame at half the canvas to 100 CSS pixels a source pixel; a part of the frame stays in sight. */
export function limitView(view: Omit<View, "fit">, canvas: CanvasSize, frame: FrameSize): View {
  const smallest = Math.min(fitZoom(canvas, frame) / 2, LARGEST_ZOOM);
  return {
    x: clamp(view.x, 0, frame.columns),
    y: clamp(view.y, 0, frame.rows),
    zoom: clamp(view.zoom, smallest, LARGEST_ZOOM),
    fit: false,
  };
}

/** Larger or smaller by a factor, while what is under a place of the canvas stays there. */
export function zoomAt(viewport: Viewport, factor: number, place: Point): View {
  const { zoom } = limitView({ ...viewport, zoom: viewport.zoom * factor }, viewport, viewport);
  const [x, y] = toSource(viewport, place);
  const stays = {
    x: x - (place[0] - viewport.width / 2) / zoom,
    y: y - (place[1] - viewport.height / 2) / zoom,
    zoom,
  };
  return limitView(stays, viewport, viewport);
}

/** Moved by CSS pixels, as a drag does. */
export function panBy(viewport: Viewport, [right, down]: Point): View {
  const { zoom } = viewport;
  return limitView({ x: viewport.x - right / zoom, y: viewport.y - down / zoom, zoom }, viewport, viewport);
}

/** What of the frame is to be drawn: its edges on device pixels, so that a picture is shown without scaling. */
export function visibleRegion(viewport: Viewport): {
  readonly region: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly columns: number;
  readonly rows: number;
} | null {
  const across = visibleSpan(viewport.x, viewport.columns, viewport.width, viewport);
  const down = visibleSpan(viewport.y, viewport.rows, viewport.height, viewport);
  if (across === null || down === null) return null;
  const region = { x: across.start, y: down.start, width: across.length, height: down.length };
  return { region, columns: across.devicePixels, rows: down.devicePixels };
}

/** One axis of it. */
function visibleSpan(middle: number, pixels: number, length: number, { zoom, density }: Viewport) {
  const scale = zoom * density;
  const devices = Math.round(length * density);
  const place = (source: number) => (source - middle) * scale + devices / 2;
  const first = Math.max(Math.floor(place(0) + 1e-6), 0);
  const end = Math.min(Math.ceil(place(pixels) - 1e-6), devices);
  if (end <= first) return null;
  const devicePixels = end - first;
  return { start: (first - devices / 2) / scale + middle, length: devicePixels / scale, devicePixels };
}

/** Is all of the frame in sight? */
export function showsAll(viewport: Viewport): boolean {
  const [left, top] = toCanvas(viewport, [0, 0]);
  const [right, bottom] = toCanvas(viewport, [viewport.columns, viewport.rows]);
  return left >= -1 && top >= -1 && right <= viewport.width + 1 && bottom <= viewport.height + 1;
}

/** Between two bounds. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
