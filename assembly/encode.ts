/**
 * Pixels → the blocks of a `bslz4` payload (dectris.ts): the inverse of decompress.ts, for keeping frames, not for files.
 *
 * A block of 8 kB becomes bit planes (bitshuffle.ts draws them), which are packed by a greedy LZ4. Where every pixel of it is a
 * signed byte, masked ones being −1, planes 7 … are alike: eight are transposed, and the others are one match that needs no
 * search.
 *
 * `scratch`: planes of a block and SLACK │ bytes of a column (128) and SLACK │ table of places (8 kB).
 */
import { SLACK } from "./blocks";
import { bytesOfPixels, isNarrowBlock, transposeColumn } from "./planes";

/** As DECTRIS has it. */
const BLOCK_BYTES: u32 = 8192;
const COLUMN: usize = <usize>BLOCK_BYTES + SLACK;
const TABLE: usize = COLUMN + 128 + SLACK;
const HASH_BITS: u32 = 12;
const TABLE_BYTES: usize = 2 << HASH_BITS;
export const ENCODE_SCRATCH: usize = TABLE + TABLE_BYTES;

/** No match begins in the last twelve bytes of a block, and the last five are literals (lz4_Block_format.md). */
const MATCH_LIMIT: u32 = 12;
const LAST_LITERALS: u32 = 5;
const SHORTEST_MATCH: u32 = 4;
/** After 2⁵ places without a match every second place is tried, after 2⁶ every third. */
const PATIENCE_BITS: u32 = 5;

/**
 * Bytes that `count` pixels of `element` bytes have at most when encoded. A sequence is shorter than what it stands for but for
 * its lengths (a byte for 255) and the last token; SLACK, because literals are copied by the vector.
 */
export function encodedBytes(element: u32, count: u32): u64 {
  const bytes = <u64>count * element;
  const blocks = bytes / BLOCK_BYTES + 1;
  return bytes + blocks * (4 + BLOCK_BYTES / 255 + 16) + SLACK;
}

/** Blocks of `count` pixels, and the pixels beyond the last eight as they are; bytes written. */
export function encodePixels<T>(pixels: usize, count: u32, scratch: usize, output: usize): u32 {
  let to = output;
  let left = count & ~7;
  while (left > 0) {
    const part = min<u32>(left, BLOCK_BYTES / sizeof<T>());
    const narrow = sizeof<T>() > 1 && isNarrowBlock<T>(pixels, part);
    writePlanes<T>(pixels, part, narrow ? 1 : sizeof<T>(), scratch);
    const end = packPlanes(
      scratch,
      part * sizeof<T>(),
      part >> 3,
      narrow ? part : part * sizeof<T>(),
      to + 4,
    );
    store<u32>(to, bswap<u32>(<u32>(end - to) - 4));
    to = end;
    pixels += <usize>part * sizeof<T>();
    left -= part;
  }
  const rest = (count & 7) * sizeof<T>();
  memory.copy(to, pixels, rest);
  return <u32>(to - output) + rest;
}

/** Bit planes of `count` pixels, a multiple of 8, by their lower `bytes` bytes; planes above are like the last of these. */
function writePlanes<T>(pixels: usize, count: u32, bytes: u32, scratch: usize): void {
  const plane: usize = count >> 3;
  for (let byte: u32 = 0; byte < bytes; byte++) {
    const planes = scratch + <usize>byte * 8 * plane;
    if (plane < 16) {
      writeBits<T>(pixels, count, byte, planes);
      continue;
    }
    // The last column may begin before the former ends: its bytes are written twice, alike.
    for (let column: usize = 0; ; column = min<usize>(column + 16, plane - 16)) {
      bytesOfPixels<T>(pixels + (column << 3) * sizeof<T>(), byte, scratch + COLUMN);
      transposeColumn(scratch + COLUMN, planes + column, plane);
      if (column + 16 >= plane) break;
    }
  }
  const end = scratch + count * sizeof<T>();
  for (let to = scratch + <usize>bytes * 8 * plane; to < end; to += plane) memory.copy(to, to - plane, plane);
}

