import binaryen from "binaryen";
import { type Kernels, wasmBytes } from "../../src/decoder/wasmModule.ts";

/** A kernel that traps: when the byte at `offset` from the address in parameter number `parameter` is `byte`, or always. */
export interface Trap {
  readonly kernel: keyof Kernels;
  readonly when?: { readonly parameter: number; readonly offset: number; readonly byte: number };
}

/** The decoder's module, but for one kernel, which traps; where it looks at memory, it changes it before. */
export function trappingModule(trap: Trap): Promise<WebAssembly.Module> {
  const module = binaryen.readBinary(wasmBytes());
  module.setFeatures(binaryen.Features.All);
  const inner = innerName(module, trap.kernel);
  module.removeExport(trap.kernel);
  addTrappingFunction(module, inner, trap);
  module.addFunctionExport("trapping", trap.kernel);
  const bytes = module.emitBinary();
  module.dispose();
  return WebAssembly.compile(Uint8Array.from(bytes));
}

function innerName(module: binaryen.Module, kernel: string): string {
  for (let index = 0; index < module.getNumExports(); index++) {
    const { name, value } = binaryen.getExportInfo(module.getExportByIndex(index));
    if (name === kernel) return value;
  }
  throw new Error(`the module exports no ${kernel}`);
}

function addTrappingFunction(module: binaryen.Module, inner: string, { when }: Trap): void {
  const { params, results } = binaryen.getFunctionInfo(module.getFunction(inner));
  const operands = binaryen.expandType(params).map((type, index) => module.local.get(index, type));
  const trap = when === undefined ? module.unreachable() : trapWhen(module, when);
  const body = module.block("", [trap, module.call(inner, operands, results)], results);
  module.addFunction("trapping", params, results, [], body);
}

function trapWhen(module: binaryen.Module, { parameter, offset, byte }: NonNullable<Trap["when"]>): number {
  const address = () => module.local.get(parameter, binaryen.i32);
  const isSeen = module.i32.eq(module.i32.load8_u(offset, 0, address()), module.i32.const(byte));
  const change = module.i32.store8(offset, 0, address(), module.i32.const(~byte));
  return module.if(isSeen, module.block("", [change, module.unreachable()]));
}
