/**
 * The LZ4 kernel's twin, byte by byte: accepts and refuses what `LZ4_decompress_safe` does (lz4 1.9, 1.10), but for an offset
 * of 0, which is refused. The bytes of the block, or undefined.
 */
export function scalarLz4(input: Uint8Array, capacity: number): Uint8Array | undefined {
  const output = new Uint8Array(capacity);
  let [from, to] = [0, 0];
  const more = (length: number, limit: number): number => {
    let sum = length;
    let byte: number;
    do {
      if (from >= limit) return Number.POSITIVE_INFINITY;
      byte = input[from++] ?? 0;
      sum += byte;
    } while (byte === 255);
    return sum;
  };
  if (input.length === 0) return undefined;
  while (true) {
    const token = input[from++] ?? 0;
    const literals = token >> 4 === 15 ? more(15, input.length - 15) : token >> 4;
    const isLast = to + literals > capacity - 12 || from + literals > input.length - 8;
    if (isLast && (from + literals !== input.length || to + literals > capacity)) return undefined;
    output.set(input.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (isLast) return output.subarray(0, to);
    const offset = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8);
    from += 2;
    if (offset === 0 || offset > to) return undefined;
    const match = ((token & 15) === 15 ? more(15, input.length - 4) : token & 15) + 4;
    if (to + match > capacity - 5) return undefined;
    for (const end = to + match; to < end; to++) output[to] = output[to - offset] ?? 0;
  }
}
