import { EigerMonitorError } from "../../errors.ts";
import { bitShuffle } from "./bitShuffle.ts";
import { compressLz4Block, longestLz4Block } from "./lz4Block.ts";

/** How a frame is compressed. */
export interface PayloadOptions {
  readonly encoding: "lz4" | "bslz4";
  /** Bytes of pixels in a block; with `bslz4` a multiple of eight pixels. Default 8192, as DECTRIS has it. */
  readonly blockBytes?: number;
}

const HEADER_BYTES = 12;

/**
 * A frame as an EIGER sends it (dectris/compression; the layout of the HDF5 filters 32004 and 32008): decoded bytes u64 and
 * bytes of a block u32, big endian; each block with its length u32 before it; with `bslz4` the pixels beyond the last eight
 * as they are.
 * @throws {EigerMonitorError} SIMULATOR_OPTION for a block size that the encoding does not allow.
 */
export function encodePayload(
  pixels: Uint8Array | Uint16Array | Uint32Array,
  { encoding, blockBytes = 8192 }: PayloadOptions,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const element = encoding === "bslz4" ? pixels.BYTES_PER_ELEMENT : 0;
  const step = Math.max(8 * element, 1);
  if (!Number.isInteger(blockBytes / step) || blockBytes < 1 || blockBytes > 2 ** 30) {
    const expected = `a multiple of ${step} up to 2^30`;
    throw new EigerMonitorError("SIMULATOR_OPTION", `blockBytes is ${blockBytes}; expected ${expected}`);
  }
  const blocked = bytes.length - (bytes.length % step);
  const blocks = Math.ceil(blocked / blockBytes);
  const output = new Uint8Array(
    HEADER_BYTES + blocks * (4 + longestLz4Block(0)) + longestLz4Block(bytes.length) + blocks,
  );
  const view = new DataView(output.buffer);
  view.setBigUint64(0, BigInt(bytes.length));
  view.setUint32(8, blockBytes);
  const planes = new Uint8Array(Math.min(blockBytes, blocked));
  let to = HEADER_BYTES;
  for (let from = 0; from < blocked; from += blockBytes) {
    const block = bytes.subarray(from, Math.min(from + blockBytes, blocked));
    const end = writeBlock(block, { planes, element, output, at: to + 4 });
    view.setUint32(to, end - to - 4);
    to = end;
  }
  output.set(bytes.subarray(blocked), to);
  return output.slice(0, to + bytes.length - blocked);
}

function writeBlock(
  block: Uint8Array,
  options: {
    readonly planes: Uint8Array;
    readonly element: number;
    readonly output: Uint8Array;
    readonly at: number;
  },
): number {
  const { element, output, at } = options;
  if (element > 0) {
    const planes = options.planes.subarray(0, block.length);
    bitShuffle(block, planes, element);
    return compressLz4Block(planes, output, at);
  }
  const end = compressLz4Block(block, output, at);
  if (end - at < block.length) return end;
  // Plain LZ4 keeps a block as it is when compressing it gains nothing; its length says so.
  output.set(block, at);
  return at + block.length;
}
