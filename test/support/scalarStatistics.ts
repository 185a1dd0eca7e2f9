import type { FrameStatistics, Pixels } from "../../src/decoder/index.ts";

/** The statistics kernel's twin: one pixel at a time, as one would say it. */
export function scalarStatistics(
  pixels: Pixels,
  options: { readonly masked: number; readonly threshold: number },
): FrameStatistics {
  let [min, max, sum, masked, zero, atOrAboveThreshold]: [
    number | null,
    number | null,
    bigint,
    number,
    number,
    number,
  ] = [null, null, 0n, 0, 0, 0];
  for (const value of pixels) {
    if (value === options.masked) {
      masked += 1;
      continue;
    }
    min = Math.min(min ?? value, value);
    max = Math.max(max ?? value, value);
    sum += BigInt(value);
    if (value === 0) zero += 1;
    if (value >= options.threshold) atOrAboveThreshold += 1;
  }
  const valid = pixels.length - masked;
  const mean = valid > 0 ? Number(sum) / valid : null;
  return { min, max, sum, mean, valid, masked, zero, atOrAboveThreshold };
}
