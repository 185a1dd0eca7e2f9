import { endBound, firstBound } from "./axis";
import { evens, odds } from "./lanes";

/**
 * One row of picture pixels as means of their valid source pixels. A bin is u32: 0 where no source pixel is valid, else
 * 1 + ⌊mean · 2^bits⌋, at most 2³² − 1. The fractions matter: a mean of 0.4 counts is not white.
 *
 * `corner` is the first source pixel of the first bin, `bounds` their columns; `pairs` tells that every bin but the
 * last is two columns wide. 16M pixels of 16 bits to a quarter or less, with colours: 11 ms for 2×2, 18 ms otherwise.
 */
export function meanRow<T>(
  corner: usize,
  stride: usize,
  rows: u32,
  bounds: usize,
  count: u32,
  pairs: bool,
  bits: i32,
  bins: usize,
): void {
  const leftmost = firstBound(bounds, 0);
  const done =
    pairs && rows == 2
      ? meanOfFours<T>(corner, stride, endBound(bounds, count - 1) - leftmost, bits, bins)
      : 0;
  for (let index = done; index < count; index++) {
    const first = corner + <usize>(firstBound(bounds, index) - leftmost) * sizeof<T>();
    const bytes = <usize>(endBound(bounds, index) - firstBound(bounds, index)) * sizeof<T>();
    let sum: u64 = 0;
    let valid: u32 = 0;
    for (let row: u32 = 0, address = first; row < rows; row++, address += stride) {
      for (let offset: usize = 0; offset < bytes; offset += sizeof<T>()) {
        const value = load<T>(address + offset);
        if (value == <T>-1) continue;
        sum += <u64>value;
        valid++;
      }
    }
    store<u32>(bins + ((<usize>index) << 2), shiftedMean(sum, valid, bits));
  }
}

/** Exact below 2⁵³: there a quotient in 64 bits never rounds up to the next whole number. */
function shiftedMean(sum: u64, valid: u32, bits: i32): u32 {
  if (valid == 0) return 0;
  return <u32>min((<f64>sum * <f64>(1 << bits)) / <f64>valid, 4_294_967_294) + 1;
}

/**
 * 2×2: two vectors, one of each row, at a time; `columns` of the frame. Gives the number of bins done.
 * Comparisons have all bits set where true, so summing them counts masked pixels, negative.
 */
function meanOfFours<T>(corner: usize, stride: usize, columns: u32, bits: i32, bins: usize): u32 {
  const masked = i32x4.splat(-1);
  const end = corner + ((<usize>columns * sizeof<T>()) & ~15);
  let target = bins;
  for (let address = corner; address < end; address += 16, target += 32 / sizeof<T>()) {
    const a = v128.load(address);
    const b = v128.load(address + stride);
    const isMaskedA = v128.eq<T>(a, masked);
    const isMaskedB = v128.eq<T>(b, masked);
    const validA = v128.andnot(a, isMaskedA);
    const validB = v128.andnot(b, isMaskedB);
    if (sizeof<T>() == 1) {
      const sums = i16x8.add(i16x8.extadd_pairwise_i8x16_u(validA), i16x8.extadd_pairwise_i8x16_u(validB));
      const counts = i16x8.extadd_pairwise_i8x16_s(i8x16.add(isMaskedA, isMaskedB));
      storeMeans(i32x4.extend_low_i16x8_u(sums), i32x4.extend_low_i16x8_s(counts), bits, target);
      storeMeans(i32x4.extend_high_i16x8_u(sums), i32x4.extend_high_i16x8_s(counts), bits, target + 16);
    } else if (sizeof<T>() == 2) {
      const sums = i32x4.add(i32x4.extadd_pairwise_i16x8_u(validA), i32x4.extadd_pairwise_i16x8_u(validB));
      storeMeans(sums, i32x4.extadd_pairwise_i16x8_s(i16x8.add(isMaskedA, isMaskedB)), bits, target);
    } else {
      const even = evens<u32>(validA, validB);
      const odd = odds<u32>(validA, validB);
      const sums = i64x2.add(
        i64x2.add(i64x2.extend_low_i32x4_u(even), i64x2.extend_high_i32x4_u(even)),
        i64x2.add(i64x2.extend_low_i32x4_u(odd), i64x2.extend_high_i32x4_u(odd)),
      );
      const counts = i32x4.add(evens<u32>(isMaskedA, isMaskedB), odds<u32>(isMaskedA, isMaskedB));
      const left = 4 + i32x4.extract_lane(counts, 0) + i32x4.extract_lane(counts, 2);
      const right = 4 + i32x4.extract_lane(counts, 1) + i32x4.extract_lane(counts, 3);
      store<u32>(target, shiftedMean(i64x2.extract_lane(sums, 0), left, bits));
      store<u32>(target, shiftedMean(i64x2.extract_lane(sums, 1), right, bits), 4);
    }
  }
  return <u32>((target - bins) >> 2);
}

/**
 * Four bins of four pixels each. The sum of four 16-bit counts, times 2⁶, is exact in 32-bit floating point, and its
 * quotient by 1 … 4 never rounds up to the next whole number.
 */
function storeMeans(sums: v128, negativeMasked: v128, bits: i32, target: usize): void {
  const valid = i32x4.add(i32x4.splat(4), negativeMasked);
  const quotients = f32x4.div(f32x4.convert_i32x4_s(i32x4.shl(sums, bits)), f32x4.convert_i32x4_s(valid));
  const shifted = i32x4.add(i32x4.trunc_sat_f32x4_s(quotients), i32x4.splat(1));
  v128.store(target, v128.and(shifted, i32x4.ne(valid, i32x4.splat(0))));
}
