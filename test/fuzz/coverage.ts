import binaryen from "binaryen";
import { type Kernels, WASM_IMPORTS, wasmBytes } from "../../src/decoder/wasmModule.ts";

/** Kernels that read what nobody trusts. */
const ENTRIES = ["prove", "scratchBytes", "decompress", "decompressDisplay", "decompressLz4", "sparse"];
const HOOK = "fuzz$branch";

/** Kernels that tell which way each of their conditions went. */
export interface CoveredKernels {
  readonly kernels: Kernels;
  /** Two for each condition: true and false. */
  readonly branches: number;
  /** How many of them have been taken. */
  readonly taken: () => number;
}

/**
 * The decoder's module with a call at each condition (if, branch, select) of all that the entries call: a hook in another module
 * notes the way it goes, at the cost of a few nanoseconds. Else it does what the decoder's own module does.
 */
export async function coveredKernels(): Promise<CoveredKernels> {
  const module = binaryen.readBinary(wasmBytes());
  module.setFeatures(binaryen.Features.All);
  const { i32 } = binaryen;
  module.addFunctionImport(HOOK, "fuzz", "branch", binaryen.createType([i32, i32]), i32);
  const branches = 2 * instrument(module);
  const bytes = Uint8Array.from(module.emitBinary());
  module.dispose();
  const hook = new WebAssembly.Instance(await WebAssembly.compile(hookBytes(branches))).exports as {
    readonly branch: (id: number, condition: number) => number;
    readonly taken: WebAssembly.Global<"i32">;
  };
  const imports = { ...WASM_IMPORTS, fuzz: { branch: hook.branch } };
  const { exports } = new WebAssembly.Instance(await WebAssembly.compile(bytes), imports);
  // The exports are those of the decoder's module, which the library proves itself.
  return { kernels: exports as unknown as Kernels, branches, taken: () => hook.taken.value };
}

/** Notes each id once: byte 2 × id + condition. */
function hookBytes(branches: number): Uint8Array<ArrayBuffer> {
  const module = new binaryen.Module();
  const { i32 } = binaryen;
  module.setMemory(Math.ceil(branches / 65_536), -1, "memory");
  module.addGlobal("taken", i32, true, module.i32.const(0));
  const isTrue = module.i32.ne(module.local.get(1, i32), module.i32.const(0));
  const place = module.i32.add(module.i32.shl(module.local.get(0, i32), module.i32.const(1)), isTrue);
  const isNew = module.i32.eqz(module.i32.load8_u(0, 0, module.local.get(2, i32)));
  const note = module.block("", [
    module.i32.store8(0, 0, module.local.get(2, i32), module.i32.const(1)),
    module.global.set("taken", module.i32.add(module.global.get("taken", i32), module.i32.const(1))),
  ]);
  const body = [module.local.set(2, place), module.if(isNew, note), module.local.get(1, i32)];
  module.addFunction("branch", binaryen.createType([i32, i32]), i32, [i32], module.block("", body, i32));
  module.addFunctionExport("branch", "branch");
  module.addGlobalExport("taken", "taken");
  module.setFeatures(binaryen.Features.All);
  const bytes = Uint8Array.from(module.emitBinary());
  module.dispose();
  return bytes;
}

/** Wraps the conditions of every function that the entries reach; how many there are. */
function instrument(module: binaryen.Module): number {
  const open = exportedFunctions(module);
  const seen = new Set(open);
  let conditions = 0;
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const { body } = binaryen.getFunctionInfo(module.getFunction(name));
    if (body === 0) continue;
    visit(body, {
      call: (target) => {
        if (seen.has(target)) return;
        seen.add(target);
        open.push(target);
      },
      wrap: (condition) => module.call(HOOK, [module.i32.const(conditions++), condition], binaryen.i32),
    });
  }
  return conditions;
}

function exportedFunctions(module: binaryen.Module): string[] {
  const exports = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  );
  return exports.filter(({ name }) => ENTRIES.includes(name)).map(({ value }) => value);
}

/** Where expressions have their parts, and lists of them. What a constant has as `value` is a number of its own. */
const PARTS =
  "condition ifTrue ifFalse body value ptr left right delta dest source size vec shift a b c".split(" ");
const LISTS = ["children", "operands"];

function visit(
  expression: number,
  visitor: { readonly call: (target: string) => void; readonly wrap: (condition: number) => number },
): void {
  if (expression === 0) return;
  const information = binaryen.getExpressionInfo(expression) as unknown as Record<string, unknown>;
  const { id, target, condition } = information;
  if (id === binaryen.ConstId) return;
  if (id === binaryen.CallId && typeof target === "string") visitor.call(target);
  for (const part of PARTS) {
    const child = information[part];
    if (typeof child === "number") visit(child, visitor);
  }
  for (const list of LISTS) {
    for (const child of (information[list] ?? []) as readonly number[]) visit(child, visitor);
  }
  if (typeof condition !== "number" || condition === 0) return;
  setCondition(Number(id), expression, visitor.wrap(condition));
}

interface Conditional {
  readonly setCondition: (expression: number, condition: number) => void;
}

function setCondition(id: number, expression: number, condition: number): void {
  // The typings know of the classes, not of their methods.
  const { If, Break, Select } = binaryen as unknown as Record<string, Conditional>;
  const kind = { [binaryen.IfId]: If, [binaryen.BreakId]: Break, [binaryen.SelectId]: Select }[id];
  kind?.setCondition(expression, condition);
}
