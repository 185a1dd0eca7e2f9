import { CORRUPT, LIMIT, TRUNCATED } from "./errors";
import { copyRun, isEqual } from "./memory";
import { alikeFrom, fillGap, firstAlike, repeatedPlanes } from "./repeatedPlanes";

/**
 * One LZ4 block (lz4_Block_format.md), sequence by sequence:
 *
 *     token │ more literal length… │ literals │ offset u16 │ more match length…
 *     4 bits of literal length, 4 bits of match length − 4; 15 means that bytes are added until one is not 255
 *
 * The last sequence ends with its literals. A block is accepted or refused as LZ4_decompress_safe (1.9, 1.10) does it,
 * but for an offset of 0, which is refused here.
 */

/** A match keeps this far from the end of the output, and literals that come nearer must be the last (MFLIMIT). */
const MATCH_LIMIT: usize = 12;
/** The last bytes of a block are literals (LASTLITERALS). */
const LAST_LITERALS: usize = 5;
/** Behind literals that are not the last come at least an offset, a token and the last literals. */
const INPUT_LIMIT: usize = 8;
/** A length beyond this can only be an attack on 32-bit sums. */
const LONGEST_RUN: u32 = 1 << 30;

/** Token, 14 literals and INPUT_LIMIT. */
const FAST_INPUT: usize = 23;
/** 14 literals and a vector, or MATCH_LIMIT, behind them. */
const FAST_OUTPUT: usize = 48;

/** A whole vector for literals and one for the match, or for a chunk of a long copy: room that the fast path needs. */
const FAST_ROOM: usize = 64;

/**
 * For offsets 1 … 16: which byte of the last `offset` ones comes at each of the next 16 places. With it a match of any
 * offset is one load, one swizzle and one store, where bytes that repeat sooner than 16 would else be copied one by one
 * (whole frames: 1.05 to 1.5 times as fast).
 */
const PATTERNS: usize = memory.data(17 * 16, 16);
/** For the same offsets: the smallest multiple that is 16 or more, from which whole vectors can be copied on. */
const STRIDES: usize = memory.data(17 * 4, 16);

/** Fills the tables. Once per instance, before anything is decoded. */
export function prepareLz4(): void {
  for (let offset: u32 = 1; offset <= 16; offset++) {
    for (let place: u32 = 0; place < 16; place++) {
      store<u8>(PATTERNS + offset * 16 + place, <u8>(place % offset));
    }
    store<u32>(STRIDES + offset * 4, ((15 + offset) / offset) * offset);
  }
}

/**
 * Decodes a block into `output`. Bytes up to `outputRoom` (not before `outputEnd`) may be written, though they mean nothing:
 * copies are by the vector.
 *
 * `T` is the element whose bit planes, of `plane` bytes each, the block holds: planes that are all like the last one need not
 * be written. u64: there are none.
 *
 * @returns the number of bytes; with planes, the number of the first of those that are all alike; or a negative code
 */
