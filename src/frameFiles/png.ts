import { encode } from "fast-png";
import type { Decoder, DetectorFrame, PictureOptions } from "../decoder/index.ts";

/**
 * A frame as a PNG to look at, as `Decoder.picture` draws it; by default inverted grey (no counts are white, as on film), linear
 * up to the 99.9th percentile of the valid pixels, at least 5 counts; masked pixels, which are not counts, light blue.
 * @throws {FrameClosedError}, and what `picture` throws
 */
export function encodePng(
  frame: DetectorFrame,
  { decoder, ...options }: PictureOptions & { readonly decoder: Decoder },
): Uint8Array<ArrayBuffer> {
  const { columns, rows, pixels } = decoder.picture(frame, options);
  const png = encode({ width: columns, height: rows, data: withoutAlpha(pixels), channels: 3, depth: 8 });
  return new Uint8Array(png);
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
