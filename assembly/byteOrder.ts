/** Reverses the bytes of each pixel, in place: 16 bytes at a time through a lane permutation, then the rest. */
export function swapBytes<T>(pixels: usize, count: u32): void {
  const end = pixels + <usize>count * sizeof<T>();
  const vectorsEnd = pixels + ((<usize>count * sizeof<T>()) & ~15);
  const order =
    sizeof<T>() == 2
      ? i8x16(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)
      : i8x16(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
  for (let address = pixels; address < vectorsEnd; address += 16) {
    v128.store(address, i8x16.swizzle(v128.load(address), order));
  }
  for (let address = vectorsEnd; address < end; address += sizeof<T>()) {
    store<T>(address, bswap<T>(load<T>(address)));
  }
}
