import { DecodeError } from "../errors.ts";
import { instantiateKernels, type Kernels } from "./wasmModule.ts";

const PAGE_BYTES = 65_536;
/** Room between the module's own data and a body, where a kernel leaves its result. */
const RESULT_BYTES = 64;
/** Room for the tables, scratch and results of larger kernels; no memory is spent on what none of them touches. */
export const WORKSPACE_BYTES: number = 2 ** 21;
/** Widest vector: where pixels are placed on its multiples, every load is aligned. */
const VECTOR_BYTES = 16;
/** Behind the last byte, so that no 16-byte load near the end leaves memory. */
const PADDING_BYTES = 64;

/**
 * One Wasm instance with a linear memory of its own, used for one body at a time:
 *
 *     module's data │ result (64) │ workspace (2 MiB) │ shift (0 … 15) │ body │ padding (64)
 *
 * The shift puts the pixels, not the body, on a multiple of 16.
 */
export class FrameSlot {
  readonly kernels: Kernels;
  /** Address of 64 bytes for a kernel's result. */
  readonly result: number;
  /** Address of {@link WORKSPACE_BYTES} that a kernel may use during one call of the host. */
  readonly workspace: number;
  /** Set when a kernel trapped: memory is half changed, and neither a kernel nor a body may use it again. */
  broken = false;
  readonly #bodyStart: number;
  readonly #maxBytes: number;

  constructor(module: WebAssembly.Module, { maxBytes }: { readonly maxBytes: number }) {
    this.#maxBytes = maxBytes;
    this.kernels = instantiateKernels(module);
    this.kernels.prepare();
    this.result = roundUp(this.kernels.firstFreeByte(), RESULT_BYTES);
    this.workspace = this.result + RESULT_BYTES;
    this.#bodyStart = this.workspace + WORKSPACE_BYTES;
  }

  /** Bytes of memory that this slot holds. */
  get byteLength(): number {
    return this.kernels.memory.buffer.byteLength;
  }

  /**
   * Room for a body of `byteLength` whose pixels begin at `pixelOffset`. Grows memory when it must, which ends every
   * older view of it: only for a slot that nobody holds.
   * @throws {DecodeError} LIMIT when memory cannot grow that far.
   */
  place(byteLength: number, pixelOffset: number): Uint8Array<ArrayBuffer> {
    const start = this.#bodyStart + ((VECTOR_BYTES - (pixelOffset % VECTOR_BYTES)) % VECTOR_BYTES);
    return this.extend(start, byteLength);
  }

  /** The same from an address that a body begins at already. */
  extend(start: number, byteLength: number): Uint8Array<ArrayBuffer> {
    this.#ensure(start + byteLength + PADDING_BYTES);
    return new Uint8Array(this.kernels.memory.buffer as ArrayBuffer, start, byteLength);
  }

  /** Where and why the last payload was refused. */
  failure(): { readonly offset: number; readonly got: number; readonly limit: number } {
    const view = new DataView(this.kernels.memory.buffer, this.kernels.failure(), 24);
    const word = (index: number) => Number(view.getBigUint64(8 * index, true));
    return { offset: word(0), got: word(1), limit: word(2) };
  }

  #ensure(byteLength: number): void {
    const missing = Math.ceil((byteLength - this.byteLength) / PAGE_BYTES);
    if (missing <= 0) return;
    const details = { got: byteLength, limit: this.#maxBytes };
    if (byteLength > this.#maxBytes) {
      const message = `a frame and its body need ${byteLength} bytes of memory, at most ${this.#maxBytes} are taken`;
      throw new DecodeError("LIMIT", message, details);
    }
    try {
      this.kernels.memory.grow(missing);
    } catch (cause) {
      throw new DecodeError("LIMIT", `no memory for a frame of ${byteLength} bytes`, { ...details, cause });
    }
  }
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
