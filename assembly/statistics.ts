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

/**
 * Everything the statistics need in one read of the pixels.
 *
 * Counts are kept per lane, in lanes as wide as a pixel, where a comparison's result (all bits set) subtracts as −1.
 * Lanes must be emptied before they can overflow: a run of `longestRun` vectors is the most that they hold.
 */
export function statistics<T>(pixels: usize, count: u32, threshold: u32, result: usize): void {
  const lanes: u32 = 16 / sizeof<T>();
  const vectors: u32 = count / lanes;
  store<u32>(result, <u32>maskedValue<T>(), 0);
  store<u32>(result, 0, 4);
  store<u64>(result, 0, 8);
  memory.fill(result + 16, 0, 12);

  let address = pixels;
  let left = vectors;
  while (left > 0) {
    const run = min<u32>(left, longestRun<T>());
    addRun<T>(address, run, threshold, result);
    address += (<usize>run) << 4;
    left -= run;
  }
  for (let index = vectors * lanes; index < count; index++) {
    addPixel<T>(load<T>(pixels + <usize>index * sizeof<T>()), threshold, result);
  }
}

/**
 * Vectors until a lane could overflow. u8: a count lane holds 255, a sum lane (16 bit, two pixels of 255 each time)
 * 128 runs. u16: a sum lane (32 bit, two pixels of 65535) holds 32 768. u32: sums are 64 bit, counts 32 bit.
 */
function longestRun<T>(): u32 {
  if (sizeof<T>() == 1) return 128;
  if (sizeof<T>() == 2) return 32_768;
  return 1 << 24;
}

function maskedValue<T>(): T {
  return <T>-1;
}

/** The long inner loop: one load, and every figure from it. */
function addRun<T>(pixels: usize, vectors: u32, threshold: u32, result: usize): void {
  const masked = v128.splat<T>(maskedValue<T>());
  const level = v128.splat<T>(<T>threshold);
  const nothing = i32x4.splat(0);
  let lowest = masked;
  let highest = nothing;
  let sums = nothing;
  let sumsHigh = nothing;
  let maskedCount = nothing;
  let zeroCount = nothing;
  let aboveCount = nothing;

  const end = pixels + ((<usize>vectors) << 4);
  for (let address = pixels; address < end; address += 16) {
    const values = v128.load(address);
    const isMasked = v128.eq<T>(values, masked);
    const valid = v128.andnot(values, isMasked);
    lowest = v128.min<T>(lowest, values);
    highest = v128.max<T>(highest, valid);
    maskedCount = v128.sub<T>(maskedCount, isMasked);
    zeroCount = v128.sub<T>(zeroCount, v128.eq<T>(values, nothing));
    // A masked pixel is 0 in `valid`, so a threshold of 1 or more leaves it out by itself.
    aboveCount = v128.sub<T>(aboveCount, v128.eq<T>(v128.max<T>(valid, level), valid));
    if (sizeof<T>() == 1) {
      sums = i16x8.add(sums, i16x8.extadd_pairwise_i8x16_u(valid));
    } else if (sizeof<T>() == 2) {
      sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_u(valid));
    } else {
      sums = i64x2.add(sums, i64x2.extend_low_i32x4_u(valid));
      sumsHigh = i64x2.add(sumsHigh, i64x2.extend_high_i32x4_u(valid));
    }
  }

  store<u32>(result, min<u32>(load<u32>(result), lowestLane<T>(lowest)));
  store<u32>(result, max<u32>(load<u32>(result, 4), highestLane<T>(highest)), 4);
  let sum = load<u64>(result, 8);
  if (sizeof<T>() == 1) sum += sumOfLanes<u16>(sums);
  else if (sizeof<T>() == 2) sum += sumOfLanes<u32>(sums);
  else sum += sumOfLanes<u64>(sums) + sumOfLanes<u64>(sumsHigh);
  store<u64>(result, sum, 8);
  addCount(result + 16, <u32>sumOfLanes<T>(maskedCount));
  addCount(result + 20, <u32>sumOfLanes<T>(zeroCount));
  addCount(result + 24, <u32>sumOfLanes<T>(aboveCount));
}

/** The last pixels, fewer than a vector. */
function addPixel<T>(value: T, threshold: u32, result: usize): void {
  if (value == maskedValue<T>()) {
    addCount(result + 16, 1);
    return;
  }
  store<u32>(result, min<u32>(load<u32>(result), <u32>value));
  store<u32>(result, max<u32>(load<u32>(result, 4), <u32>value), 4);
  store<u64>(result, load<u64>(result, 8) + <u64>value, 8);
  if (value == <T>0) addCount(result + 20, 1);
  if (<u32>value >= threshold) addCount(result + 24, 1);
}

function addCount(address: usize, count: u32): void {
  store<u32>(address, load<u32>(address) + count);
}

// A lane's number must be constant in an instruction, so the lanes are read through 16 bytes of memory.

function sumOfLanes<T>(lanes: v128): u64 {
  v128.store(SPILL, lanes);
  let sum: u64 = 0;
  for (let offset: usize = 0; offset < 16; offset += sizeof<T>()) sum += <u64>load<T>(SPILL + offset);
  return sum;
}

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
