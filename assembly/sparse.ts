/**
 * For each set of present ones among 8 pixels: their places, packed to the left; once as u32 to be added to an index (8 kB) and
 * once as bytes to pick the values by (2 kB).
 *
 *     mask 0b0010_0101  →  0 2 5 0 0 0 0 0
 */
const PLACES: usize = memory.data(256 * 32, 16);
const PICKS: usize = memory.data(256 * 8, 16);

/** Fills the tables. Once per instance. */
export function prepareSparse(): void {
  for (let mask: usize = 0; mask < 256; mask++) {
    let rank: usize = 0;
    for (let bits = <u32>mask; bits != 0; bits &= bits - 1) {
      store<u32>(PLACES + mask * 32 + rank * 4, <u32>ctz(bits));
      store<u8>(PICKS + mask * 8 + rank, <u8>ctz(bits));
      rank += 1;
    }
  }
}

/**
 * Appends index and value of each pixel that has counts and is not masked to two lists, of u32 and of T, which hold `found`
 * already; returns how many they hold then. `S` is the source's element: T, or u8 for the bytes of a narrow block. The first
 * pixel has number `index`. Up to 32 bytes behind the lists are written over.
 */
export function packPixels<S, T>(
  pixels: usize,
  count: u32,
  index: u32,
  indices: usize,
  values: usize,
  found: u32,
): u32 {
  const lanes: u32 = 16 / sizeof<S>();
  const nothing = i32x4.splat(0);
  const masked = v128.splat<S>(<S>-1);
  const vectorsEnd = pixels + ((<usize>(count / lanes)) << 4);
  const end = pixels + <usize>count * sizeof<S>();
  while (pixels < vectorsEnd) {
    // Whole empty stretches are left out; within others every vector is packed, as it may have counts or not.
    const stretch = min<usize>(pixels + 64, vectorsEnd);
    let occupied = nothing;
    for (let place = pixels; place < stretch; place += 16) {
      const source = v128.load(place);
      occupied = v128.or(occupied, v128.andnot(source, v128.eq<S>(source, masked)));
    }
    if (!v128.any_true(occupied)) {
      index += <u32>(stretch - pixels) / sizeof<S>();
      pixels = stretch;
    }
    for (; pixels < stretch; pixels += sizeof<S>() == 1 ? 8 : 16) {
      const source = sizeof<S>() == 1 ? v128.load64_zero(pixels) : v128.load(pixels);
      const empty = v128.or(v128.eq<S>(source, nothing), v128.eq<S>(source, masked));
      const present = <u32>v128.bitmask<S>(v128.not(empty));
      if (sizeof<S>() == 1) {
        found = packBytes<T>(source, present & 255, index, indices, values, found);
        index += 8;
      } else {
        for (let bits = present; bits != 0; bits &= bits - 1) {
          const lane = <u32>ctz(bits);
          store<u32>(indices + ((<usize>found) << 2), index + lane);
          store<T>(values + <usize>found * sizeof<T>(), <T>load<S>(pixels + lane * sizeof<S>()));
          found += 1;
        }
        index += lanes;
      }
    }
  }
  for (; pixels < end; pixels += sizeof<S>()) {
    const value = load<S>(pixels);
    if (value != <S>0 && value != <S>-1) {
      store<u32>(indices + ((<usize>found) << 2), index);
      store<T>(values + <usize>found * sizeof<T>(), <T>value);
      found += 1;
    }
    index += 1;
  }
  return found;
}

/** The first eight pixels of a byte at once: all places are written, and those that are present count. */
function packBytes<T>(
  source: v128,
  present: u32,
  index: u32,
  indices: usize,
  values: usize,
  found: u32,
): u32 {
  const first = i32x4.splat(index);
  const places = PLACES + (present << 5);
  const to = indices + ((<usize>found) << 2);
  v128.store(to, i32x4.add(first, v128.load(places)));
  v128.store(to, i32x4.add(first, v128.load(places, 16)), 16);
  const packed = v128.swizzle(source, v128.load64_zero(PICKS + (present << 3)));
  const valuesTo = values + <usize>found * sizeof<T>();
  if (sizeof<T>() == 1) {
    store<u64>(valuesTo, i64x2.extract_lane(packed, 0));
  } else {
    const counts = i16x8.extend_low_i8x16_u(packed);
    if (sizeof<T>() == 2) {
      v128.store(valuesTo, counts);
    } else {
      v128.store(valuesTo, i32x4.extend_low_i16x8_u(counts));
      v128.store(valuesTo, i32x4.extend_high_i16x8_u(counts), 16);
    }
  }
  return found + popcnt(present);
}
