import { DecodeError } from "../errors.ts";
import type { Depth } from "../tiff/index.ts";
import { readEncoding } from "./encoding.ts";
import type { FrameLease, FrameSlots } from "./frameSlots.ts";
import type { KernelRunner } from "./kernelRunner.ts";

/** What is known of a compressed frame beside its bytes. */
export interface CompressedImage {
  /** `lz4`, `bslz4`, or as the stream interface has it: `bs8-lz4`, `bs16-lz4`, `bs32-lz4`. */
  readonly encoding: string;
  /** `[rows, columns]`. */
  readonly shape: readonly [rows: number, columns: number];
  readonly depth: Depth;
}

/** A payload in a slot's memory, proven but for the inside of its blocks, with room for what becomes of it. */
export interface PlacedPayload {
  readonly lease: FrameLease;
  readonly payload: number;
  readonly length: number;
  /** Bytes of the frame's pixels. */
  readonly size: number;
  readonly scratch: number;
  /** Where the output begins, on a multiple of 64. */
  readonly output: number;
  readonly shuffled: boolean;
}

const ALIGNMENT = 64;

/**
 * Copies a payload into a slot, proves it, and only then takes memory for `outputBytes`: nothing is taken on the word of a
 * header alone.
 * @throws {DecodeError} TRUNCATED, BAD_VALUE, INCONSISTENT, LIMIT, UNSUPPORTED, CORRUPT, TRAILING
 */
export function placePayload(
  bytes: Uint8Array,
  options: CompressedImage & {
    readonly slots: FrameSlots;
    readonly runner: KernelRunner;
    readonly outputBytes: number;
    /** The most that a block may have with bitshuffle. */
    readonly blockBytes: number;
  },
): PlacedPayload {
  const { slots, runner, shape, depth, outputBytes } = options;
  const { shuffled } = readEncoding(options.encoding, options);
  const size = (shape[0] * shape[1] * depth) / 8;
  const lease = slots.acquire(bytes.length, { pixelOffset: 0 });
  try {
    lease.bytes.set(bytes);
    const { kernels } = lease.slot;
    const payload = lease.bytes.byteOffset;
    const { length } = bytes;
    runner.run(lease.slot, () => kernels.prove(payload, length, size, shuffled ? depth / 8 : 0));
    if (shuffled) proveBlock(bytes, options.blockBytes);
    const scratch = align(payload + length + ALIGNMENT);
    const scratchBytes = runner.run(lease.slot, () => kernels.scratchBytes(payload, length));
    const output = align(scratch + (shuffled ? scratchBytes : 0));
    lease.extend(output + outputBytes - payload);
    return { lease, payload, length, size, scratch, output, shuffled };
  } catch (error) {
    lease.release();
    throw error;
  }
}

/** Bytes of a block, where the header (assembly/dectris.ts) has them. */
function proveBlock(bytes: Uint8Array, limit: number): void {
  const offset = 8;
  const got = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
  if (got <= limit) return;
  throw new DecodeError("LIMIT", `blocks of ${got} bytes, at most ${limit} are read`, { offset, got, limit });
}

function align(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}
