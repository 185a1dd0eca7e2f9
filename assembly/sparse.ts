/**
 * Appends index and value of each pixel that has counts and is not masked to two lists, of u32 and of T, which hold `found`
 * already; returns how many they hold then. `S` is the source's element: T, or u8 for the bytes of a narrow block. The first
 * pixel has number `index`.
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
  for (; pixels < vectorsEnd; pixels += 16) {
    const source = v128.load(pixels);
    const empty = v128.or(v128.eq<S>(source, nothing), v128.eq<S>(source, masked));
    // Bit by bit: at the densities that are worth a sparse form, most vectors have none or one.
    let present = v128.bitmask<S>(v128.not(empty));
    while (present != 0) {
      const lane = <u32>ctz(present);
      store<u32>(indices + ((<usize>found) << 2), index + lane);
      store<T>(values + <usize>found * sizeof<T>(), <T>load<S>(pixels + lane * sizeof<S>()));
      found += 1;
      present &= present - 1;
    }
    index += lanes;
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
