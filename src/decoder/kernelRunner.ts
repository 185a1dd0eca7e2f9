import { DecodeError } from "../errors.ts";
import type { ModuleInformation } from "./asBind.ts";
import type { FrameSlot } from "./frameSlot.ts";
import type { FrameSlots } from "./frameSlots.ts";

/** Pixels of a frame in foreign memory go through a slot in parts of this size, which stays in the caches. */
export const PART_BYTES: number = 2 ** 20;

/** Calls kernels and turns what they return into results or errors. */
export class KernelRunner {
  /** Traps of the module so far; each cost its slot and is a defect of ours. */
  traps = 0;
  readonly slots: FrameSlots;
  readonly #information: ModuleInformation;

  constructor(options: { readonly slots: FrameSlots; readonly information: ModuleInformation }) {
    this.slots = options.slots;
    this.#information = options.information;
  }

  /**
   * What the kernel returns, if that is 0 or more. A negative code is bad input; a trap costs the slot, in which nothing runs
   * any more, and the next body gets another one.
   * @throws {DecodeError}
   */
  run(slot: FrameSlot, kernel: () => number): number {
    if (slot.broken) throw new DecodeError("INTERNAL", "the decoder's module trapped in this memory before");
    const code = this.#call(slot, kernel);
    if (code >= 0) return code;
    const known = this.#information.errors.get(code);
    if (known === undefined || known.code === "INTERNAL") {
      throw new DecodeError("INTERNAL", known?.text ?? `unknown error code ${code}`, { got: code });
    }
    const { offset, got, limit } = slot.failure();
    const message = `${known.text}: ${got} at byte ${offset}, expected ${limit}`;
    throw new DecodeError(known.code, message, { offset, got, limit });
  }

  #call(slot: FrameSlot, kernel: () => number): number {
    try {
      return kernel();
    } catch (cause) {
      slot.broken = true;
      this.traps += 1;
      throw new DecodeError("INTERNAL", "the decoder's module trapped; this is a defect, please report it", {
        cause,
      });
    }
  }
}
