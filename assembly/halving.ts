import { evens, odds } from "./lanes";

/*
 * Bins of 2 and of 4 columns, a row at a time: each row is folded as it is read, and raises a line that is a half or a quarter
 * as long. Memory is read in its own order and little is written: 4×4 reads 31 GB/s where folding after the last row read 14 (32
 * bits), and four rows at once 19.
 *
 * Bytes and 16-bit counts are folded where they are, by a shift and a maximum: each pair's is then in either of its lanes, and
 * two vectors share one. The line's order is mended once, at the end (15 operations for 64 bytes; 25 by shuffles). 32-bit counts
 * have shuffles of one operation, and stay in order.
 */

/** A line of `count` bins of 2^halvings columns, and of as many rows as there are: their maximum shifted counts (tones.ts). */
export function binByHalves<T>(
  first: usize,
  stride: usize,
  rows: u32,
  bytes: usize,
  count: u32,
  halvings: i32,
  line: usize,
): void {
  const kept = halvings == 3 ? count << 1 : count;
  memory.fill(line, 0, <usize>kept * sizeof<T>());
  const end = first + <usize>rows * stride;
  for (let row = first; row < end; row += stride) {
    if (halvings == 1) raiseToHalves<T>(row, line, bytes);
    else raiseToQuarters<T>(row, line, bytes);
  }
  mendOrder<T>(line, bytes, halvings == 1 ? 2 : 4);
  if (halvings == 3) halve<T>(line, kept);
}

/** A line rises to the maxima of the pairs of a row's `bytes`, in the order of pairs. */
function raiseToHalves<T>(row: usize, line: usize, bytes: usize): void {
  const one = v128.splat<T>(<T>1);
  const vectorsEnd = row + (bytes & ~31);
  let target = line;
  for (let source = row; source < vectorsEnd; source += 32, target += 16) {
    const a = v128.add<T>(v128.load(source), one);
    const b = v128.add<T>(v128.load(source, 16), one);
    v128.store(target, v128.max<T>(v128.load(target), foldPairs<T>(a, b)));
  }
  raiseRest<T>(vectorsEnd, row + bytes, target, 2);
}

/** The same of fours, in the order of fours. */
function raiseToQuarters<T>(row: usize, line: usize, bytes: usize): void {
  const one = v128.splat<T>(<T>1);
  const vectorsEnd = row + (bytes & ~63);
  let target = line;
  for (let source = row; source < vectorsEnd; source += 64, target += 16) {
    const a = v128.add<T>(v128.load(source), one);
    const b = v128.add<T>(v128.load(source, 16), one);
    const c = v128.add<T>(v128.load(source, 32), one);
    const d = v128.add<T>(v128.load(source, 48), one);
    v128.store(target, v128.max<T>(v128.load(target), foldFours<T>(a, b, c, d)));
  }
  raiseRest<T>(vectorsEnd, row + bytes, target, 4);
}

/** Less than a turn's pixels; the last bin may be cut off by the row's end. */
function raiseRest<T>(source: usize, end: usize, target: usize, bin: u32): void {
  for (; source < end; target += sizeof<T>()) {
    let highest = load<T>(target);
    const binEnd = min<usize>(source + bin * sizeof<T>(), end);
    for (; source < binEnd; source += sizeof<T>()) highest = max<T>(highest, <T>(load<T>(source) + <T>1));
    store<T>(target, highest);
  }
}

/** Maxima of neighbours: a0 b0 a1 b1 …; in order, a0 a1 … b0 b1 …, for 32 bits. */
function foldPairs<T>(a: v128, b: v128): v128 {
  if (sizeof<T>() == 4) return v128.max<T>(evens<T>(a, b), odds<T>(a, b));
  if (sizeof<T>() == 2) {
    const left = v128.max<T>(a, i32x4.shr_u(a, 16));
    const right = v128.max<T>(b, i32x4.shl(b, 16));
    return v128.shuffle<u16>(left, right, 0, 9, 2, 11, 4, 13, 6, 15);
  }
  const left = v128.max<T>(a, i16x8.shr_u(a, 8));
  const right = v128.max<T>(b, i16x8.shl(b, 8));
  return v128.bitselect(left, right, i16x8.splat(0xff));
}

/** Maxima of four neighbours: a0 b0 c0 d0 a1 …; in order for 32 bits. */
export function foldFours<T>(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = foldPairs<T>(a, b);
  const cd = foldPairs<T>(c, d);
  if (sizeof<T>() == 4) return foldPairs<T>(ab, cd);
  if (sizeof<T>() == 2) {
    const left = v128.max<T>(ab, i64x2.shr_u(ab, 32));
    const right = v128.max<T>(cd, i64x2.shl(cd, 32));
    return v128.shuffle<u32>(left, right, 0, 5, 2, 7);
  }
  const left = v128.max<T>(ab, i32x4.shr_u(ab, 16));
  const right = v128.max<T>(cd, i32x4.shl(cd, 16));
  return v128.shuffle<u16>(left, right, 0, 9, 2, 11, 4, 13, 6, 15);
}

/** Puts the pairs, or fours, of a line to which rows of `bytes` have been folded, in the order of the columns. */
function mendOrder<T>(line: usize, bytes: usize, bin: u32): void {
  if (sizeof<T>() == 4) return;
  const order = bin == 2 ? orderOfPairs<T>() : orderOfFours<T>();
  const end = line + (bytes / (16 * bin)) * 16;
  for (let address = line; address < end; address += 16)
    v128.store(address, v128.swizzle(v128.load(address), order));
}

function orderOfPairs<T>(): v128 {
  if (sizeof<T>() == 1) return i8x16(0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15);
  return i8x16(0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15);
}

function orderOfFours<T>(): v128 {
  if (sizeof<T>() == 1) return i8x16(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  return i8x16(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
}

/** Halves a line in place: `count` elements become half as many. May read up to 31 bytes more. */
function halve<T>(line: usize, count: u32): void {
  const end = line + <usize>count * sizeof<T>();
  for (let address = line, target = line; address < end; address += 32, target += 16) {
    const a = v128.load(address);
    const b = v128.load(address, 16);
    v128.store(target, v128.max<T>(evens<T>(a, b), odds<T>(a, b)));
  }
}
