import { sumOfLanes } from "./lanes";

/**
 * The result, little endian:
 *
 *     0  minimum  u32  of valid pixels; the masked value when there are none
 *     4  maximum  u32  of valid pixels; 0 when there are none
 *     8  sum      u64  of valid pixels, exact
 *    16  masked   u32  pixels with all bits set (SIMPLON API reference 1.8, section 4: 2^depth − 1)
 *    20  zero     u32
 *    24  atOrAboveThreshold  u32  valid pixels; the threshold is 1 or more
 */
export const STATISTICS_BYTES: u64 = 28;
const MINIMUM: usize = 0;
const MAXIMUM: usize = 4;
const SUM: usize = 8;
const MASKED: usize = 16;
const ZERO: usize = 20;
const ABOVE: usize = 24;

/**
 * Everything the statistics need in one read of the pixels, run by run.
 *
 * A run is short enough that no lane of its counters overflows and that it stays in the first cache, so that what is
 * seldom needed can look at it a second time: counts above a threshold, the sum where counts are high. What is always
 * needed is 8 operations a vector.
 */
export function statistics<T>(pixels: usize, count: u32, threshold: u32, result: usize): void {
  clearStatistics<T>(result);
  addPixels<T>(pixels, count, threshold, result);
}

/** The result of no pixels at all. */
export function clearStatistics<T>(result: usize): void {
  store<u32>(result, <u32>maskedValue<T>(), MINIMUM);
  memory.fill(result + MAXIMUM, 0, <usize>STATISTICS_BYTES - MAXIMUM);
}

/** Adds `count` pixels to a result. */
export function addPixels<T>(pixels: usize, count: u32, threshold: u32, result: usize): void {
  const pair: u32 = 32 / sizeof<T>();
  let address = pixels;
  let left = count / pair;
  while (left > 0) {
    const run = min<u32>(left, longestRun<T>());
    addRun<T>(address, run, threshold, u32.MAX_VALUE, result);
    address += (<usize>run) << 5;
    left -= run;
  }
  const end = pixels + <usize>count * sizeof<T>();
  for (; address < end; address += sizeof<T>()) addPixel<T>(load<T>(address), threshold, result);
}

/**
 * Adds pixels from signed numbers of S where those tell all: one below 0 that is not −1 (masked) stands for a count just below
 * the masked value, and its run is added from the pixels. The maximum is known anyway, so that this costs nothing.
 */
export function addNarrow<S, T>(
  narrow: usize,
  pixels: usize,
  count: u32,
  threshold: u32,
  result: usize,
): void {
  const pair: u32 = 32 / sizeof<S>();
  const largest: u32 = <u32>maskedValue<S>() >> 1;
  let done: u32 = 0;
  while (count - done >= pair) {
    const pairs = min<u32>((count - done) / pair, longestRun<S>());
    if (!addRun<S>(narrow + <usize>done * sizeof<S>(), pairs, threshold, largest, result)) {
      addPixels<T>(pixels + <usize>done * sizeof<T>(), pairs * pair, threshold, result);
    }
    done += pairs * pair;
  }
  addPixels<T>(pixels + <usize>done * sizeof<T>(), count - done, threshold, result);
}

/**
 * Pairs of vectors of a run. u8: a sum lane (16 bit, two pixels of 255 a vector) holds 64. u16 and u32: 16 kB, within every
 * first cache; their lanes would hold more.
 */
function longestRun<T>(): u32 {
  return sizeof<T>() == 1 ? 64 : 512;
}

/** A lane of 32 bits holds the sum of a run (2¹⁰ vectors) of counts below this. */
const NARROW_COUNTS: u32 = 1 << 22;

function maskedValue<T>(): T {
  return <T>-1;
}

/**
 * The long inner loop, two vectors a turn (8 and 16 bits: 20 GB/s; one a turn: 13). A comparison's result has all bits set
 * where true, so subtracting it counts by one. A run with a valid pixel above `largest` is not added.
 */
