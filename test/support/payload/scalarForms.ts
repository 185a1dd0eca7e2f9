import type { Pixels } from "../../../src/decoder/index.ts";

/** 32-bit pixels as 16-bit ones, one by one: counts above 65534 as 65534, masked ones 65535. */
export function scalarSaturated(pixels: Pixels): Uint16Array {
  return Uint16Array.from(pixels, (value) => (value === 0xffffffff ? 65_535 : Math.min(value, 65_534)));
}

/** Index and value of each pixel that has counts and is not masked. */
export function scalarSparse(pixels: Pixels): { readonly indices: number[]; readonly values: number[] } {
  const masked = 2 ** (8 * pixels.BYTES_PER_ELEMENT) - 1;
  const indices: number[] = [];
  pixels.forEach((value, index) => {
    if (value !== 0 && value !== masked) indices.push(index);
  });
  return { indices, values: indices.map((index) => pixels[index] ?? 0) };
}

export const PIXEL_ARRAYS = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array } as const;

/** Bytes as pixels, in memory of their own. */
export function pixelsOf(bytes: Uint8Array, depth: 8 | 16 | 32): Pixels {
  return new PIXEL_ARRAYS[depth](bytes.slice().buffer);
}

/** The bytes of pixels. */
export function bytesOf(pixels: Pixels): Uint8Array {
  return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
}
