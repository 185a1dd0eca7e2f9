/** Sum of a vector's unsigned lanes: neighbours are added in lanes of twice the width until two of 64 bits are left. */
export function sumOfLanes<T>(lanes: v128): u64 {
  if (sizeof<T>() == 1) return sumOfLanes<u16>(i16x8.extadd_pairwise_i8x16_u(lanes));
  if (sizeof<T>() == 2) return sumOfLanes<u32>(i32x4.extadd_pairwise_i16x8_u(lanes));
  if (sizeof<T>() == 4) {
    return sumOfLanes<u64>(i64x2.add(i64x2.extend_low_i32x4_u(lanes), i64x2.extend_high_i32x4_u(lanes)));
  }
  return i64x2.extract_lane(lanes, 0) + i64x2.extract_lane(lanes, 1);
}

/** Lanes 0, 2, 4 … of two vectors, one behind the other. */
export function evens<T>(a: v128, b: v128): v128 {
  if (sizeof<T>() == 1) return i8x16.shuffle(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  if (sizeof<T>() == 2) return v128.shuffle<u16>(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
  return v128.shuffle<u32>(a, b, 0, 2, 4, 6);
}

/** Lanes 1, 3, 5 … of two vectors, one behind the other. */
export function odds<T>(a: v128, b: v128): v128 {
  if (sizeof<T>() == 1) return i8x16.shuffle(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
  if (sizeof<T>() == 2) return v128.shuffle<u16>(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
  return v128.shuffle<u32>(a, b, 1, 3, 5, 7);
}

/** Lanes of the lower halves of two vectors of u8 or u16, in turn. */
export function zipLow<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 1
    ? i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
    : v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

/** The same of the upper halves. */
export function zipHigh<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 1
    ? i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
    : v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