export function decodeLz4Block<T>(
  input: usize,
  inputEnd: usize,
  output: usize,
  outputEnd: usize,
  outputRoom: usize,
  plane: u32,
): i32 {
  // Up to here a sequence of short literals and a short match is copied by whole vectors, and is not the last.
  // The module's own data lies below, so that neither is negative.
  const inputFast = inputEnd - FAST_INPUT;
  const outputFast = outputEnd - FAST_OUTPUT;
  // Repeated planes are skipped where there are many: 32-bit pixels decode 1.4 times as fast, 16-bit ones more slowly.
  const skips = sizeof<T>() == 4;
  let markFrom: usize = 0;
  let markTo: usize = 0;
  let markOffset: u32 = 0;
  let farthest: u32 = 0;
  let gap: usize = 0;
  let landing: usize = 0;
  let floor = output;

  let from = input;
  let to = output;
  if (from == inputEnd) return TRUNCATED;
  while (true) {
    const token = <u32>load<u8>(from);
    from += 1;
    let literals = token >> 4;
    if (areLeft(14 - literals, inputFast - from, outputFast - to)) {
      v128.store(to, v128.load(from));
      from += literals;
      to += literals;
    } else {
      if (literals == 15) {
        let more: u32;
        do {
          if (from + 15 >= inputEnd) return CORRUPT;
          more = <u32>load<u8>(from);
          from += 1;
          literals += more;
          if (literals > LONGEST_RUN) return LIMIT;
        } while (more == 255);
      }
      if (literals > <u32>(inputEnd - from) || literals > <u32>(outputEnd - to)) return CORRUPT;
      const isLast = from + literals + INPUT_LIMIT > inputEnd || to + literals + MATCH_LIMIT > outputEnd;
      copyRun(to, from, literals);
      from += literals;
      to += literals;
      if (isLast) {
        if (from != inputEnd) return from + 1 == inputEnd ? TRUNCATED : CORRUPT;
        if (sizeof<T>() == 8) return <i32>(to - output);
        if (to != outputEnd) return CORRUPT;
        if (!skips || gap == 0) return firstAlike(output, outputEnd, plane);
        const rest = outputEnd - landing;
        if (isEqual(landing, landing - plane, rest)) {
          return <i32>((<u32>(gap - 2 * plane - output) + plane - 1) / plane);
        }
        fillGap(gap, landing, plane);
        return firstAlike(output, outputEnd, plane);
      }
    }

    const offset = <u32>load<u16>(from);
    from += 2;
    if (offset - 1 >= <u32>(to - floor)) {
      if (!skips || offset - 1 >= <u32>(to - output)) return CORRUPT;
      fillGap(gap, landing, plane);
      gap = 0;
      floor = output;
    }
    if (skips) farthest = max<u32>(farthest, offset);
    let length = (token & 15) + 4;
    if (areLeft(16 - length, outputFast - to, 0)) {
      const pattern = v128.load(PATTERNS + (min<u32>(offset, 16) << 4));
      v128.store(to, v128.swizzle(v128.load(to - offset), pattern));
      to += length;
      continue;
    }
    if (length == 19) {
      if (skips) {
        if (
          to == markTo + plane &&
          offset == markOffset &&
          farthest <= plane &&
          gap == 0 &&
          to - 2 * plane >= output
        ) {
          const period = from - markFrom;
          const planes = repeatedPlanes(markFrom, from, inputFast, to, outputFast, plane);
          if (planes > 1) {
            gap = to;
            from += <usize>planes * period;
            to += planes * plane;
            landing = to;
            floor = to - plane;
            copyRun(floor, gap - plane, plane);
          }
        }
        if (to >= markTo + plane) {
          markFrom = from;
          markTo = to;
          markOffset = offset;
          farthest = offset;
        }
      }
      let more: u32;
      do {
        if (from + LAST_LITERALS > inputEnd) return CORRUPT;
        more = <u32>load<u8>(from);
        from += 1;
        length += more;
        if (length > LONGEST_RUN) return LIMIT;
      } while (more == 255);
    }
    if (length + <u32>LAST_LITERALS > <u32>(outputEnd - to)) return CORRUPT;
    if (sizeof<T>() < 8 && gap == 0 && to + length + 15 > outputEnd) {
      // A run of one byte repeats with any period, whatever offset its encoder has found.
      const isRun = isEqual(to - offset + 1, to - offset, offset - 1);
      const period = isRun ? 1 : offset;
      const first =
        plane % period == 0 ? alikeFrom(from, inputEnd, output, outputEnd, to, period, length, plane) : -1;
      if (first >= 0) {
        const needed = output + (<usize>first + 1) * plane;
        if (needed > to) copyMatch(to, offset, <u32>(needed - to), outputRoom);
        return first;
      }
    }
    if (to + length + FAST_ROOM > outputRoom) {
      copyBytes(to, offset, length);
      to += length;
      continue;
    }
    // As `copyMatch`, but not called: 16-bit frames decode 7 % faster.
    const end = to + length;
    const pattern = v128.load(PATTERNS + (min<u32>(offset, 16) << 4));
    v128.store(to, v128.swizzle(v128.load(to - offset), pattern));
    const stride = offset >= 16 ? offset : load<u32>(STRIDES + (offset << 2));
    to += 16;
    while (to < end) {
      v128.store(to, v128.load(to - stride));
      v128.store(to, v128.load(to - stride, 16), 16);
      to += 32;
    }
    to = end;
  }
}

/**
 * Is none of three differences negative? Written as one test: the compiler makes `a < b && c < d && …` of conditions without side
 * effects a sum of flags (13 instructions for 6, 3 % of the decoding).
 */
function areLeft(a: usize, b: usize, c: usize): bool {
  return <i32>(<u32>(a | b | c)) >= 0;
}

function copyBytes(to: usize, offset: u32, length: u32): void {
  for (const end = to + length; to < end; to++) store<u8>(to, load<u8>(to - offset));
}

/** A match of any length: whole vectors while there is room for them, then bytes. */
function copyMatch(to: usize, offset: u32, length: u32, outputRoom: usize): void {
  const end = to + length;
  if (end + FAST_ROOM > outputRoom) {
    copyBytes(to, offset, length);
    return;
  }
  const pattern = v128.load(PATTERNS + (min<u32>(offset, 16) << 4));
  v128.store(to, v128.swizzle(v128.load(to - offset), pattern));
  const stride = offset >= 16 ? offset : load<u32>(STRIDES + (offset << 2));
  let place = to + 16;
  while (place < end) {
    v128.store(place, v128.load(place - stride));
    v128.store(place + 16, v128.load(place + 16 - stride));
    place += 32;
  }
}
