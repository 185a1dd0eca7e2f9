/**
 * The ABI of the decoder: what the host may call, and nothing else.
 *
 * Two doors. The control functions return text and are called through as-bind, a handful of times per module.
 * The frame path takes addresses and counts and returns 0 or a negative error code; addresses are proven to lie
 * in memory before a pixel is touched.
 */
import { swapBytes } from "./byteOrder";
import { ERROR_NAMES, ERROR_TEXTS, OK, OUT_OF_RANGE } from "./errors";
import { firstFreeByte, fits } from "./memory";
import { STATISTICS_BYTES, statistics } from "./statistics";

export { firstFreeByte };

/** Names of the kernels, separated by blanks. */
export function kernelNames(): string {
  return "statisticsU8 statisticsU16 statisticsU32 swapBytesU16 swapBytesU32";
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
