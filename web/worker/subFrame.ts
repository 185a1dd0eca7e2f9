import { DetectorFrame } from "../../src/index.ts";
import type { SourceRegion } from "./engineApi.ts";

/** The pixels of a frame that a region touches, as a frame of their own; null: none. The whole frame is itself. */
export function subFrame(frame: DetectorFrame, region: SourceRegion): DetectorFrame | null {
  const { depth, data } = frame;
  const left = Math.max(Math.floor(region.x), 0);
  const top = Math.max(Math.floor(region.y), 0);
  const columns = Math.min(Math.ceil(region.x + region.width), frame.columns) - left;
  const rows = Math.min(Math.ceil(region.y + region.height), frame.rows) - top;
  if (!(columns > 0 && rows > 0)) return null;
  if (columns === frame.columns && rows === frame.rows) return frame;
  const pixels = data.slice(0, columns * rows);
  for (let row = 0; row < rows; row++) {
    const from = (top + row) * frame.columns + left;
    pixels.set(data.subarray(from, from + columns), row * columns);
  }
  return new DetectorFrame({ pixels, rows, columns, depth });
}
