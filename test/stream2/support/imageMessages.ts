import type { Pixels } from "../../../src/index.ts";
import { array, byteString, count, type Item, join, map, tag, text } from "./cborWriter.ts";

/** A frame of five rows and seven columns: no multiple of eight pixels, so that some are left over. */
export const SHAPE = [5, 7] as const;

/** Counts from 1 up, and one masked pixel; every bit of the depth is used. */
export function testPixels(depth: 8 | 16 | 32): Pixels {
  const counts = Array.from(
    { length: SHAPE[0] * SHAPE[1] },
    (_, index) => (index + 1) * (2 ** (depth - 6) + 1),
  );
  counts[3] = 2 ** depth - 1;
  if (depth === 8) return Uint8Array.from(counts);
  return depth === 16 ? Uint16Array.from(counts) : Uint32Array.from(counts);
}

/** Tags of RFC 8746 for unsigned numbers, little endian. */
const TYPED_ARRAY = { 1: 64, 2: 69, 4: 70 } as const;

/** A channel of `data` with its pixels as they are. */
export function plainChannel(pixels: Pixels): Item {
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return channel(typedArray(pixels, byteString(bytes)));
}

/** A channel with a payload under tag 56500. */
export function compressedChannel(
  pixels: Pixels,
  options: { readonly encoding: string; readonly payload: Uint8Array; readonly modifier?: number },
): Item {
  const { encoding, payload, modifier = pixels.BYTES_PER_ELEMENT } = options;
  return channel(typedArray(pixels, compressed(text(encoding), count(modifier), byteString(payload))));
}

/** Tag 40 around the shape and whatever holds the pixels. */
export function channel(pixels: Item, shape: Item = array(...SHAPE.map((extent) => count(extent)))): Item {
  return tag(40, array(shape, pixels));
}

export function compressed(...items: readonly Item[]): Item {
  return tag(56_500, array(...items));
}

function typedArray(pixels: Pixels, content: Item): Item {
  const bytes = pixels.BYTES_PER_ELEMENT;
  if (bytes !== 1 && bytes !== 2 && bytes !== 4) throw new Error(`no pixels of ${bytes} bytes`);
  return tag(TYPED_ARRAY[bytes], content);
}

/** A message with the fields of a real one, some of them changed, or left out where they are undefined. */
export function imageMessage(
  change: Readonly<Record<string, Item | undefined>> = {},
): Uint8Array<ArrayBuffer> {
  const fields = {
    type: text("image"),
    series_id: count(15_614),
    series_unique_id: text("01HBV3JPF9T4ZDPADX6EMK6XMZ"),
    image_id: count(3),
    real_time: array(count(500_000), count(50_000_000)),
    series_date: tag(0, text("2023-10-03T17:47:49.434+02:00")),
    start_time: array(count(50_000_001), count(50_000_000)),
    stop_time: array(count(50_500_001), count(50_000_000)),
    data: map({ threshold_1: plainChannel(testPixels(16)) }),
    ...change,
  };
  return join(tag(55_799, map(fields)));
}
