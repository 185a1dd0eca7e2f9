import type { ResultPoint } from "./resultHistory.ts";

/** What a projection is of. */
export interface ProjectionFacts {
  readonly series: number;
  /** Numbers of the images that it may have. */
  readonly first_image: number;
  readonly last_image: number;
  /** How many of them it has. */
  readonly images: number;
  readonly rows: number;
  readonly columns: number;
  /** Bits of a pixel of the images; of the sum, 32. */
  readonly depth: number;
  /** Of all projections, rises with each change. */
  readonly revision: number;
}

/** Results of a run as plain data: JSON carries it. Names are those of a configuration's parameters. */
export interface ImageResults {
  /** Images of the chosen threshold. */
  readonly images: number;
  /** Images a second, over the last two seconds. */
  readonly rate: number;
  /** Images of other thresholds. */
  readonly other_thresholds: number;
  /** Images that are in no projection, as far as they were seen. */
  readonly left_out: number;
  /** Data of nodes that were not understood. */
  readonly unreadable: number;
  /** The last image that was collected. */
  readonly event_id: string | null;
  readonly timestamp: number | null;
  readonly projection: ProjectionFacts | null;
  /** Dead and hot pixels by that projection; null: it has too few images to tell. */
  readonly pixels: { readonly dead: number; readonly hot: number } | null;
  /** Points that a client keeps at most. */
  readonly history_seconds: number;
  /** Seconds that are over, the oldest first. */
  readonly points: readonly ResultPoint[];
}
