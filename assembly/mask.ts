/** Gives every pixel whose byte of the mask is not 0 the masked value, all bits set. */
export function applyMask<T>(pixels: usize, count: u32, mask: usize): void {
  const nothing = i32x4.splat(0);
  const end = mask + count;
  let from = mask;
  let to = pixels;
  for (const vectorsEnd = mask + (count & ~15); from < vectorsEnd; from += 16) {
    const chosen = v128.not(i8x16.eq(v128.load(from), nothing));
    if (sizeof<T>() == 1) {
      setBits(to, chosen);
    } else {
      setWideBits<T>(to, i16x8.extend_low_i8x16_s(chosen));
      setWideBits<T>(to + 8 * sizeof<T>(), i16x8.extend_high_i8x16_s(chosen));
    }
    to += 16 * sizeof<T>();
  }
  for (; from < end; from++) {
    if (load<u8>(from) != 0) store<T>(to, <T>-1);
    to += sizeof<T>();
  }
}

/** Eight pixels, whose lanes are 0 or all bits set. */
function setWideBits<T>(to: usize, chosen: v128): void {
  if (sizeof<T>() == 2) {
    setBits(to, chosen);
  } else {
    setBits(to, i32x4.extend_low_i16x8_s(chosen));
    setBits(to + 16, i32x4.extend_high_i16x8_s(chosen));
  }
}

function setBits(to: usize, bits: v128): void {
  v128.store(to, v128.or(v128.load(to), bits));
}
