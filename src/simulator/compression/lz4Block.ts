/**
 * LZ4 block format (lz4/lz4, doc/lz4_Block_format.md): a block is a row of sequences,
 *
 *     token (literals, match) │ more literal length │ literals │ offset, u16 little endian │ more match length
 *
 * Lengths of 15 and more go on in bytes that are added until one is not 255. A match has 4 bytes or more. The last sequence
 * has literals only, 5 or more, and no match begins in the last 12 bytes.
 */
const SHORTEST_MATCH = 4;
const LAST_LITERALS = 5;
const LAST_MATCH = 12;
const FARTHEST = 65_535;
const HASH_BITS = 12;
/** After so many places without a match the steps become longer: noise is passed quickly. */
const PATIENCE_BITS = 6;

/** Where each four bytes were seen last, as place + 1. */
const seen = new Int32Array(2 ** HASH_BITS);

/** As many bytes as a block of `length` bytes can have when nothing in it repeats. */
export function longestLz4Block(length: number): number {
  return length + Math.ceil(length / 255) + 16;
}

/** Compresses `input` greedily into `output` from `start` on; returns where the block ends. */
export function compressLz4Block(input: Uint8Array, output: Uint8Array, start: number): number {
  const lastMatch = input.length - LAST_MATCH;
  seen.fill(0);
  let to = start;
  let literals = 0;
  let misses = 0;
  for (let place = 0; place <= lastMatch; ) {
    const bytes = fourBytes(input, place);
    const slot = Math.imul(bytes, 2_654_435_761) >>> (32 - HASH_BITS);
    const candidate = (seen[slot] ?? 0) - 1;
    seen[slot] = place + 1;
    if (candidate < 0 || place - candidate > FARTHEST || fourBytes(input, candidate) !== bytes) {
      place += 1 + (misses++ >> PATIENCE_BITS);
      continue;
    }
    const length = matchLength(input, candidate, place);
    to = writeLiterals(output, to, input.subarray(literals, place), length - SHORTEST_MATCH);
    to = writeMatch(output, to, place - candidate, length - SHORTEST_MATCH);
    place += length;
    literals = place;
    misses = 0;
  }
  return writeLiterals(output, to, input.subarray(literals), 0);
}

function fourBytes(input: Uint8Array, place: number): number {
  const lower = (input[place] ?? 0) | ((input[place + 1] ?? 0) << 8);
  return lower | ((input[place + 2] ?? 0) << 16) | ((input[place + 3] ?? 0) << 24);
}

function matchLength(input: Uint8Array, candidate: number, place: number): number {
  const longest = input.length - LAST_LITERALS - place;
  let length = SHORTEST_MATCH;
  while (length < longest && input[candidate + length] === input[place + length]) length += 1;
  return length;
}

/** Token and literals. */
function writeLiterals(output: Uint8Array, at: number, literals: Uint8Array, match: number): number {
  output[at] = (Math.min(literals.length, 15) << 4) | Math.min(match, 15);
  const to = writeMore(output, at + 1, literals.length);
  output.set(literals, to);
  return to + literals.length;
}

function writeMatch(output: Uint8Array, at: number, offset: number, match: number): number {
  output[at] = offset & 255;
  output[at + 1] = offset >> 8;
  return writeMore(output, at + 2, match);
}

/** What of a length does not fit its four bits. */
function writeMore(output: Uint8Array, at: number, length: number): number {
  if (length < 15) return at;
  let to = at;
  let left = length - 15;
  for (; left >= 255; left -= 255) output[to++] = 255;
  output[to++] = left;
  return to;
}
