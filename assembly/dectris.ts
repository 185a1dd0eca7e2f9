/**
 * DECTRIS framing of a compressed frame (dectris/compression; the layout of the HDF5 filters 32004 and 32008):
 *
 *      0  decoded bytes      u64, big endian
 *      8  bytes of a block   u32, big endian
 *     12  for each block:    compressed bytes u32, big endian │ LZ4 block
 *         then, with bitshuffle: the decoded bytes beyond the last multiple of 8 pixels, as they are
 *
 * The last block is as short as what is left, with bitshuffle in whole eights of pixels. `lz4` keeps a block as it is when
 * its compressed bytes are as many as its decoded ones.
 */
import { BAD_VALUE, CORRUPT, INCONSISTENT, LIMIT, OK, TRAILING, TRUNCATED, UNSUPPORTED } from "./errors";
import { fail } from "./failure";

export const HEADER_BYTES: usize = 12;
/** The usual block has 8 kB; larger ones cost scratch memory, and no writer is known that makes them. */
export const LARGEST_SHUFFLED_BLOCK: u32 = 1 << 20;
/** LZ4 yields at most 255 bytes for one. */
const LARGEST_RATIO: u64 = 255;
/** Start of an LZ4 frame (lz4_Frame_format.md), which is something else. */
const LZ4_FRAME_MAGIC: u32 = 0x184d2204;

/** Big endian. */
export function loadBigEndian(address: usize): u32 {
  return bswap<u32>(load<u32>(address));
}

/** Bytes of the blocks: all, but for the pixels beyond the last eight with bitshuffle. `element` is 0 without. */
export function blockedBytes(decoded: u32, element: u32): u32 {
  return element == 0 ? decoded : decoded - (decoded % (8 * element));
}

/**
 * Proves all of a payload but the inside of its blocks, before memory is taken for what it decodes to: header, lengths of
 * the blocks, end. `expected` is what it must decode to, in bytes.
 */
export function provePayload(payload: usize, length: usize, expected: u32, element: u32): i32 {
  const header = proveHeader(payload, length, expected, element);
  if (header != OK) return header;
  const block = loadBigEndian(payload + 8);
  const blocked = blockedBytes(expected, element);
  const blocks: u64 = (<u64>blocked + block - 1) / block;
  if (4 * blocks > <u64>(length - HEADER_BYTES))
    return fail(TRUNCATED, length, length, HEADER_BYTES + 4 * blocks);
  const end = payload + length;
  let from = payload + HEADER_BYTES;
  let left = blocked;
  while (left > 0) {
    if (end - from < 4) return fail(TRUNCATED, from - payload, end - from, 4);
    const compressed = loadBigEndian(from);
    const decoded = min<u32>(left, block);
    if (compressed == 0) return fail(CORRUPT, from - payload, 0, 1);
    if (<usize>compressed > end - from - 4)
      return fail(TRUNCATED, from - payload, compressed, end - from - 4);
    if (<u64>compressed * LARGEST_RATIO < <u64>decoded)
      return fail(CORRUPT, from - payload, decoded, compressed);
    from += 4 + compressed;
    left -= decoded;
  }
  const leftover = expected - blocked;
  if (end - from < leftover) return fail(TRUNCATED, from - payload, end - from, leftover);
  if (end - from > leftover) return fail(TRAILING, from - payload, end - from, leftover);
  return OK;
}

function proveHeader(payload: usize, length: usize, expected: u32, element: u32): i32 {
  if (length >= 4 && load<u32>(payload) == LZ4_FRAME_MAGIC) return fail(UNSUPPORTED, 0, LZ4_FRAME_MAGIC, 0);
  if (length < HEADER_BYTES) return fail(TRUNCATED, length, length, HEADER_BYTES);
  const decoded = bswap<u64>(load<u64>(payload));
  const isSwapped = load<u64>(payload) == <u64>expected;
  if (decoded >> 53 != 0 && !isSwapped) return fail(LIMIT, 0, decoded, expected);
  if (decoded != <u64>expected) return fail(INCONSISTENT, 0, decoded, expected);
  const block = loadBigEndian(payload + 8);
  const largest = element == 0 ? max<u32>(expected, 1 << 30) : LARGEST_SHUFFLED_BLOCK;
  if (block == 0) return fail(BAD_VALUE, 8, 0, 1);
  if (block > largest) return fail(LIMIT, 8, block, largest);
  if (element != 0 && block % (8 * element) != 0) return fail(BAD_VALUE, 8, block, 8 * element);
  return OK;
}
