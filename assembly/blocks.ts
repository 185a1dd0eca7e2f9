/** A walk through the blocks of a payload that has been proven (dectris.ts); one at a time. */
import { blockedBytes, HEADER_BYTES, loadBigEndian } from "./dectris";
import { CORRUPT } from "./errors";
import { fail } from "./failure";
import { decodeLz4Block } from "./lz4";

/** Copies by the vector may write this much behind a block. */
export const SLACK: usize = 64;

let payloadStart: usize = 0;
let next: usize = 0;
let blockBytes: u32 = 0;
let left: u32 = 0;

/** Begins with the first block; `element` is 0 for plain LZ4. */
export function openBlocks(payload: usize, size: u32, element: u32): void {
  payloadStart = payload;
  next = payload + HEADER_BYTES;
  blockBytes = loadBigEndian(payload + 8);
  left = blockedBytes(size, element);
}

/** Decoded bytes of the next block; 0 when there is none. */
export function nextBytes(): u32 {
  return min<u32>(left, blockBytes);
}

/** Where the bytes behind the last block begin. */
export function leftover(): usize {
  return next;
}

/** The bit planes of the next block; the number of the first from which all are alike, or a negative code. */
export function readPlanes<T>(planes: usize): i32 {
  const decoded = nextBytes();
  const compressed = loadBigEndian(next);
  const input = next + 4;
  const end = planes + decoded;
  const plane: u32 = decoded / (8 * sizeof<T>());
  const first = decodeLz4Block<T>(input, input + compressed, planes, end, end + SLACK, plane);
  if (first < 0) return fail(first, next - payloadStart, compressed, decoded);
  next = input + compressed;
  left -= decoded;
  return first;
}

/** The bytes of the next block of plain LZ4; `room` is where the memory behind it ends. A code. */
export function readBytes(output: usize, room: usize): i32 {
  const decoded = nextBytes();
  const compressed = loadBigEndian(next);
  const input = next + 4;
  if (compressed == decoded) {
    memory.copy(output, input, decoded);
  } else {
    const end = output + decoded;
    const written = decodeLz4Block<u64>(input, input + compressed, output, end, room, 0);
    if (written < 0) return fail(written, next - payloadStart, compressed, decoded);
    if (<u32>written != decoded) return fail(CORRUPT, next - payloadStart, written, decoded);
  }
  next = input + compressed;
  left -= decoded;
  return 0;
}
