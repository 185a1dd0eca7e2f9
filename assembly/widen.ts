import { zipHigh, zipLow } from "./lanes";

// 128 pixels from their bytes: `bytes` has the lowest byte of each, then 128 of the next, and so on.

/** `count` signed bytes to pixels of T: −1 becomes the masked value. */
export function widen8<T>(bytes: usize, count: u32, output: usize): void {
  const vectorsEnd = bytes + (count & ~15);
  const end = bytes + count;
  for (; bytes < vectorsEnd; bytes += 16) {
    const values = v128.load(bytes);
    const low = i16x8.extend_low_i8x16_s(values);
    const high = i16x8.extend_high_i8x16_s(values);
    if (sizeof<T>() == 2) {
      v128.store(output, low);
      v128.store(output, high, 16);
    } else {
      storeWide(low, output);
      storeWide(high, output + 32);
    }
    output += 16 * sizeof<T>();
  }
  for (; bytes < end; bytes++) {
    store<T>(output, <T>load<i8>(bytes));
    output += sizeof<T>();
  }
}

/** `count` (a multiple of 8) signed 16-bit values to pixels of 32 bits. */
export function widen16(words: usize, count: u32, output: usize): void {
  for (const end = words + ((<usize>count) << 1); words < end; words += 16) {
    storeWide(v128.load(words), output);
    output += 32;
  }
}

/** 128 signed 16-bit values in two bytes each to pixels of 32 bits. */
export function widenPairs(bytes: usize, output: usize): void {
  for (const end = bytes + 128; bytes < end; bytes += 16) {
    const lower = v128.load(bytes);
    const upper = v128.load(bytes, 128);
    storeWide(zipLow<u8>(lower, upper), output);
    storeWide(zipHigh<u8>(lower, upper), output + 32);
    output += 64;
  }
}

/** Two bytes a pixel. */
export function zip16(bytes: usize, output: usize): void {
  for (const end = bytes + 128; bytes < end; bytes += 16) {
    const lower = v128.load(bytes);
    const upper = v128.load(bytes, 128);
    v128.store(output, zipLow<u8>(lower, upper));
    v128.store(output, zipHigh<u8>(lower, upper), 16);
    output += 32;
  }
}

/** Four bytes a pixel. */
export function zip32(bytes: usize, output: usize): void {
  for (const end = bytes + 128; bytes < end; bytes += 16) {
    const a = v128.load(bytes);
    const b = v128.load(bytes, 128);
    const c = v128.load(bytes, 256);
    const d = v128.load(bytes, 384);
    storePairs(zipLow<u8>(a, b), zipLow<u8>(c, d), output);
    storePairs(zipHigh<u8>(a, b), zipHigh<u8>(c, d), output + 32);
    output += 64;
  }
}

function storePairs(lower: v128, upper: v128, output: usize): void {
  v128.store(output, zipLow<u16>(lower, upper));
  v128.store(output, zipHigh<u16>(lower, upper), 16);
}

function storeWide(values: v128, output: usize): void {
  v128.store(output, i32x4.extend_low_i16x8_s(values));
  v128.store(output, i32x4.extend_high_i16x8_s(values), 16);
}

/** `count` 32-bit pixels as 16-bit ones: counts above 65534 as 65534, masked ones 65535. */
export function saturate(pixels: usize, count: u32, output: usize): void {
  const largest = i32x4.splat(0xfffe);
  const masked = i32x4.splat(-1);
  const vectorsEnd = output + ((count & ~7) << 1);
  const end = output + (count << 1);
  for (; output < vectorsEnd; output += 16) {
    const low = v128.load(pixels);
    const high = v128.load(pixels, 16);
    // One more where masked: 65534 becomes 65535.
    const lower = i32x4.sub(i32x4.min_u(low, largest), i32x4.eq(low, masked));
    const upper = i32x4.sub(i32x4.min_u(high, largest), i32x4.eq(high, masked));
    v128.store(output, i16x8.narrow_i32x4_u(lower, upper));
    pixels += 32;
  }
  for (; output < end; output += 2) {
    const value = load<u32>(pixels);
    store<u16>(output, value == u32.MAX_VALUE ? 0xffff : <u16>min<u32>(value, 0xfffe));
    pixels += 4;
  }
}
