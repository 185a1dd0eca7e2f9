/**
 * The ABI of the decoder: what the host may call, and nothing else.
 *
 * Two doors. The control functions return text and are called through as-bind, a handful of times per module.
 * The frame path takes addresses and counts and returns 0 or a negative error code; addresses are proven to lie
 * in memory before a pixel is touched.
 */
import { accumulate } from "./accumulate";
import { swapBytes } from "./byteOrder";
import { ERROR_NAMES, ERROR_TEXTS, OK, OUT_OF_RANGE } from "./errors";
import { HISTOGRAM_BYTES, histogram } from "./histogram";
import { firstFreeByte, fits } from "./memory";
import { isDrawable, picture } from "./picture";
import { STATISTICS_BYTES, statistics } from "./statistics";
import { isTones, prepareTones as prepare } from "./tones";

export { firstFreeByte };

/** Names of the kernels, separated by blanks. */
export function kernelNames(): string {
  return (
    "statisticsU8 statisticsU16 statisticsU32 swapBytesU16 swapBytesU32 histogramU8 histogramU16 histogramU32 " +
    "accumulateU8 accumulateU16 accumulateU32 pictureU8 pictureU16 pictureU32 prepareTones"
  );
}

/** How many error codes there are: -1 … -errorCount(). */
export function errorCount(): i32 {
  return ERROR_NAMES.length;
}

/** The name, from the host's closed set, of error code `code` (negative); "" for one that does not exist. */
export function errorName(code: i32): string {
  return code < 0 && -code <= ERROR_NAMES.length ? ERROR_NAMES[-code - 1] : "";
}

/** What error code `code` means, for people. */
export function errorText(code: i32): string {
  return code < 0 && -code <= ERROR_TEXTS.length ? ERROR_TEXTS[-code - 1] : "";
}

/** Statistics of `count` pixels at `pixels` into `result` (layout: statistics.ts). */
export function statisticsU8(pixels: usize, count: u32, threshold: u32, result: usize): i32 {
  return guardedStatistics<u8>(pixels, count, threshold, result);
}

/** The same for 16-bit pixels. */
export function statisticsU16(pixels: usize, count: u32, threshold: u32, result: usize): i32 {
  return guardedStatistics<u16>(pixels, count, threshold, result);
}

/** The same for 32-bit pixels. */
export function statisticsU32(pixels: usize, count: u32, threshold: u32, result: usize): i32 {
  return guardedStatistics<u32>(pixels, count, threshold, result);
}

/** Reverses the bytes of each of `count` 16-bit pixels, in place. */
export function swapBytesU16(pixels: usize, count: u32): i32 {
  return guardedSwap<u16>(pixels, count);
}

/** Reverses the bytes of each of `count` 32-bit pixels, in place. */
export function swapBytesU32(pixels: usize, count: u32): i32 {
  return guardedSwap<u32>(pixels, count);
}

/** How often each count occurs among `count` pixels, into `result` (layout: histogram.ts). */
export function histogramU8(pixels: usize, count: u32, result: usize): i32 {
  return guardedHistogram<u8>(pixels, count, result);
}

/** The same for 16-bit pixels. */
export function histogramU16(pixels: usize, count: u32, result: usize): i32 {
  return guardedHistogram<u16>(pixels, count, result);
}

/** The same for 32-bit pixels. */
export function histogramU32(pixels: usize, count: u32, result: usize): i32 {
  return guardedHistogram<u32>(pixels, count, result);
}

/** Adds `count` pixels to three planes (accumulate.ts); gives how many sums passed 32 bits. */
export function accumulateU8(pixels: usize, count: u32, maximum: usize, low: usize, high: usize): i32 {
  return guardedAccumulate<u8>(pixels, count, maximum, low, high);
}

/** The same for 16-bit pixels. */
export function accumulateU16(pixels: usize, count: u32, maximum: usize, low: usize, high: usize): i32 {
  return guardedAccumulate<u16>(pixels, count, maximum, low, high);
}

/** The same for 32-bit pixels. */
export function accumulateU32(pixels: usize, count: u32, maximum: usize, low: usize, high: usize): i32 {
  return guardedAccumulate<u32>(pixels, count, maximum, low, high);
}

/** Makes a block of tones ready for `picture…` (layout: tones.ts). */
export function prepareTones(tones: usize): i32 {
  if (!isTones(tones)) return OUT_OF_RANGE;
  prepare(tones);
  return OK;
}

/** A picture of the pixels, as `request` says (layout: picture.ts), in RGBA at `target`. */
export function pictureU8(pixels: usize, request: usize, tones: usize, scratch: usize, target: usize): i32 {
  return guardedPicture<u8>(pixels, request, tones, scratch, target);
}

/** The same for 16-bit pixels. */
export function pictureU16(pixels: usize, request: usize, tones: usize, scratch: usize, target: usize): i32 {
  return guardedPicture<u16>(pixels, request, tones, scratch, target);
}

/** The same for 32-bit pixels. */
export function pictureU32(pixels: usize, request: usize, tones: usize, scratch: usize, target: usize): i32 {
  return guardedPicture<u32>(pixels, request, tones, scratch, target);
}

function guardedHistogram<T>(pixels: usize, count: u32, result: usize): i32 {
  if (!fits(pixels, <u64>count * sizeof<T>()) || !fits(result, HISTOGRAM_BYTES)) return OUT_OF_RANGE;
  histogram<T>(pixels, count, result);
  return OK;
}

function guardedAccumulate<T>(pixels: usize, count: u32, maximum: usize, low: usize, high: usize): i32 {
  const bytes = <u64>count * sizeof<T>();
  if (!fits(pixels, bytes) || !fits(maximum, bytes)) return OUT_OF_RANGE;
  if (!fits(low, <u64>count * 4) || !fits(high, <u64>count * 4)) return OUT_OF_RANGE;
  return accumulate<T>(pixels, count, maximum, low, high);
}

function guardedPicture<T>(pixels: usize, request: usize, tones: usize, scratch: usize, target: usize): i32 {
  if (!isTones(tones) || !isDrawable<T>(pixels, request, scratch, target)) return OUT_OF_RANGE;
  picture<T>(pixels, request, tones, scratch, target);
  return OK;
}

function guardedStatistics<T>(pixels: usize, count: u32, threshold: u32, result: usize): i32 {
  if (!fits(pixels, <u64>count * sizeof<T>()) || !fits(result, STATISTICS_BYTES)) return OUT_OF_RANGE;
  statistics<T>(pixels, count, threshold, result);
  return OK;
}

function guardedSwap<T>(pixels: usize, count: u32): i32 {
  if (!fits(pixels, <u64>count * sizeof<T>())) return OUT_OF_RANGE;
  swapBytes<T>(pixels, count);
  return OK;
}
