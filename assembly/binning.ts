import { BinKind, endBound, firstBound } from "./axis";
import { foldFours } from "./halving";

/*
 * Bins of any size: first the maximum down the rows, then along the line that this leaves. 16M pixels of 32 bits to 856 rows are
 * read at 14 GB/s. Rows are read in the order of memory and raise a line in the first cache; with strips of all rows in
 * registers, which are five streams, it was 12.
 */

/** A line of the maximum shifted counts (tones.ts) of `rows` rows of `bytes` bytes each. */
export function maximumDown<T>(first: usize, stride: usize, rows: u32, bytes: usize, line: usize): void {
  memory.fill(line, 0, bytes);
  const end = first + <usize>rows * stride;
  for (let row = first; row < end; row += stride) raiseLine<T>(row, bytes, line);
}

/** Raises a line to the shifted counts of a row. */
function raiseLine<T>(row: usize, bytes: usize, line: usize): void {
  const one = v128.splat<T>(<T>1);
  let offset: usize = 0;
  for (; offset + 32 <= bytes; offset += 32) {
    const a = v128.add<T>(v128.load(row + offset), one);
    const b = v128.add<T>(v128.load(row + offset, 16), one);
    v128.store(line + offset, v128.max<T>(v128.load(line + offset), a));
    v128.store(line + offset, v128.max<T>(v128.load(line + offset, 16), b), 16);
  }
  for (; offset < bytes; offset += sizeof<T>())
    store<T>(line + offset, max<T>(load<T>(line + offset), <T>(load<T>(row + offset) + <T>1)));
}

/**
 * Maximum of each of `count` bins of a line, as u32. The bounds are columns of the frame; the line begins at the first bin's;
 * `kind` is what writeBounds gave. Four bins at a time, each by vectors of four elements, without a branch that depends on
 * its length. Up to three elements behind the line are read.
 */
export function maximumAlong<T>(line: usize, bounds: usize, count: u32, kind: BinKind, bins: usize): void {
  const origin = line - <usize>firstBound(bounds, 0) * sizeof<T>();
  let index: u32 = 0;
  if (kind != BinKind.Any) {
    // The frame's edge may cut the first and the last.
    store<u32>(bins, maximumOfBin<T>(origin, bounds, 0));
    for (index = 1; index + 4 < count; index += 4) {
      const target = bins + ((<usize>index) << 2);
      if (kind == BinKind.Short) v128.store(target, fourShortBins<T>(origin, bounds, index));
      else v128.store(target, fourLongBins<T>(origin, bounds, index));
    }
  }
  for (; index < count; index++)
    store<u32>(bins + ((<usize>index) << 2), maximumOfBin<T>(origin, bounds, index));
}

/** Bins of at most four elements: what lies behind one in its vector is cleared. */
function fourShortBins<T>(origin: usize, bounds: usize, index: u32): v128 {
  return foldFours<u32>(
    shortBin<T>(origin, bounds, index),
    shortBin<T>(origin, bounds, index + 1),
    shortBin<T>(origin, bounds, index + 2),
    shortBin<T>(origin, bounds, index + 3),
  );
}

function shortBin<T>(origin: usize, bounds: usize, index: u32): v128 {
  const first = firstBound(bounds, index);
  const kept = v128.load(KEPT + ((<usize>(endBound(bounds, index) - first)) << 4));
  return v128.and(loadFour<T>(origin + <usize>first * sizeof<T>()), kept);
}

/** Bins of four elements or more: by vectors from the left end on, and by one at the right end. */
function fourLongBins<T>(origin: usize, bounds: usize, index: u32): v128 {
  return foldFours<u32>(
    longBin<T>(origin, bounds, index),
    longBin<T>(origin, bounds, index + 1),
    longBin<T>(origin, bounds, index + 2),
    longBin<T>(origin, bounds, index + 3),
  );
}

function longBin<T>(origin: usize, bounds: usize, index: u32): v128 {
  const last = origin + <usize>(endBound(bounds, index) - 4) * sizeof<T>();
  let address = origin + <usize>firstBound(bounds, index) * sizeof<T>();
  let highest = loadFour<T>(last);
  do {
    highest = i32x4.max_u(highest, loadFour<T>(address));
    address += 4 * sizeof<T>();
  } while (address < last);
  return highest;
}

function maximumOfBin<T>(origin: usize, bounds: usize, index: u32): u32 {
  const end = origin + <usize>endBound(bounds, index) * sizeof<T>();
  let address = origin + <usize>firstBound(bounds, index) * sizeof<T>();
  let highest: u32 = 0;
  for (; address < end; address += sizeof<T>()) highest = max<u32>(highest, <u32>load<T>(address));
  return highest;
}

/** The lanes of 0 … 4 elements. */
const KEPT: usize = memory.data<u32>([0, 0, 0, 0, -1, 0, 0, 0, -1, -1, 0, 0, -1, -1, -1, 0, -1, -1, -1, -1]);

function loadFour<T>(address: usize): v128 {
  if (sizeof<T>() == 4) return v128.load(address);
  if (sizeof<T>() == 2) return v128.load16x4_u(address);
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(address)));
}
