import type { Measured, Tool } from "../model.ts";
import { clamp, type FrameSize, type Point } from "../viewport.ts";

/** What a stroke of a tool measures, in source coordinates and within the frame. */
export function measuredBy(tool: Tool, from: Point, to: Point, frame: FrameSize): Measured | null {
  const inside = ([x, y]: Point): Point => [clamp(x, 0, frame.columns), clamp(y, 0, frame.rows)];
  const [start, end] = [inside(from), inside(to)];
  if (tool === "line")
    return {
      kind: "line",
      from: start.map(Math.floor) as [number, number],
      to: end.map(Math.floor) as [number, number],
    };
  if (tool === "box") return box(start, end);
  if (tool === "circle") return circle(start, end);
  return null;
}

/** Whole pixels, at least one. */
function box([startX, startY]: Point, [endX, endY]: Point): Measured {
  const x = Math.floor(Math.min(startX, endX));
  const y = Math.floor(Math.min(startY, endY));
  const width = Math.max(Math.ceil(Math.max(startX, endX)) - x, 1);
  const height = Math.max(Math.ceil(Math.max(startY, endY)) - y, 1);
  return { kind: "box", x, y, width, height };
}

/** Around the middle of the pixel where the stroke began. */
function circle([x, y]: Point, [endX, endY]: Point): Measured {
  const radius = Math.max(Math.hypot(endX - x, endY - y), 0.5);
  return {
    kind: "circle",
    x: Math.floor(x) + 0.5,
    y: Math.floor(y) + 0.5,
    radius: Number(radius.toFixed(1)),
  };
}
