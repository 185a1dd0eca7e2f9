import { endBound, firstBound } from "./axis";

/*
 * Bins of any size: first the maximum down the rows, then along the line that this leaves. 16M pixels of 32 bits to 856 rows are
 * read at 13 GB/s; where each row was raised into the line in turn, and each bin searched pixel by pixel, at 6.
 */

/** Bytes of a strip: eight vectors stay in registers while the rows go by. */
const STRIP: usize = 128;

/** A line of the maximum shifted counts (tones.ts) of `rows` rows of `bytes` bytes each. */
export function maximumDown<T>(first: usize, stride: usize, rows: u32, bytes: usize, line: usize): void {
  const end = first + <usize>rows * stride;
  let offset: usize = 0;
  for (; offset + STRIP <= bytes; offset += STRIP)
    maximumOfStrip<T>(first + offset, end + offset, stride, line + offset);
  for (; offset + 16 <= bytes; offset += 16) {
    let highest = i32x4.splat(0);
    for (let row = first + offset; row < end + offset; row += stride) highest = raised<T>(highest, row);
    v128.store(line + offset, highest);
  }
  for (; offset < bytes; offset += sizeof<T>()) {
    let highest: T = 0;
    for (let row = first + offset; row < end + offset; row += stride)
      highest = max<T>(highest, <T>(load<T>(row) + <T>1));
    store<T>(line + offset, highest);
  }
}

function maximumOfStrip<T>(first: usize, end: usize, stride: usize, line: usize): void {
  let a = i32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  for (let row = first; row < end; row += stride) {
    a = raised<T>(a, row);
    b = raised<T>(b, row + 16);
    c = raised<T>(c, row + 32);
    d = raised<T>(d, row + 48);
    e = raised<T>(e, row + 64);
    f = raised<T>(f, row + 80);
    g = raised<T>(g, row + 96);
    h = raised<T>(h, row + 112);
  }
  v128.store(line, a);
  v128.store(line, b, 16);
  v128.store(line, c, 32);
  v128.store(line, d, 48);
  v128.store(line, e, 64);
  v128.store(line, f, 80);
  v128.store(line, g, 96);
  v128.store(line, h, 112);
}

function raised<T>(highest: v128, counts: usize): v128 {
  return v128.max<T>(highest, v128.add<T>(v128.load(counts), v128.splat<T>(<T>1)));
}

/**
 * Maximum of each bin of a line of `length` elements, which is changed. The bounds are columns of the frame; the line begins at
 * the first bin's. Inner bins have `least` elements or more: where that is 4 (or 2), each element first becomes the maximum of
 * itself and the next 3 (or 1), so that a bin is searched in steps of as many. Up to 28 bytes behind the line are read.
 */
export function maximumAlong<T>(
  line: usize,
  length: u32,
  bounds: usize,
  count: u32,
  least: u32,
  bins: usize,
): void {
  const origin = line - <usize>firstBound(bounds, 0) * sizeof<T>();
  // The frame's edge may cut these.
  maximumOfBin<T>(origin, bounds, 0, 1, bins);
  maximumOfBin<T>(origin, bounds, count - 1, 1, bins);
  const window: u32 = least >= 4 ? 4 : least >= 2 ? 2 : 1;
  if (window > 1) widen<T>(line, length, window);
  for (let index: u32 = 1; index + 1 < count; index++) maximumOfBin<T>(origin, bounds, index, window, bins);
}

function widen<T>(line: usize, length: u32, window: u32): void {
  const end = line + <usize>length * sizeof<T>();
  for (let address = line; address < end; address += 16) {
    let highest = v128.max<T>(v128.load(address), v128.load(address + sizeof<T>()));
    if (window == 4) {
      const next = v128.max<T>(v128.load(address + 2 * sizeof<T>()), v128.load(address + 3 * sizeof<T>()));
      highest = v128.max<T>(highest, next);
    }
    v128.store(address, highest);
  }
}

function maximumOfBin<T>(origin: usize, bounds: usize, index: u32, window: u32, bins: usize): void {
  const last = origin + <usize>(endBound(bounds, index) - window) * sizeof<T>();
  let highest = load<T>(last);
  const step = <usize>window * sizeof<T>();
  for (let address = origin + <usize>firstBound(bounds, index) * sizeof<T>(); address < last; address += step)
    highest = max<T>(highest, load<T>(address));
  store<T>(bins + <usize>index * sizeof<T>(), highest);
}
