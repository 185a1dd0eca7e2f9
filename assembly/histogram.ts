import { sumOfLanes } from "./lanes";

/**
 * How often each count occurs. The bins, the same for every depth:
 *
 *        0 …  1023   one count each
 *     1024 …  2431   64 an octave: 1024 … 1039, 1040 … 1055, … up to 2³² − 1
 *
 * The result, little endian: masked u32, bins u32 [2432]. Equal tables follow it, for the kernel's own use. Up to count
 * 1023 a table is indexed by shifted count (tones.ts), so that masked is no case of its own.
 */
const BINS: usize = 2432;
const TABLE_BYTES: usize = 4 + 4 * BINS;
const TABLES: usize = 4;
export const HISTOGRAM_BYTES: u64 = TABLES * TABLE_BYTES;

const SINGLE_COUNTS: u32 = 1024;

/** Vectors after which a lane of the narrowest counters, 8 bits, is full. */
const LONGEST_RUN: u32 = 255;

/**
 * Most pixels of a diffraction frame are masked or have 0 … 3 counts: vectors of only such are counted in lanes, and
 * only the others pixel by pixel, neighbours in different tables, so that an increment need not wait for the last.
 * 16M pixels of 16 bits: 5.5 ms at a mean of 0.5 counts, 13.5 ms where no vector is of that kind.
 */
export function histogram<T>(pixels: usize, count: u32, result: usize): void {
  memory.fill(result, 0, <usize>HISTOGRAM_BYTES);
  const lanes: u32 = 16 / sizeof<T>();
  const vectors = count / lanes;
  let address = pixels;
  for (let left = vectors; left > 0; ) {
    const run = min<u32>(left, LONGEST_RUN);
    countRun<T>(address, run, result);
    address += (<usize>run) << 4;
    left -= run;
  }
  const end = pixels + <usize>count * sizeof<T>();
  for (; address < end; address += sizeof<T>()) countPixel<T>(load<T>(address), result);
  for (let offset: usize = 0; offset < TABLE_BYTES; offset += 4) {
    for (let table: usize = 1; table < TABLES; table++)
      addTo(result + offset, load<u32>(result + table * TABLE_BYTES + offset));
  }
}

function countRun<T>(pixels: usize, vectors: u32, result: usize): void {
  const nothing = i32x4.splat(0);
  const one = v128.splat<T>(<T>1);
  const two = v128.splat<T>(<T>2);
  const three = v128.splat<T>(<T>3);
  const four = v128.splat<T>(<T>4);
  // All 8-bit counts are below 1024; <T> would cut it.
  const single = sizeof<T>() == 1 ? i32x4.splat(-1) : v128.splat<T>(<T>SINGLE_COUNTS);
  let zeros = nothing;
  let ones = nothing;
  let twos = nothing;
  let threes = nothing;
  let fewCounts: u32 = 0;
  const end = pixels + ((<usize>vectors) << 4);
  for (let address = pixels; address < end; address += 16) {
    const shifted = v128.add<T>(v128.load(address), one);
    if (v128.all_true<T>(v128.eq<T>(v128.max<T>(shifted, four), four))) {
      zeros = v128.sub<T>(zeros, v128.eq<T>(shifted, one));
      ones = v128.sub<T>(ones, v128.eq<T>(shifted, two));
      twos = v128.sub<T>(twos, v128.eq<T>(shifted, three));
      threes = v128.sub<T>(threes, v128.eq<T>(shifted, four));
      fewCounts += 16 / sizeof<T>();
    } else if (v128.all_true<T>(v128.eq<T>(v128.max<T>(shifted, single), single))) {
      for (let offset: usize = 0; offset < 16; offset += 4 * sizeof<T>()) {
        countSingle<T>(load<T>(address + offset), result);
        countSingle<T>(load<T>(address + offset + sizeof<T>()), result + TABLE_BYTES);
        countSingle<T>(load<T>(address + offset + 2 * sizeof<T>()), result + 2 * TABLE_BYTES);
        countSingle<T>(load<T>(address + offset + 3 * sizeof<T>()), result + 3 * TABLE_BYTES);
      }
    } else {
      for (let offset: usize = 0; offset < 16; offset += sizeof<T>())
        countPixel<T>(load<T>(address + offset), result);
    }
  }
  const zero = <u32>sumOfLanes<T>(zeros);
  const oneCount = <u32>sumOfLanes<T>(ones);
  const twoCounts = <u32>sumOfLanes<T>(twos);
  const threeCounts = <u32>sumOfLanes<T>(threes);
  addTo(result, fewCounts - zero - oneCount - twoCounts - threeCounts);
  addTo(result + 4, zero);
  addTo(result + 8, oneCount);
  addTo(result + 12, twoCounts);
  addTo(result + 16, threeCounts);
}

/** Masked, or a count below 1024. */
function countSingle<T>(value: T, table: usize): void {
  addTo(table + ((<usize>(<T>(value + <T>1))) << 2), 1);
}

function countPixel<T>(value: T, table: usize): void {
  if (value == <T>-1) addTo(table, 1);
  else addTo(table + 4 + ((<usize>binOf(<u32>value)) << 2), 1);
}

/** From 1024 on: the 64 counts' worth of bits behind the leading one number the bin within its octave. */
function binOf(value: u32): u32 {
  if (value < SINGLE_COUNTS) return value;
  const octave = 31 - clz(value);
  return SINGLE_COUNTS + ((octave - 10) << 6) + ((value >> (octave - 6)) & 63);
}

function addTo(address: usize, count: u32): void {
  store<u32>(address, load<u32>(address) + count);
}
