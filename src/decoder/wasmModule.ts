import { EigerMonitorError } from "../errors.ts";
import { DECODER_WASM } from "./generated/decoderWasm.ts";

/**
 * The frame path of the module's ABI: addresses and counts in, 0 (or a number of results) or a negative error code out
 * (assembly/index.ts). `element` is the bytes of a pixel.
 */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  firstFreeByte(): number;
  prepare(): void;
  failure(): number;
  statistics(element: number, pixels: number, count: number, threshold: number, result: number): number;
  histogram(element: number, pixels: number, count: number, result: number): number;
  applyMask(element: number, pixels: number, count: number, mask: number): number;
  swapBytes(element: number, pixels: number, count: number): number;
  accumulate(
    element: number,
    pixels: number,
    count: number,
    maximum: number,
    low: number,
    high: number,
  ): number;
  /** Adds planes that lie one behind the other: low, high, maximum. */
  merge(element: number, part: number, count: number, maximum: number, low: number, high: number): number;
  prepareTones(tones: number): number;
  picture(
    element: number,
    pixels: number,
    request: number,
    tones: number,
    scratch: number,
    target: number,
  ): number;
  prove(payload: number, length: number, expected: number, element: number): number;
  scratchBytes(payload: number, length: number): number;
  /** Pixels of a proven payload; their statistics too where `result` is not 0. */
  decompress(
    element: number,
    payload: number,
    length: number,
    size: number,
    scratch: number,
    output: number,
    threshold: number,
    result: number,
  ): number;
  decompressDisplay(payload: number, length: number, size: number, scratch: number, output: number): number;
  decompressLz4(payload: number, length: number, size: number, output: number): number;
  /** Indices and values of the pixels with counts; returns how many. */
  sparse(
    element: number,
    payload: number,
    length: number,
    size: number,
    scratch: number,
    indices: number,
    values: number,
  ): number;
  /** Bytes that encoded pixels have at most. */
  encodedBytes(element: number, count: number): number;
  encodeScratchBytes(): number;
  /** Blocks of a payload; returns how many bytes they have. */
  encode(element: number, pixels: number, count: number, scratch: number, output: number): number;
}

/** What the module imports: the only thing that AssemblyScript asks for is a way to give up. */
export const WASM_IMPORTS = {
  env: {
    abort(): never {
      throw new EigerMonitorError("INTERNAL", "the decoder's module gave up");
    },
  },
};

/** The module's bytes, from the hexadecimal digits that the build wrote. */
export function wasmBytes(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(DECODER_WASM.length / 2);
  for (let index = 0; index < bytes.length; index++)
    bytes[index] = 16 * digitAt(2 * index) + digitAt(2 * index + 1);
  return bytes;
}

/** 0 … 9 and a … f by their codes: `parseInt` for each byte would take as long as compiling. */
function digitAt(index: number): number {
  const code = DECODER_WASM.charCodeAt(index);
  return code < 58 ? code - 48 : code - 87;
}

/** Compiles the module once; its instances share the code and have a memory each (80 µs for a bare instance). */
export function compileDecoder(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(wasmBytes());
}

/** A new instance with a memory of its own. */
export function instantiateKernels(module: WebAssembly.Module): Kernels {
  const { exports } = new WebAssembly.Instance(module, WASM_IMPORTS);
  if (isKernels(exports)) return exports;
  throw new EigerMonitorError(
    "INTERNAL",
    "the decoder's module lacks an export: build it again (npm run wasm)",
  );
}

const KERNEL_NAMES: readonly (keyof Kernels)[] = [
  "firstFreeByte",
  "prepare",
  "failure",
  "statistics",
  "histogram",
  "applyMask",
  "swapBytes",
  "accumulate",
  "merge",
  "prepareTones",
  "picture",
  "prove",
  "scratchBytes",
  "decompress",
  "decompressDisplay",
  "decompressLz4",
  "sparse",
  "encodedBytes",
  "encodeScratchBytes",
  "encode",
];

function isKernels(exports: object): exports is Kernels {
  const members = new Map<string, unknown>(Object.entries(exports));
  return (
    members.get("memory") instanceof WebAssembly.Memory &&
    KERNEL_NAMES.every((name) => typeof members.get(name) === "function")
  );
}
