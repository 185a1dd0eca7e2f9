import { type Decoder, DetectorFrame } from "../decoder/index.ts";
import type { StreamImage } from "./streamImage.ts";

/**
 * The frame of one image of a message.
 * @throws {DecodeError} as `decoder.decode` does for compressed payloads; UNSUPPORTED for an encoding that it does not know.
 */
export function decodeStreamImage(image: StreamImage, options: { readonly decoder: Decoder }): DetectorFrame {
  const { encoding, payload, depth, shape } = image;
  if (encoding !== null) return options.decoder.decode(payload, { encoding, depth, shape });
  const [rows, columns] = shape;
  return new DetectorFrame({ pixels: littleEndianPixels(payload, depth), rows, columns, depth });
}

/** A copy that begins where its own memory does, and so is aligned. */
function littleEndianPixels(payload: StreamImage["payload"], depth: StreamImage["depth"]) {
  const { buffer } = payload.slice();
  if (depth === 8) return new Uint8Array(buffer);
  return depth === 16 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}
