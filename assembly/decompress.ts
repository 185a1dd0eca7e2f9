/**
 * Compressed frames in the form that is asked for, in one pass: the pixels; the pixels and their statistics; 32-bit pixels as
 * 16-bit ones for display; the pixels that have counts. Everything but the pixels is made from a block while it is in the
 * first cache, and of narrow blocks (all but those with peaks) from their bytes, which are a half or a quarter of the pixels;
 * counts just below the masked value, which are negative bytes like it, need the pixels.
 *
 * `scratch`: three blocks and three times SLACK.
 */
import { areCounts, isMedium, isNarrow, unshuffle, unshuffleBytes } from "./bitshuffle";
import { leftover, nextBytes, openBlocks, readBytes, readPlanes, SLACK } from "./blocks";
import { OK } from "./errors";
import { packPixels } from "./sparse";
import { addNarrow, addPixels, clearStatistics } from "./statistics";
import { saturate, widen8, widen16 } from "./widen";

/** The pixels of a `bslz4` payload; their statistics too where `result` is not 0. */
export function decompressPixels<T>(
  payload: usize,
  size: u32,
  scratch: usize,
  output: usize,
  threshold: u32,
  result: usize,
): i32 {
  openBlocks(payload, size, sizeof<T>());
  if (result != 0) clearStatistics<T>(result);
  let to = output;
  for (let decoded = nextBytes(); decoded > 0; decoded = nextBytes()) {
    const first = readPlanes<T>(scratch);
    if (first < 0) return first;
    const count = decoded / sizeof<T>();
    if (sizeof<T>() > 1 && isNarrow(first)) {
      const bytes = scratch + decoded + SLACK;
      unshuffleBytes(scratch, count, first, bytes);
      widen8<T>(bytes, count, to);
      if (result != 0) addNarrow<u8, T>(bytes, to, count, threshold, result);
    } else if (sizeof<T>() == 4 && result != 0 && isMedium(first)) {
      // Half as many vectors to measure; without statistics the way over 16 bits would cost 5 %.
      const words = scratch + decoded + SLACK;
      unshuffle<u16>(scratch, count, first, words);
      widen16(words, count, to);
      addNarrow<u16, T>(words, to, count, threshold, result);
    } else {
      if (sizeof<T>() == 1) unshuffleBytes(scratch, count, first, to);
      else unshuffle<T>(scratch, count, first, to);
      if (result != 0) addPixels<T>(to, count, threshold, result);
    }
    to += decoded;
  }
  memory.copy(to, leftover(), output + size - to);
  if (result != 0) addPixels<T>(to, <u32>(output + size - to) / sizeof<T>(), threshold, result);
  return OK;
}

/** 32-bit pixels of a `bslz4` payload as 16-bit ones: counts above 65534 as 65534, masked ones 65535. */
export function decompressSaturated(payload: usize, size: u32, scratch: usize, output: usize): i32 {
  openBlocks(payload, size, 4);
  let to = output;
  for (let decoded = nextBytes(); decoded > 0; decoded = nextBytes()) {
    const first = readPlanes<u32>(scratch);
    if (first < 0) return first;
    const count = decoded >> 2;
    const pixels = scratch + decoded + SLACK;
    if (isNarrow(first) && areCounts(scratch, count, first)) {
      unshuffleBytes(scratch, count, first, pixels);
      widen8<u16>(pixels, count, to);
    } else {
      unshufflePixels<u32>(scratch, count, first, pixels);
      saturate(pixels, count, to);
    }
    to += decoded >> 1;
  }
  saturate(leftover(), <u32>(output + (size >> 1) - to) >> 1, to);
  return OK;
}

/** The pixels of a `bslz4` payload that have counts and are not masked: their indices, and their values. How many, or a code. */
export function decompressSparse<T>(
  payload: usize,
  size: u32,
  scratch: usize,
  indices: usize,
  values: usize,
): i32 {
  openBlocks(payload, size, sizeof<T>());
  let found: u32 = 0;
  let index: u32 = 0;
  for (let decoded = nextBytes(); decoded > 0; decoded = nextBytes()) {
    const first = readPlanes<T>(scratch);
    if (first < 0) return first;
    const count = decoded / sizeof<T>();
    const pixels = scratch + decoded + SLACK;
    if (sizeof<T>() == 1 || (isNarrow(first) && areCounts(scratch, count, first))) {
      unshuffleBytes(scratch, count, first, pixels);
      found = packPixels<u8, T>(pixels, count, index, indices, values, found);
    } else {
      unshufflePixels<T>(scratch, count, first, pixels);
      found = packPixels<T, T>(pixels, count, index, indices, values, found);
    }
    index += count;
  }
  return packPixels<T, T>(leftover(), size / sizeof<T>() - index, index, indices, values, found);
}

/** The pixels of any block; the third block of scratch memory has the bytes of a narrow one. */
function unshufflePixels<T>(planes: usize, count: u32, first: u32, pixels: usize): void {
  if (!isNarrow(first)) {
    unshuffle<T>(planes, count, first, pixels);
    return;
  }
  const bytes = pixels + count * sizeof<T>() + SLACK;
  unshuffleBytes(planes, count, first, bytes);
  widen8<T>(bytes, count, pixels);
}

/** The bytes of an `lz4` payload. */
export function decompressBytes(payload: usize, size: u32, output: usize): i32 {
  openBlocks(payload, size, 0);
  let to = output;
  for (let decoded = nextBytes(); decoded > 0; decoded = nextBytes()) {
    const code = readBytes(to, output + size);
    if (code < 0) return code;
    to += decoded;
  }
  return OK;
}
