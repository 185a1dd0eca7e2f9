/**
 * The ABI of the decoder: what the host may call, and nothing else.
 *
 * Two doors. The control functions return text and are called through as-bind, a handful of times per module.
 * The frame path takes addresses and counts and returns 0 or a negative error code; addresses are proven to lie
 * in memory before a pixel is touched. `element` is the bytes of a pixel: 1, 2 or 4.
 */

import { accumulate as addFrame, merge as addPlanes } from "./accumulate";
import { SLACK } from "./blocks";
import { swapBytes as swap } from "./byteOrder";
import { decompressBytes, decompressPixels, decompressSaturated, decompressSparse } from "./decompress";
import { HEADER_BYTES, LARGEST_SHUFFLED_BLOCK, loadBigEndian, provePayload } from "./dectris";
import { encodedBytes as boundOf, ENCODE_SCRATCH, encodePixels } from "./encode";
import { ERROR_NAMES, ERROR_TEXTS, OK, OUT_OF_RANGE } from "./errors";
import { FAILURE } from "./failure";
import { histogram as countPixels, HISTOGRAM_BYTES } from "./histogram";
import { prepareLz4 } from "./lz4";
import { applyMask as setMasked } from "./mask";
import { firstFreeByte, fits } from "./memory";
import { picture as draw, isDrawable } from "./picture";
import { prepareSparse } from "./sparse";
import { statistics as measure, STATISTICS_BYTES } from "./statistics";
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

/**
 * Pixels of a proven `bslz4` payload; with `result` not 0, their statistics as well (layout: statistics.ts).
 */
export function decompress(
  element: u32,
  payload: usize,
  length: usize,
  size: u32,
  scratch: usize,
  output: usize,
  threshold: u32,
  result: usize,
): i32 {
  if (!areInside(payload, length, scratch, output, size)) return OUT_OF_RANGE;
  if (result != 0 && !fits(result, STATISTICS_BYTES)) return OUT_OF_RANGE;
  if (element == 1) return decompressPixels<u8>(payload, size, scratch, output, threshold, result);
  if (element == 2) return decompressPixels<u16>(payload, size, scratch, output, threshold, result);
  return decompressPixels<u32>(payload, size, scratch, output, threshold, result);
}

/** 32-bit pixels of a proven `bslz4` payload, as 16-bit ones. */
export function decompressDisplay(
  payload: usize,
  length: usize,
  size: u32,
  scratch: usize,
  output: usize,
): i32 {
  if (!areInside(payload, length, scratch, output, size >> 1)) return OUT_OF_RANGE;
  return decompressSaturated(payload, size, scratch, output);
}

/** Bytes of a proven `lz4` payload. */
export function decompressLz4(payload: usize, length: usize, size: u32, output: usize): i32 {
  if (!fits(payload, length) || !fits(output, size)) return OUT_OF_RANGE;
  return decompressBytes(payload, size, output);
}

/**
 * Pixels of a proven `bslz4` payload that have counts: their indices (room for one of each pixel and 32 bytes, before the values)
 * and values. How many.
 */
export function sparse(
  element: u32,
  payload: usize,
  length: usize,
  size: u32,
  scratch: usize,
  indices: usize,
  values: usize,
): i32 {
  if (!areInside(payload, length, scratch, values, size)) return OUT_OF_RANGE;
  if (element == 1) return decompressSparse<u8>(payload, size, scratch, indices, values);
  if (element == 2) return decompressSparse<u16>(payload, size, scratch, indices, values);
  return decompressSparse<u32>(payload, size, scratch, indices, values);
}

/** Bytes of memory that `encode` may write for `count` pixels: more than it will. */
export function encodedBytes(element: u32, count: u32): u32 {
  return <u32>min<u64>(boundOf(element, count), u32.MAX_VALUE);
}

/** Bytes of scratch memory that `encode` needs. */
export function encodeScratchBytes(): u32 {
  return <u32>ENCODE_SCRATCH;
}

/**
 * Encodes `count` pixels as blocks of a `bslz4` payload, without its header, into `output`, which has `encodedBytes`; bytes written.
 * Runs of whole blocks may be encoded one after the other.
 */
export function encode(element: u32, pixels: usize, count: u32, scratch: usize, output: usize): i32 {
  if (!arePixels(element, pixels, count) || !fits(scratch, ENCODE_SCRATCH)) return OUT_OF_RANGE;
  if (!fits(output, boundOf(element, count))) return OUT_OF_RANGE;
  if (element == 1) return encodePixels<u8>(pixels, count, scratch, output);
  if (element == 2) return encodePixels<u16>(pixels, count, scratch, output);
  return encodePixels<u32>(pixels, count, scratch, output);
}

