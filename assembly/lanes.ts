/** Sum of a vector's unsigned lanes: neighbours are added in lanes of twice the width until two of 64 bits are left. */
export function sumOfLanes<T>(lanes: v128): u64 {
  if (sizeof<T>() == 1) return sumOfLanes<u16>(i16x8.extadd_pairwise_i8x16_u(lanes));
  if (sizeof<T>() == 2) return sumOfLanes<u32>(i32x4.extadd_pairwise_i16x8_u(lanes));
  if (sizeof<T>() == 4) {
    return sumOfLanes<u64>(i64x2.add(i64x2.extend_low_i32x4_u(lanes), i64x2.extend_high_i32x4_u(lanes)));
  }
  return i64x2.extract_lane(lanes, 0) + i64x2.extract_lane(lanes, 1);
}
