import { DecodeError, FrameClosedError } from "../errors.ts";
import { FrameSlot } from "./frameSlot.ts";

/**
 * The right to one slot's memory for one body. Whoever asked for it gives it back with `release()`; a lease that is
 * never released keeps its memory to itself until the garbage collector takes both.
 */
export class FrameLease {
  readonly #slots: FrameSlots;
  #bytes: Uint8Array<ArrayBuffer>;
  #slot: FrameSlot | undefined;

  constructor(slots: FrameSlots, slot: FrameSlot, bytes: Uint8Array<ArrayBuffer>) {
    this.#slots = slots;
    this.#slot = slot;
    this.#bytes = bytes;
  }

  /**
   * The body's memory, exactly as long as was asked for.
   * @throws {FrameClosedError} after `release()`.
   */
  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#slot === undefined) throw new FrameClosedError();
    return this.#bytes;
  }

  /**
   * The slot, to run a kernel in.
   * @throws {FrameClosedError} after `release()`.
   */
  get slot(): FrameSlot {
    if (this.#slot === undefined) throw new FrameClosedError();
    return this.#slot;
  }

  /** Makes the body longer; whatever was taken from `bytes` before is dead. @throws {DecodeError} LIMIT */
  extend(byteLength: number): void {
    const start = this.bytes.byteOffset;
    this.#bytes = this.slot.extend(start, byteLength);
  }

  get released(): boolean {
    return this.#slot === undefined;
  }

  /** Has a kernel trapped in the slot? Its bytes can still be read, but nothing may run there. */
  get broken(): boolean {
    return this.#slot?.broken === true;
  }

  /** Gives the memory back. Doing it twice does no harm. */
  release(): void {
    if (this.#slot === undefined) return;
    this.#slots.takeBack(this.#slot);
    this.#slot = undefined;
  }
}

/** The pool of slots: reuses what was given back, makes what is missing. It never waits and never refuses. */
export class FrameSlots {
  /** Slots made so far; constant once a consumer that closes its events has its two or three. */
  created = 0;
  readonly #module: WebAssembly.Module;
  readonly #maxFree: number;
  readonly #maxBytes: number;
  readonly #free: FrameSlot[] = [];
  #pixelOffset = 0;

  constructor(module: WebAssembly.Module, options: { readonly maxFree: number; readonly maxBytes: number }) {
    this.#module = module;
    this.#maxFree = options.maxFree;
    this.#maxBytes = options.maxBytes;
  }

  /** Slots that wait for a body. */
  get free(): number {
    return this.#free.length;
  }

  /**
   * Memory for a body of `byteLength` bytes.
   * @throws {DecodeError} LIMIT when there is no such memory; INTERNAL when the module traps as it starts.
   */
  acquire(byteLength: number, options: { readonly pixelOffset?: number } = {}): FrameLease {
    const slot = this.#free.pop() ?? this.#create();
    try {
      return new FrameLease(this, slot, slot.place(byteLength, options.pixelOffset ?? this.#pixelOffset));
    } catch (error) {
      this.takeBack(slot);
      throw error;
    }
  }

  /** Where the last image had its pixels; the next body is placed so that they would be aligned. */
  expectPixelsAt(pixelOffset: number): void {
    this.#pixelOffset = pixelOffset;
  }

  /** For {@link FrameLease.release} only. */
  takeBack(slot: FrameSlot): void {
    if (!slot.broken && this.#free.length < this.#maxFree) this.#free.push(slot);
  }

  #create(): FrameSlot {
    try {
      const slot = new FrameSlot(this.#module, { maxBytes: this.#maxBytes });
      this.created += 1;
      return slot;
    } catch (cause) {
      // A RangeError is what engines throw when they have no more memory to reserve.
      if (cause instanceof RangeError)
        throw new DecodeError("LIMIT", "no memory for another frame", { cause });
      throw new DecodeError("INTERNAL", "the decoder's module does not start", { cause });
    }
  }
}