function areInside(payload: usize, length: usize, scratch: usize, output: usize, outputBytes: u64): bool {
  return fits(payload, length) && fits(scratch, scratchBytes(payload, length)) && fits(output, outputBytes);
}

/** Do `count` pixels lie inside memory? */
function arePixels(element: u32, pixels: usize, count: u32): bool {
  return fits(pixels, <u64>count * element);
}

/** Names of the kernels, separated by blanks. */
export function kernelNames(): string {
  return "statistics histogram accumulate merge picture swapBytes decompress decompressDisplay decompressLz4 sparse encode";
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
export function statistics(element: u32, pixels: usize, count: u32, threshold: u32, result: usize): i32 {
  if (!arePixels(element, pixels, count) || !fits(result, STATISTICS_BYTES)) return OUT_OF_RANGE;
  if (element == 1) measure<u8>(pixels, count, threshold, result);
  else if (element == 2) measure<u16>(pixels, count, threshold, result);
  else measure<u32>(pixels, count, threshold, result);
  return OK;
}

/** Gives each of `count` pixels whose byte at `mask` is not 0 the masked value, in place. */
export function applyMask(element: u32, pixels: usize, count: u32, mask: usize): i32 {
  if (!arePixels(element, pixels, count) || !fits(mask, count)) return OUT_OF_RANGE;
  if (element == 1) setMasked<u8>(pixels, count, mask);
  else if (element == 2) setMasked<u16>(pixels, count, mask);
  else setMasked<u32>(pixels, count, mask);
  return OK;
}

/** Reverses the bytes of each of `count` pixels of 2 or 4 bytes, in place. */
export function swapBytes(element: u32, pixels: usize, count: u32): i32 {
  if (!arePixels(element, pixels, count)) return OUT_OF_RANGE;
  if (element == 2) swap<u16>(pixels, count);
  else if (element == 4) swap<u32>(pixels, count);
  return OK;
}

/** How often each count occurs among `count` pixels, into `result` (layout: histogram.ts). */
export function histogram(element: u32, pixels: usize, count: u32, result: usize): i32 {
  if (!arePixels(element, pixels, count) || !fits(result, HISTOGRAM_BYTES)) return OUT_OF_RANGE;
  if (element == 1) countPixels<u8>(pixels, count, result);
  else if (element == 2) countPixels<u16>(pixels, count, result);
  else countPixels<u32>(pixels, count, result);
  return OK;
}

/** Adds `count` pixels to three planes (accumulate.ts); gives how many sums passed 32 bits. */
export function accumulate(
  element: u32,
  pixels: usize,
  count: u32,
  maximum: usize,
  low: usize,
  high: usize,
): i32 {
  if (!arePixels(element, pixels, count) || !arePixels(element, maximum, count)) return OUT_OF_RANGE;
  if (!arePixels(4, low, count) || !arePixels(4, high, count)) return OUT_OF_RANGE;
  if (element == 1) return addFrame<u8>(pixels, count, maximum, low, high);
  if (element == 2) return addFrame<u16>(pixels, count, maximum, low, high);
  return addFrame<u32>(pixels, count, maximum, low, high);
}

/** Adds to three planes those of other frames, one behind the other: low, high, maximum; gives how many sums passed 32 bits. */
export function merge(element: u32, part: usize, count: u32, maximum: usize, low: usize, high: usize): i32 {
  if (!arePixels(8 + element, part, count) || !arePixels(element, maximum, count)) return OUT_OF_RANGE;
  if (!arePixels(4, low, count) || !arePixels(4, high, count)) return OUT_OF_RANGE;
  if (element == 1) return addPlanes<u8>(part, count, maximum, low, high);
  if (element == 2) return addPlanes<u16>(part, count, maximum, low, high);
  return addPlanes<u32>(part, count, maximum, low, high);
}

/** Makes a block of tones ready for `picture` (layout: tones.ts). */
export function prepareTones(tones: usize): i32 {
  if (!isTones(tones)) return OUT_OF_RANGE;
  fillTones(tones);
  return OK;
}

/** A picture of the pixels, as `request` says (layout: picture.ts), in RGBA at `target`. */
export function picture(
  element: u32,
  pixels: usize,
  request: usize,
  tones: usize,
  scratch: usize,
  target: usize,
): i32 {
  if (!isTones(tones)) return OUT_OF_RANGE;
  if (element == 1) return guardedPicture<u8>(pixels, request, tones, scratch, target);
  if (element == 2) return guardedPicture<u16>(pixels, request, tones, scratch, target);
  return guardedPicture<u32>(pixels, request, tones, scratch, target);
}

function guardedPicture<T>(pixels: usize, request: usize, tones: usize, scratch: usize, target: usize): i32 {
  if (!isDrawable<T>(pixels, request, scratch, target)) return OUT_OF_RANGE;
  draw<T>(pixels, request, tones, scratch, target);
  return OK;
}