function addRun<T>(pixels: usize, pairs: u32, threshold: u32, largest: u32, result: usize): bool {
  const masked = v128.splat<T>(maskedValue<T>());
  const nothing = i32x4.splat(0);
  let lowest = masked;
  let highest = nothing;
  let sums = nothing;
  let maskedCounts = nothing;
  let zeroCounts = nothing;
  const end = pixels + ((<usize>pairs) << 5);
  for (let address = pixels; address < end; address += 32) {
    const a = v128.load(address);
    const b = v128.load(address, 16);
    const isMaskedA = v128.eq<T>(a, masked);
    const isMaskedB = v128.eq<T>(b, masked);
    const validA = v128.andnot(a, isMaskedA);
    const validB = v128.andnot(b, isMaskedB);
    lowest = v128.min<T>(lowest, v128.min<T>(a, b));
    highest = v128.max<T>(highest, v128.max<T>(validA, validB));
    maskedCounts = v128.sub<T>(maskedCounts, v128.add<T>(isMaskedA, isMaskedB));
    zeroCounts = v128.sub<T>(zeroCounts, v128.add<T>(v128.eq<T>(a, nothing), v128.eq<T>(b, nothing)));
    sums = addLanes<T>(addLanes<T>(sums, validA), validB);
  }

  const maximum = highestLane<T>(highest);
  if (maximum > largest) return false;
  const maskedPixels = <u32>sumOfLanes<T>(maskedCounts);
  const zeroPixels = <u32>sumOfLanes<T>(zeroCounts);
  let sum: u64;
  if (sizeof<T>() == 1) sum = sumOfLanes<u16>(sums);
  else if (sizeof<T>() == 2 || maximum < NARROW_COUNTS) sum = sumOfLanes<u32>(sums);
  else sum = wideSumOfRun(pixels, end);

  const validPixels = pairs * (32 / sizeof<T>()) - maskedPixels;
  if (validPixels > 0)
    store<u32>(result, min<u32>(load<u32>(result, MINIMUM), lowestLane<T>(lowest)), MINIMUM);
  store<u32>(result, max<u32>(load<u32>(result, MAXIMUM), maximum), MAXIMUM);
  store<u64>(result, load<u64>(result, SUM) + sum, SUM);
  addCount(result + MASKED, maskedPixels);
  addCount(result + ZERO, zeroPixels);
  if (threshold <= 1) addCount(result + ABOVE, validPixels - zeroPixels);
  else if (threshold <= maximum)
    addCount(result + ABOVE, reachedInRun<T>(pixels, end, threshold) - maskedPixels);
  return true;
}

/** Adds pixels to sums in lanes of twice their width; of 32 bits for those of 32. */
function addLanes<T>(sums: v128, valid: v128): v128 {
  if (sizeof<T>() == 1) return i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(valid));
  if (sizeof<T>() == 2) return i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(valid));
  return i32x4.add(sums, valid);
}

/** Pixels of a run, masked ones too, that reach the threshold: those that the maximum of both leaves as they are. */
function reachedInRun<T>(pixels: usize, end: usize, threshold: u32): u32 {
  const level = v128.splat<T>(<T>threshold);
  let counts = i32x4.splat(0);
  for (let address = pixels; address < end; address += 16) {
    const values = v128.load(address);
    counts = v128.sub<T>(counts, v128.eq<T>(v128.max<T>(values, level), values));
  }
  return <u32>sumOfLanes<T>(counts);
}

/** Sum of the valid 32-bit pixels of a run, in lanes of 64 bits. */
function wideSumOfRun(pixels: usize, end: usize): u64 {
  const masked = i32x4.splat(-1);
  let sums = i64x2.splat(0);
  for (let address = pixels; address < end; address += 16) {
    const values = v128.load(address);
    const valid = v128.andnot(values, i32x4.eq(values, masked));
    sums = i64x2.add(sums, i64x2.extend_low_i32x4_u(valid));
    sums = i64x2.add(sums, i64x2.extend_high_i32x4_u(valid));
  }
  return sumOfLanes<u64>(sums);
}

/** The last pixels, fewer than a vector. */
function addPixel<T>(value: T, threshold: u32, result: usize): void {
  if (value == maskedValue<T>()) {
    addCount(result + MASKED, 1);
    return;
  }
  store<u32>(result, min<u32>(load<u32>(result, MINIMUM), <u32>value), MINIMUM);
  store<u32>(result, max<u32>(load<u32>(result, MAXIMUM), <u32>value), MAXIMUM);
  store<u64>(result, load<u64>(result, SUM) + <u64>value, SUM);
  if (value == <T>0) addCount(result + ZERO, 1);
  if (<u32>value >= threshold) addCount(result + ABOVE, 1);
}

function addCount(address: usize, count: u32): void {
  store<u32>(address, load<u32>(address) + count);
}

// A lane's number must be constant in an instruction, so these two read the lanes through 16 bytes of memory: once a run.

function lowestLane<T>(lanes: v128): u32 {
  v128.store(SPILL, lanes);
  let lowest = <u32>maskedValue<T>();
  for (let offset: usize = 0; offset < 16; offset += sizeof<T>())
    lowest = min<u32>(lowest, <u32>load<T>(SPILL + offset));
  return lowest;
}

function highestLane<T>(lanes: v128): u32 {
  v128.store(SPILL, lanes);
  let highest: u32 = 0;
  for (let offset: usize = 0; offset < 16; offset += sizeof<T>())
    highest = max<u32>(highest, <u32>load<T>(SPILL + offset));
  return highest;
}

const SPILL: usize = memory.data(16, 16);
