import type { FrameHistogram } from "../../src/index.ts";

const MOST_BINS = 256;

/** Bins for display: bin i has the pixels with `edges[i]` … `edges[i + 1] − 1` counts. */
export interface DisplayHistogram {
  readonly edges: Float64Array<ArrayBuffer>;
  readonly counts: Float64Array<ArrayBuffer>;
}

/** At most 256 bins over 0 … `max`, as wide as each other on an axis of log(count + 1) but a whole count at least. */
export function displayHistogram(histogram: FrameHistogram, max: number): DisplayHistogram {
  const edges = Float64Array.from(displayEdges(max));
  const counts = new Float64Array(edges.length - 1);
  let bin = 0;
  histogram.counts.forEach((pixels, index) => {
    if (pixels === 0) return;
    const count = histogram.edges[index] ?? 0;
    while (bin < counts.length - 1 && count >= (edges[bin + 1] ?? Infinity)) bin += 1;
    counts[bin] = (counts[bin] ?? 0) + pixels;
  });
  return { edges, counts };
}

function displayEdges(max: number): Set<number> {
  const step = Math.log(max + 2) / MOST_BINS;
  const whole = Array.from({ length: MOST_BINS + 1 }, (_, index) => Math.round(Math.expm1(index * step)));
  return new Set([...whole.slice(0, -1), max + 1]);
}