/** Bit by bit: for blocks of fewer than 128 pixels. */
function writeBits<T>(pixels: usize, count: u32, byte: u32, planes: usize): void {
  const plane = count >> 3;
  for (let k: u32 = 0; k < 8; k++) {
    for (let eight: u32 = 0; eight < plane; eight++) {
      let bits: u32 = 0;
      for (let r: u32 = 0; r < 8; r++) {
        bits |= ((<u32>load<T>(pixels + (8 * eight + r) * sizeof<T>()) >> (8 * byte + k)) & 1) << r;
      }
      store<u8>(planes + k * plane + eight, bits);
    }
  }
}

/**
 * An LZ4 block of `length` bytes at `scratch`, of which those from `searched` on repeat the plane before them. Where it ends.
 */
function packPlanes(scratch: usize, length: u32, plane: u32, searched: u32, output: usize): usize {
  const end = scratch + length;
  const lastMatch = length > MATCH_LIMIT ? end - MATCH_LIMIT : scratch;
  const searchEnd = min<usize>(scratch + searched, lastMatch);
  const matchEnd = end - LAST_LITERALS;
  const table = scratch + TABLE;
  memory.fill(table, 0, TABLE_BYTES);
  let to = output;
  let literals = scratch;
  // Place 0 is what an unused entry of the table says: nothing is looked for there.
  let place = scratch + 1;
  let misses: u32 = 0;
  while (place < searchEnd) {
    const bytes = load<u32>(place);
    const entry = table + (((bytes * 2654435761) >> (32 - HASH_BITS)) << 1);
    const candidate = scratch + <usize>load<u16>(entry);
    store<u16>(entry, <u32>(place - scratch));
    if (load<u32>(candidate) != bytes) {
      place += 1 + (misses >> PATIENCE_BITS);
      misses += 1;
      continue;
    }
    const matched = endOfMatch(candidate, place, matchEnd);
    to = writeSequence(
      to,
      literals,
      <u32>(place - literals),
      <u32>(place - candidate),
      <u32>(matched - place),
    );
    place = matched;
    literals = matched;
    misses = 0;
  }
  const repeated = max<usize>(literals, scratch + searched);
  if (searched < length && repeated < lastMatch) {
    to = writeSequence(to, literals, <u32>(repeated - literals), plane, <u32>(matchEnd - repeated));
    literals = matchEnd;
  }
  const rest = <u32>(end - literals);
  to = writeLength(to + 1, rest, min<u32>(rest, 15) << 4);
  return writeLiterals(to, literals, rest);
}

/** Where the bytes at `candidate` and `place`, alike for four, differ, or `end`. */
function endOfMatch(candidate: usize, place: usize, end: usize): usize {
  const offset = place - candidate;
  place += SHORTEST_MATCH;
  while (place < end) {
    const alike = i8x16.bitmask(i8x16.eq(v128.load(place), v128.load(place - offset)));
    if (alike != 0xffff) return min<usize>(place + <usize>ctz<i32>(~alike), end);
    place += 16;
  }
  return end;
}

/** Token, literals, offset, lengths. */
function writeSequence(to: usize, from: usize, literals: u32, offset: u32, match: u32): usize {
  const more = match - SHORTEST_MATCH;
  to = writeLength(to + 1, literals, (min<u32>(literals, 15) << 4) | min<u32>(more, 15));
  to = writeLiterals(to, from, literals);
  store<u16>(to, offset);
  return writeMore(to + 2, more);
}

/** The token, before `to`, and what of the length of the literals it does not hold. */
function writeLength(to: usize, literals: u32, token: u32): usize {
  store<u8>(to - 1, token);
  return writeMore(to, literals);
}

function writeMore(to: usize, length: u32): usize {
  if (length < 15) return to;
  let left = length - 15;
  for (; left >= 255; left -= 255) {
    store<u8>(to, 255);
    to += 1;
  }
  store<u8>(to, left);
  return to + 1;
}

function writeLiterals(to: usize, from: usize, length: u32): usize {
  for (let copied: u32 = 0; copied < length; copied += 16) v128.store(to + copied, v128.load(from + copied));
  return to + length;
}
