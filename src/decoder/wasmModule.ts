import { EigerMonitorError } from "../errors.ts";
import { DECODER_WASM } from "./generated/decoderWasm.ts";

/** The frame path of the module's ABI: addresses and counts in, 0 or a negative error code out (assembly/index.ts). */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  firstFreeByte(): number;
  accumulateU8(pixels: number, count: number, maximum: number, low: number, high: number): number;
  accumulateU16(pixels: number, count: number, maximum: number, low: number, high: number): number;
  accumulateU32(pixels: number, count: number, maximum: number, low: number, high: number): number;
  histogramU8(pixels: number, count: number, result: number): number;
  histogramU16(pixels: number, count: number, result: number): number;
  histogramU32(pixels: number, count: number, result: number): number;
  pictureU8(pixels: number, request: number, tones: number, scratch: number, target: number): number;
  pictureU16(pixels: number, request: number, tones: number, scratch: number, target: number): number;
  pictureU32(pixels: number, request: number, tones: number, scratch: number, target: number): number;
  prepareTones(tones: number): number;
  statisticsU8(pixels: number, count: number, threshold: number, result: number): number;
  statisticsU16(pixels: number, count: number, threshold: number, result: number): number;
  statisticsU32(pixels: number, count: number, threshold: number, result: number): number;
  applyMaskU8(pixels: number, count: number, mask: number): number;
  applyMaskU16(pixels: number, count: number, mask: number): number;
  applyMaskU32(pixels: number, count: number, mask: number): number;
  swapBytesU16(pixels: number, count: number): number;
  swapBytesU32(pixels: number, count: number): number;
  prepare(): void;
  failure(): number;
  prove(payload: number, length: number, expected: number, element: number): number;
  scratchBytes(payload: number, length: number): number;
  decompressLz4(payload: number, length: number, size: number, output: number): number;
  decompressU8: DecompressKernel;
  decompressU16: DecompressKernel;
  decompressU32: DecompressKernel;
  decompressDisplay(payload: number, length: number, size: number, scratch: number, output: number): number;
  sparseU8: SparseKernel;
  sparseU16: SparseKernel;
  sparseU32: SparseKernel;
}

/** Pixels of a proven payload; their statistics too where `result` is not 0. */
type DecompressKernel = (
  payload: number,
  length: number,
  size: number,
  scratch: number,
  output: number,
  threshold: number,
  result: number,
) => number;

/** Indices and values of the pixels with counts; returns how many. */
type SparseKernel = (
  payload: number,
  length: number,
  size: number,
  scratch: number,
  indices: number,
  values: number,
) => number;

/** What the module imports: the only thing that AssemblyScript asks for is a way to give up. */
export const WASM_IMPORTS = {
  env: {
    abort(): never {
      throw new EigerMonitorError("INTERNAL", "the decoder's module gave up");
    },
  },
};

/** The module's bytes, from the base64 text that the build wrote. */
export function wasmBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(DECODER_WASM), (character) => character.charCodeAt(0));
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

const KERNEL_NAMES = [
  "firstFreeByte",
  "accumulateU8",
  "accumulateU16",
  "accumulateU32",
  "histogramU8",
  "histogramU16",
  "histogramU32",
  "pictureU8",
  "pictureU16",
  "pictureU32",
  "prepareTones",
  "statisticsU8",
  "statisticsU16",
  "statisticsU32",
  "applyMaskU8",
  "applyMaskU16",
  "applyMaskU32",
  "swapBytesU16",
  "swapBytesU32",
  "prepare",
  "failure",
  "prove",
  "scratchBytes",
  "decompressLz4",
  "decompressU8",
  "decompressU16",
  "decompressU32",
  "decompressDisplay",
  "sparseU8",
  "sparseU16",
  "sparseU32",
];

function isKernels(exports: object): exports is Kernels {
  const members = new Map<string, unknown>(Object.entries(exports));
  return (
    members.get("memory") instanceof WebAssembly.Memory &&
    KERNEL_NAMES.every((name) => typeof members.get(name) === "function")
  );
}
