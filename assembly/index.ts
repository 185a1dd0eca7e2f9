/**
 * The ABI of the decoder: what the host may call, and nothing else.
 *
 * Two doors. The control functions return text and are called through as-bind, a handful of times per module.
 * The frame path takes addresses and counts and returns 0 or a negative error code; addresses are proven to lie
 * in memory before a pixel is touched.
 */

import { accumulate } from "./accumulate";
import { SLACK } from "./blocks";
import { swapBytes } from "./byteOrder";
import { decompressBytes, decompressPixels, decompressSaturated, decompressSparse } from "./decompress";
import { HEADER_BYTES, LARGEST_SHUFFLED_BLOCK, loadBigEndian, provePayload } from "./dectris";
import { ERROR_NAMES, ERROR_TEXTS, OK, OUT_OF_RANGE } from "./errors";
import { FAILURE } from "./failure";
import { HISTOGRAM_BYTES, histogram } from "./histogram";
import { prepareLz4 } from "./lz4";
import { applyMask } from "./mask";
import { firstFreeByte, fits } from "./memory";
import { isDrawable, picture } from "./picture";
import { prepareSparse } from "./sparse";
import { STATISTICS_BYTES, statistics } from "./statistics";
import { prepareTones as fillTones, isTones } from "./tones";

export { firstFreeByte };

/** Fills the decoder's tables: once per instance, before its first payload. */
export function prepare(): void {
  prepareLz4();
  prepareSparse();
}

/** Address of three u64 about the last refusal: offset in the payload, value seen, value expected. */
export function failure(): usize {
  return FAILURE;
}

/** Bytes of scratch memory that a proven payload needs: three blocks; 0 when its header cannot be. */
export function scratchBytes(payload: usize, length: usize): u32 {
  if (!fits(payload, length) || length < HEADER_BYTES) return 0;
  const block = min<u32>(loadBigEndian(payload + 8), LARGEST_SHUFFLED_BLOCK);
  return 3 * (min<u32>(block, loadBigEndian(payload + 4)) + <u32>SLACK);
}

/** Proves a payload against the `expected` bytes of its frame (dectris.ts); `element`: 1, 2, 4, or 0 for plain LZ4. */
export function prove(payload: usize, length: usize, expected: u32, element: u32): i32 {
  return fits(payload, length) ? provePayload(payload, length, expected, element) : OUT_OF_RANGE;
}

/** Pixels of a proven `bslz4` payload; with `result` not 0, their statistics as well (layout: statistics.ts). */
export function decompressU8(
  p: usize,
  length: usize,
  size: u32,
  scratch: usize,
  output: usize,
  threshold: u32,
  result: usize,
): i32 {
  if (!areInside(p, length, scratch, output, size)) return OUT_OF_RANGE;
  return decompressPixels<u8>(p, size, scratch, output, threshold, result);
}
export function decompressU16(
  p: usize,
  length: usize,
  size: u32,
  scratch: usize,
  output: usize,
  threshold: u32,
  result: usize,
): i32 {
  if (!areInside(p, length, scratch, output, size)) return OUT_OF_RANGE;
  return decompressPixels<u16>(p, size, scratch, output, threshold, result);
}
export function decompressU32(
  p: usize,
  length: usize,
  size: u32,
  scratch: usize,
  output: usize,
  threshold: u32,
  result: usize,
): i32 {
  if (!areInside(p, length, scratch, output, size)) return OUT_OF_RANGE;
  return decompressPixels<u32>(p, size, scratch, output, threshold, result);
}

/** 32-bit pixels of a proven `bslz4` payload, as 16-bit ones. */
export function decompressDisplay(p: usize, length: usize, size: u32, scratch: usize, output: usize): i32 {
  if (!areInside(p, length, scratch, output, size >> 1)) return OUT_OF_RANGE;
  return decompressSaturated(p, size, scratch, output);
}

/** Bytes of a proven `lz4` payload. */
export function decompressLz4(p: usize, length: usize, size: u32, output: usize): i32 {
  if (!fits(p, length) || !fits(output, size)) return OUT_OF_RANGE;
  return decompressBytes(p, size, output);
}

/**
 * Pixels of a proven `bslz4` payload that have counts: their indices (room for one of each pixel and 32 bytes, before the values)
 * and values. How many.
 */
export function sparseU8(
  p: usize,
  length: usize,
  size: u32,
  scratch: usize,
  indices: usize,
  values: usize,
): i32 {
  if (!areInside(p, length, scratch, values, size)) return OUT_OF_RANGE;
  return decompressSparse<u8>(p, size, scratch, indices, values);
}
export function sparseU16(
  p: usize,
  length: usize,
  size: u32,
  scratch: usize,
  indices: usize,
  values: usize,
): i32 {
  if (!areInside(p, length, scratch, values, size)) return OUT_OF_RANGE;
  return decompressSparse<u16>(p, size, scratch, indices, values);
}
export function sparseU32(
  p: usize,
  length: usize,
  size: u32,
  scratch: usize,
  indices: usize,
  values: usize,
): i32 {
  if (!areInside(p, length, scratch, values, size)) return OUT_OF_RANGE;
  return decompressSparse<u32>(p, size, scratch, indices, values);
}

function areInside(payload: usize, length: usize, scratch: usize, output: usize, outputBytes: u64): bool {
  return fits(payload, length) && fits(scratch, scratchBytes(payload, length)) && fits(output, outputBytes);
}

/** Names of the kernels, separated by blanks. */
export function kernelNames(): string {
  return "statistics histogram accumulate picture swapBytes decompress decompressDisplay decompressLz4 sparse";
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

/** Gives each of `count` 8-bit pixels whose byte at `mask` is not 0 the masked value, in place. */
export function applyMaskU8(pixels: usize, count: u32, mask: usize): i32 {
  return guardedMask<u8>(pixels, count, mask);
}

/** The same for 16-bit pixels. */
export function applyMaskU16(pixels: usize, count: u32, mask: usize): i32 {
  return guardedMask<u16>(pixels, count, mask);
}

/** The same for 32-bit pixels. */
export function applyMaskU32(pixels: usize, count: u32, mask: usize): i32 {
  return guardedMask<u32>(pixels, count, mask);
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
  fillTones(tones);
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

function guardedMask<T>(pixels: usize, count: u32, mask: usize): i32 {
  if (!fits(pixels, <u64>count * sizeof<T>()) || !fits(mask, count)) return OUT_OF_RANGE;
  applyMask<T>(pixels, count, mask);
  return OK;
}

function guardedSwap<T>(pixels: usize, count: u32): i32 {
  if (!fits(pixels, <u64>count * sizeof<T>())) return OUT_OF_RANGE;
  swapBytes<T>(pixels, count);
  return OK;
}
