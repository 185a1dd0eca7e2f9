import { compileDecoder, instantiateKernels, type Kernels } from "../../../src/decoder/wasmModule.ts";

/** What is asked of a payload: pixels, pixels and statistics, 16-bit pixels for display, pixels that have counts. */
export const FORMS = ["pixels", "measured", "saturated", "sparse"] as const;
export type Form = (typeof FORMS)[number];

/** A payload, what it should be, and how memory looks before it comes. */
export interface GuardedRun {
  readonly payload: Uint8Array;
  /** Bytes of a pixel; 0 for plain LZ4, which has the form of pixels only. */
  readonly element: 0 | 1 | 2 | 4;
  /** Bytes of the frame's pixels. */
  readonly size: number;
  readonly form?: Form;
  readonly threshold?: number;
  /** What memory is filled with. */
  readonly fill?: number;
  /** Does the payload end where linear memory ends, instead of before guard bytes? */
  readonly atMemoryEnd?: boolean;
  /** Where the payload begins, beyond a multiple of 64. */
  readonly shift?: number;
}

/** What came of it. */
export interface GuardedOutcome {
  /** 0 or more when the payload is good. */
  readonly code: number;
  /** The output, empty when the payload was refused; statistics behind pixels, values behind indices. */
  readonly output: Uint8Array;
  /** Offset, value seen, value expected; of a refused payload. */
  readonly failure: readonly bigint[];
  /** What was left in scratch memory. */
  readonly scratch: Uint8Array;
  /** Are the bytes around payload, scratch memory, output and result, the payload's own, and memory's size as they were? */
  readonly intact: boolean;
}

interface Region {
  readonly start: number;
  readonly length: number;
}

const GUARD_BYTES = 64;
const GUARD = new Uint8Array(GUARD_BYTES).fill(0xc3);
const STATISTICS_BYTES = 28;
const NOTHING = new Uint8Array(0);

/** The decoder's kernels in one instance, called as the host calls them, with guard bytes around everything. */
export class GuardedKernels {
  readonly #kernels: Kernels;
  readonly #start: number;
  #regions: Region[] = [];
  #end = 0;
  #reserved = 0;
  #scratch: Region = { start: 0, length: 0 };

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
    kernels.prepare();
    this.#start = roundUp(kernels.firstFreeByte());
  }

  run(options: GuardedRun): GuardedOutcome {
    const { payload, element, size, form = "pixels", fill = 0 } = options;
    this.#reserve(payload.length + 10 * size + 8 * 2 ** 16);
    const length = payload.length;
    this.#regions = [];
    this.#end = this.#start;
    const input = this.#placePayload(options);
    const proven = this.#kernels.prove(input, length, size, element);
    if (proven < 0) return this.#outcome(proven, [], payload, input);
    const scratchBytes = element === 0 ? 0 : this.#kernels.scratchBytes(input, length);
    const scratch = this.#place(scratchBytes, fill);
    this.#scratch = { start: scratch, length: scratchBytes };
    const call = { ...options, form, input, scratch };
    const { code, outputs } = this.#call(call, fill);
    return this.#outcome(code, outputs, payload, input);
  }

  #call(
    options: GuardedRun & { readonly form: Form; readonly input: number; readonly scratch: number },
    fill: number,
  ): { readonly code: number; readonly outputs: readonly Region[] } {
    const { payload, element, size, form, input, scratch, threshold = 1 } = options;
    const kernels = this.#kernels;
    const { length } = payload;
    if (form === "saturated") {
      const output = this.#place(size / 2, fill);
      const code = kernels.decompressDisplay(input, length, size, scratch, output);
      return { code, outputs: [{ start: output, length: size / 2 }] };
    }
    if (form === "sparse") {
      const indices = this.#place((4 * size) / element, fill);
      const values = this.#place(size, fill);
      const code = kernels.sparse(element, input, length, size, scratch, indices, values);
      const found = Math.max(code, 0);
      return {
        code,
        outputs: [
          { start: indices, length: 4 * found },
          { start: values, length: element * found },
        ],
      };
    }
    const output = this.#place(size, fill);
    const outputs = [{ start: output, length: size }];
    if (element === 0) return { code: kernels.decompressLz4(input, length, size, output), outputs };
    const result = form === "measured" ? this.#place(STATISTICS_BYTES, fill) : 0;
    const code = kernels.decompress(element, input, length, size, scratch, output, threshold, result);
    if (result !== 0) outputs.push({ start: result, length: STATISTICS_BYTES });
    return { code, outputs };
  }

  #outcome(code: number, outputs: readonly Region[], payload: Uint8Array, input: number): GuardedOutcome {
    const memory = this.#memory;
    const refused = code < 0;
    const parts = outputs.map(({ start, length }) => memory.subarray(start, start + length));
    const same = (start: number, bytes: Uint8Array) =>
      Buffer.compare(memory.subarray(start, start + bytes.length), bytes) === 0;
    const intact = this.#regions.every(
      ({ start, length }) =>
        same(start - GUARD_BYTES, GUARD) && (start + length === memory.length || same(start + length, GUARD)),
    );
    return {
      code,
      output: refused ? NOTHING : new Uint8Array(Buffer.concat(parts)),
      failure: refused ? this.#failure() : [],
      scratch: memory.slice(this.#scratch.start, this.#scratch.start + this.#scratch.length),
      intact: intact && same(input, payload) && memory.length === this.#reserved,
    };
  }

  #failure(): readonly bigint[] {
    const view = new DataView(this.#kernels.memory.buffer, this.#kernels.failure(), 24);
    return [0, 8, 16].map((offset) => view.getBigUint64(offset, true));
  }

  #placePayload({ payload, atMemoryEnd = false, shift = 0 }: GuardedRun): number {
    const memory = this.#memory;
    if (!atMemoryEnd) this.#end += shift;
    const start = atMemoryEnd ? memory.length - payload.length : this.#place(payload.length, 0);
    memory.set(payload, start);
    if (atMemoryEnd) {
      memory.set(GUARD, start - GUARD_BYTES);
      this.#regions.push({ start, length: payload.length });
    }
    return start;
  }

  /** A region between guard bytes, on a multiple of 64 unless it is shifted. */
  #place(length: number, fill: number): number {
    const memory = this.#memory;
    const start = this.#end + GUARD_BYTES;
    memory.set(GUARD, start - GUARD_BYTES);
    memory.fill(fill, start, start + length);
    memory.set(GUARD, start + length);
    this.#regions.push({ start, length });
    this.#end = roundUp(start + length + GUARD_BYTES);
    return start;
  }

  get #memory(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#kernels.memory.buffer as ArrayBuffer);
  }

  #reserve(bytes: number): void {
    const missing = Math.ceil((this.#start + bytes - this.#memory.length) / 65_536);
    if (missing > 0) this.#kernels.memory.grow(missing);
    this.#reserved = this.#memory.length;
  }
}

function roundUp(address: number): number {
  return Math.ceil(address / GUARD_BYTES) * GUARD_BYTES;
}

/** Kernels in an instance of their own. */
export async function guardedKernels(): Promise<GuardedKernels> {
  return new GuardedKernels(instantiateKernels(await compileDecoder()));
}

/** Are verdict, output and reason the same? */
export function isSameOutcome(a: GuardedOutcome, b: GuardedOutcome): boolean {
  return (
    a.code === b.code &&
    Buffer.compare(a.output, b.output) === 0 &&
    a.failure.every((value, index) => value === b.failure[index])
  );
}
