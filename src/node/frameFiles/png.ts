import { encode } from "fast-png";
import type { Decoder, DetectorFrame } from "../../decoder/index.ts";

/**
 * A frame as a PNG to look at: inverted grey (no counts are white, as on film), linear up to the 99.9th percentile
 * of the valid pixels, at least 5 counts; masked pixels, which are not counts, light blue.
 * @throws {FrameClosedError}
 */
export function encodePng(frame: DetectorFrame, { decoder }: { readonly decoder: Decoder }): Uint8Array {
  const { columns, rows, pixels } = decoder.picture(frame);
  return encode({ width: columns, height: rows, data: withoutAlpha(pixels), channels: 3, depth: 8 });
}

/** Every pixel of a frame is opaque, so a file of a third more would say nothing more. */
function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}
