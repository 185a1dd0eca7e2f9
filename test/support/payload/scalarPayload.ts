import { blockedBytes } from "./framing.ts";
import { scalarLz4 } from "./scalarLz4.ts";

const LARGEST_SHUFFLED_BLOCK = 2 ** 20;
const LARGEST_BLOCK = 2 ** 30;

/**
 * The twin of all that reads payloads: the bytes of the pixels, or undefined where a payload is refused. `element` is 0 for
 * plain LZ4.
 */
export function scalarPayload(
  payload: Uint8Array,
  { size, element }: { readonly size: number; readonly element: number },
): Uint8Array | undefined {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  if (payload.length < 12 || view.getBigUint64(0) !== BigInt(size)) return undefined;
  const blockBytes = view.getUint32(8);
  const largest = element === 0 ? LARGEST_BLOCK : LARGEST_SHUFFLED_BLOCK;
  if (blockBytes === 0 || blockBytes > largest || (element > 0 && blockBytes % (8 * element) !== 0))
    return undefined;
  const output = new Uint8Array(size);
  const blocked = blockedBytes(size, element);
  let from = 12;
  for (let to = 0; to < blocked; to += blockBytes) {
    const length = from + 4 <= payload.length ? view.getUint32(from) : Number.POSITIVE_INFINITY;
    const decoded = Math.min(blockBytes, blocked - to);
    if (from + 4 + length > payload.length) return undefined;
    const block = scalarBlock(payload.subarray(from + 4, from + 4 + length), { decoded, element });
    if (block === undefined) return undefined;
    output.set(block, to);
    from += 4 + length;
  }
  if (payload.length - from !== size - blocked) return undefined;
  output.set(payload.subarray(from), blocked);
  return output;
}

function scalarBlock(
  block: Uint8Array,
  { decoded, element }: { readonly decoded: number; readonly element: number },
): Uint8Array | undefined {
  if (element === 0 && block.length === decoded) return block;
  const bytes = scalarLz4(block, decoded);
  if (bytes === undefined || bytes.length !== decoded) return undefined;
  return element === 0 ? bytes : scalarUnshuffle(bytes, element);
}

/** Bit by bit: bit k of pixel i is bit i mod 8 of byte i div 8 of plane k. */
export function scalarUnshuffle(planes: Uint8Array, element: number): Uint8Array {
  const pixels = new Uint8Array(planes.length);
  const plane = planes.length / (8 * element);
  for (let k = 0; k < 8 * element; k++) {
    for (let byte = 0; byte < plane; byte++) {
      const bits = planes[k * plane + byte] ?? 0;
      for (let r = 0; r < 8; r++) {
        const place = (8 * byte + r) * element + (k >> 3);
        pixels[place] = (pixels[place] ?? 0) | (((bits >> r) & 1) << (k & 7));
      }
    }
  }
  return pixels;
}
