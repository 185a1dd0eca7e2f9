import { EigerMonitorError } from "../errors.ts";
import type { DetectorFrame } from "./detectorFrame.ts";
import type { FrameSlot } from "./frameSlot.ts";
import { type KernelRunner, PART_BYTES } from "./kernelRunner.ts";

/** What runs on a part of a frame: `count` pixels at `address` of the slot's memory. */
export type PartVisitor = (slot: FrameSlot, address: number, count: number) => void;

/** Byte per pixel; other than 0: the pixel is masked, whatever its counts. */
export type PixelMask = Uint8Array;

/**
 * Visits a frame's pixels where they are, when that is a slot; else, and with a mask of the user's, through a slot in parts that
 * stay in the caches.
 * @throws {FrameClosedError}; {@link EigerMonitorError} BAD_OPTION when the mask has another number of pixels
 */
export function visitParts(
  frame: DetectorFrame,
  options: { readonly runner: KernelRunner; readonly mask?: PixelMask | undefined },
  visit: PartVisitor,
): void {
  const { data, lease } = frame;
  const { runner, mask } = options;
  if (mask !== undefined && mask.length !== data.length) {
    const message = `a mask of ${mask.length} pixels for a frame of ${data.length}`;
    throw new EigerMonitorError("BAD_OPTION", message);
  }
  if (lease !== undefined && mask === undefined) visit(lease.slot, data.byteOffset, data.length);
  else visitCopies(frame, { runner, mask }, visit);
}

/** A part, and behind it its part of the mask. */
function visitCopies(
  { bytes, depth }: DetectorFrame,
  { runner, mask }: { readonly runner: KernelRunner; readonly mask: PixelMask | undefined },
  visit: PartVisitor,
): void {
  const lease = runner.slots.acquire(2 * PART_BYTES, { pixelOffset: 0 });
  const { slot } = lease;
  const address = lease.bytes.byteOffset;
  try {
    for (let start = 0; start < bytes.length; start += PART_BYTES) {
      const part = bytes.subarray(start, start + PART_BYTES);
      const count = (part.length * 8) / depth;
      const first = (start * 8) / depth;
      lease.bytes.set(part);
      if (mask !== undefined) {
        lease.bytes.set(mask.subarray(first, first + count), PART_BYTES);
        runner.run(slot, () => slot.kernels.applyMask(depth / 8, address, count, address + PART_BYTES));
      }
      visit(slot, address, count);
    }
  } finally {
    lease.release();
  }
}
