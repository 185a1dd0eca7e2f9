import type { DecodeErrorCode } from "../errors.ts";
import { instantiate } from "./generated/asBindRuntime.js";
import { WASM_IMPORTS, wasmBytes } from "./wasmModule.ts";

/** What the Wasm module says of itself. */
export interface ModuleInformation {
  /** Names of its kernels. */
  readonly kernels: readonly string[];
  /** Meaning of its negative return codes. */
  readonly errors: ReadonlyMap<number, { readonly code: DecodeErrorCode; readonly text: string }>;
}

/** The control functions of assembly/index.ts, as as-bind offers them: text comes out as text. */
interface ControlExports {
  kernelNames(): string;
  errorCount(): number;
  errorName(code: number): DecodeErrorCode;
  errorText(code: number): string;
}

/**
 * The one door to as-bind: asks an instance of its own, once per decoder. Frames never pass here; as-bind would copy
 * a 36 MB frame in 8 ms where a pointer costs nothing (docs/decisions/0001-as-bind.md).
 */
export async function readModuleInformation(): Promise<ModuleInformation> {
  const { exports } = await instantiate(wasmBytes(), WASM_IMPORTS);
  // as-bind is untyped; the shape is the one that assembly/index.ts exports and the decoder's tests prove.
  const control = exports as ControlExports;
  const codes = Array.from({ length: control.errorCount() }, (_, index) => -1 - index);
  return {
    kernels: control.kernelNames().split(" "),
    errors: new Map(
      codes.map((code) => [code, { code: control.errorName(code), text: control.errorText(code) }]),
    ),
  };
}
