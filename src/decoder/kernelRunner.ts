import type { FrameSlot } from "./frameSlot.ts";
import type { FrameSlots } from "./frameSlots.ts";

/** What the decoder lends to those who run kernels for it. */
export interface KernelRunner {
  readonly slots: FrameSlots;
  /**
   * Runs a kernel of the slot and gives what it returned.
   * @throws {DecodeError} for a negative code, and INTERNAL for a trap, which costs the slot.
   */
  run(slot: FrameSlot, kernel: () => number): number;
}

/** Pixels of a frame in foreign memory go through a slot in parts of this size, which stays in the caches. */
export const PART_BYTES: number = 2 ** 20;
