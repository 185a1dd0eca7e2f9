import type { DetectorFrame } from "./detectorFrame.ts";
import type { FrameSlot } from "./frameSlot.ts";
import { type KernelRunner, PART_BYTES } from "./kernelRunner.ts";

const HEADER_BYTES = 12;
/** Of a block; whole ones are in a part, so that parts can be encoded one after the other. */
const BLOCK_BYTES = 8192;

/**
 * Encodes a frame as a `bslz4` payload (dectris/compression), a MiB of pixels a step: whoever asks may do something else between
 * two steps, but must not close the frame. The payload is what the last step returns.
 */
export function* encodeFrame(
  frame: DetectorFrame,
  runner: KernelRunner,
): Generator<void, Uint8Array<ArrayBuffer>, void> {
  const { byteLength } = frame.data;
  const parts: Uint8Array[] = [header(byteLength)];
  for (let start = 0; start < byteLength; start += PART_BYTES) {
    if (start > 0) yield;
    parts.push(encodePart(frame, { start, end: Math.min(start + PART_BYTES, byteLength) }, runner));
  }
  return join(parts);
}

/** Decoded bytes u64 and bytes of a block u32, big endian. */
function header(byteLength: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES));
  view.setBigUint64(0, BigInt(byteLength));
  view.setUint32(8, BLOCK_BYTES);
  return new Uint8Array(view.buffer);
}

function encodePart(
  frame: DetectorFrame,
  { start, end }: { readonly start: number; readonly end: number },
  runner: KernelRunner,
): Uint8Array {
  const element = frame.depth / 8;
  const count = (end - start) / element;
  const inPlace = frame.lease;
  if (inPlace !== undefined)
    return run(inPlace.slot, { element, pixels: frame.data.byteOffset + start, count }, runner);
  const lease = runner.slots.acquire(end - start, { pixelOffset: 0 });
  try {
    lease.bytes.set(frame.bytes.subarray(start, end));
    return run(lease.slot, { element, pixels: lease.bytes.byteOffset, count }, runner);
  } finally {
    lease.release();
  }
}

/** In the slot's workspace: scratch │ the part's blocks, of less than 1.1 MiB. */
function run(
  slot: FrameSlot,
  { element, pixels, count }: { readonly element: number; readonly pixels: number; readonly count: number },
  runner: KernelRunner,
): Uint8Array {
  const { kernels, workspace } = slot;
  const output = workspace + kernels.encodeScratchBytes();
  const written = runner.run(slot, () => kernels.encode(element, pixels, count, workspace, output));
  return new Uint8Array(kernels.memory.buffer, output, written).slice();
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
