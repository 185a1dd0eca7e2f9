// 128 pixels → the bit planes of one of their bytes: the inverse of transposing planes (bitshuffle.ts).
import { evens, odds } from "./lanes";

/** Is each of `count` pixels, a multiple of 8, a signed byte: below 128, or masked or just below it? */
export function isNarrowBlock<T>(pixels: usize, count: u32): bool {
  const end = pixels + count * sizeof<T>();
  let different = i32x4.splat(0);
  for (; pixels < end; pixels += 16) {
    const values = v128.load(pixels);
    const wide =
      sizeof<T>() == 2
        ? v128.xor(i16x8.shr_s(values, 7), i16x8.shr_s(values, 15))
        : v128.xor(i32x4.shr_s(values, 7), i32x4.shr_s(values, 31));
    different = v128.or(different, wide);
  }
  return !v128.any_true(different);
}

/** Byte number `byte`, 0 being the lowest, of each of 128 pixels, in order. */
export function bytesOfPixels<T>(pixels: usize, byte: u32, bytes: usize): void {
  for (const end = bytes + 128; bytes < end; bytes += 16) {
    if (sizeof<T>() == 1) {
      v128.store(bytes, v128.load(pixels));
    } else if (sizeof<T>() == 2) {
      const low = byteOf<T>(pixels, byte);
      v128.store(bytes, i8x16.narrow_i16x8_u(low, byteOf<T>(pixels + 16, byte)));
    } else {
      const low = i16x8.narrow_i32x4_u(byteOf<T>(pixels, byte), byteOf<T>(pixels + 16, byte));
      const high = i16x8.narrow_i32x4_u(byteOf<T>(pixels + 32, byte), byteOf<T>(pixels + 48, byte));
      v128.store(bytes, i8x16.narrow_i16x8_u(low, high));
    }
    pixels += 16 * sizeof<T>();
  }
}

/** That byte of a vector of pixels, alone in its lane. */
function byteOf<T>(pixels: usize, byte: u32): v128 {
  const values = v128.load(pixels);
  if (sizeof<T>() == 2) return v128.and(i16x8.shr_u(values, 8 * byte), i16x8.splat(0xff));
  return v128.and(i32x4.shr_u(values, 8 * byte), i32x4.splat(0xff));
}

/**
 * Bit planes of 128 bytes, 16 bytes each, `plane` apart: row r is made of bytes r, 8 + r, 16 + r, …; then the 8 × 8 bits under each
 * byte are transposed by swapping blocks of 4, 2 and 1 bits between rows. Changes `bytes`.
 */
export function transposeColumn(bytes: usize, planes: usize, plane: usize): void {
  deal(bytes);
  deal(bytes);
  deal(bytes);
  for (let row: usize = 0; row < 64; row += 16) swapBits(bytes + row, bytes + row + 64, 4, 0x0f);
  for (let row: usize = 0; row < 32; row += 16) {
    swapBits(bytes + row, bytes + row + 32, 2, 0x33);
    swapBits(bytes + row + 64, bytes + row + 96, 2, 0x33);
  }
  for (let row: usize = 0; row < 128; row += 32) swapBits(bytes + row, bytes + row + 16, 1, 0x55);
  for (let row: usize = 0; row < 8; row++) v128.store(planes + row * plane, v128.load(bytes + (row << 4)));
}

/** 128 bytes: those of even number, then those of odd number. Three times, and number 8j + r is at place 16r + j. */
function deal(bytes: usize): void {
  const a = v128.load(bytes);
  const b = v128.load(bytes, 16);
  const c = v128.load(bytes, 32);
  const d = v128.load(bytes, 48);
  const e = v128.load(bytes, 64);
  const f = v128.load(bytes, 80);
  const g = v128.load(bytes, 96);
  const h = v128.load(bytes, 112);
  v128.store(bytes, evens<u8>(a, b));
  v128.store(bytes, evens<u8>(c, d), 16);
  v128.store(bytes, evens<u8>(e, f), 32);
  v128.store(bytes, evens<u8>(g, h), 48);
  v128.store(bytes, odds<u8>(a, b), 64);
  v128.store(bytes, odds<u8>(c, d), 80);
  v128.store(bytes, odds<u8>(e, f), 96);
  v128.store(bytes, odds<u8>(g, h), 112);
}

/** Swaps the upper bits of each block of 2 × `distance` bits in one row with the lower ones in another. */
function swapBits(upper: usize, lower: usize, distance: i32, mask: i32): void {
  const a = v128.load(upper);
  const b = v128.load(lower);
  const swapped = v128.and(v128.xor(i64x2.shr_u(a, distance), b), i8x16.splat(<i8>mask));
  v128.store(lower, v128.xor(b, swapped));
  v128.store(upper, v128.xor(a, i64x2.shl(swapped, distance)));
}
