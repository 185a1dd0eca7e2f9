import { encode } from "fast-png";
import type { DetectorFrame, Pixels } from "../../decoder/index.ts";

/** Masked pixels and gaps are not counts, so they are not grey. */
const MASKED_COLOUR = [174, 199, 232] as const;
/** Counts above this share one bin; the 99.9th percentile of a frame worth looking at lies far below. */
const HISTOGRAM_BINS = 65_536;
/** A frame with hardly a count must not be stretched until its noise looks like a signal. */
const LEAST_FULL_SCALE = 5;

/**
 * A frame as a PNG to look at: inverted grey (no counts are white, as on film), linear up to the 99.9th percentile
 * of the valid pixels, at least 5 counts; masked pixels light blue.
 * @throws {FrameClosedError}
 */
export function encodePng(frame: DetectorFrame): Uint8Array {
  const { data, rows, columns, maskedValue } = frame;
  const scale = 255 / Math.max(percentile(data, { fraction: 0.999, maskedValue }), LEAST_FULL_SCALE);
  const rgb = new Uint8Array(3 * data.length);
  for (let index = 0; index < data.length; index++) {
    const counts = data[index] ?? 0;
    const grey = Math.max(0, 255 - Math.round(counts * scale));
    const [red, green, blue] = counts === maskedValue ? MASKED_COLOUR : [grey, grey, grey];
    rgb[3 * index] = red;
    rgb[3 * index + 1] = green;
    rgb[3 * index + 2] = blue;
  }
  return encode({ width: columns, height: rows, data: rgb, channels: 3, depth: 8 });
}

/** The smallest count that `fraction` of the valid pixels do not exceed. */
function percentile(
  data: Pixels,
  options: { readonly fraction: number; readonly maskedValue: number },
): number {
  const histogram = new Uint32Array(HISTOGRAM_BINS);
  let valid = 0;
  for (const counts of data) {
    if (counts === options.maskedValue) continue;
    const bin = Math.min(counts, HISTOGRAM_BINS - 1);
    histogram[bin] = (histogram[bin] ?? 0) + 1;
    valid += 1;
  }
  let seen = 0;
  return histogram.findIndex((count) => {
    seen += count;
    return seen >= valid * options.fraction;
  });
}
