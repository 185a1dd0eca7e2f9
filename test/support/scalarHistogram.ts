import type { Pixels } from "../../src/decoder/index.ts";

/** The histogram kernel's twin: each count looks for its bin among the edges. */
export function scalarHistogram(
  pixels: Pixels,
  { masked, edges }: { readonly masked: number; readonly edges: ArrayLike<number> },
): { readonly counts: Uint32Array; readonly masked: number } {
  const counts = new Uint32Array(edges.length - 1);
  let maskedPixels = 0;
  for (const value of pixels) {
    if (value === masked) maskedPixels += 1;
    else {
      const bin = binOf(value, edges);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return { counts, masked: maskedPixels };
}

function binOf(value: number, edges: ArrayLike<number>): number {
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
