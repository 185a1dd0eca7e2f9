import type { Depth } from "../tiff/index.ts";
import type { Pixels } from "./detectorFrame.ts";

/** The pixels of a frame that have counts and are not masked, in the frame's order, in memory of their own. */
export interface SparseFrame {
  readonly shape: readonly [rows: number, columns: number];
  readonly depth: Depth;
  /** Number of each such pixel: row × columns + column. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** Its counts, 1 … 2^depth − 2. */
  readonly values: Pixels;
}
