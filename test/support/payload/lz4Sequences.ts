/** One sequence of an LZ4 block; the last one has no match. */
export interface Lz4Sequence {
  readonly literals: Uint8Array | readonly number[];
  readonly match?: { readonly offset: number; readonly length: number };
}

/** An LZ4 block of these sequences, be they allowed or not. */
export function writeLz4(sequences: readonly Lz4Sequence[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const { literals, match } of sequences) {
    const length = match === undefined ? 0 : match.length - 4;
    bytes.push((Math.min(literals.length, 15) << 4) | Math.min(length, 15));
    pushMore(bytes, literals.length);
    for (const byte of literals) bytes.push(byte);
    if (match === undefined) continue;
    bytes.push(match.offset & 255, match.offset >> 8);
    pushMore(bytes, length);
  }
  return Uint8Array.from(bytes);
}

function pushMore(bytes: number[], length: number): void {
  if (length < 15) return;
  let left = length - 15;
  for (; left >= 255; left -= 255) bytes.push(255);
  bytes.push(left);
}

/** The sequences of a block that is well formed. */
export function readLz4(block: Uint8Array): Lz4Sequence[] {
  const sequences: Lz4Sequence[] = [];
  let from = 0;
  const readLength = (nibble: number): number => {
    let length = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255; length += byte) byte = block[from++] ?? 0;
    return length;
  };
  while (from < block.length) {
    const token = block[from++] ?? 0;
    const count = readLength(token >> 4);
    const literals = block.slice(from, from + count);
    from += count;
    if (from >= block.length) return [...sequences, { literals }];
    const offset = (block[from] ?? 0) | ((block[from + 1] ?? 0) << 8);
    from += 2;
    sequences.push({ literals, match: { offset, length: readLength(token & 15) + 4 } });
  }
  return sequences;
}
