/** What the machine can do at most, in the memory that the kernels work in. */
export interface Yardstick {
  copy(target: number, source: number, length: number): void;
  fill(target: number, value: number, length: number): void;
}

const I32 = 0x7f;
const BODY_END = 0x0b;
const GET_ALL = [0x20, 0, 0x20, 1, 0x20, 2];

/**
 * (module
 *   (import "bench" "memory" (memory 1))
 *   (func (export "copy") (param i32 i32 i32) local.get 0 local.get 1 local.get 2 memory.copy)
 *   (func (export "fill") (param i32 i32 i32) local.get 0 local.get 1 local.get 2 memory.fill))
 */
const MODULE = [
  ...[0x00, ...text("asm"), 1, 0, 0, 0],
  ...section(1, [1, 0x60, 3, I32, I32, I32, 0]),
  ...section(2, [1, ...name("bench"), ...name("memory"), 2, 0, 1]),
  ...section(3, [2, 0, 0]),
  ...section(7, [2, ...name("copy"), 0, 0, ...name("fill"), 0, 1]),
  ...section(10, [2, ...body(0x0a, 0, 0), ...body(0x0b, 0)]),
];

/** `memory.copy` and `memory.fill` on a memory. */
export function yardstick(memory: WebAssembly.Memory): Yardstick {
  const module = new WebAssembly.Module(new Uint8Array(MODULE));
  const { exports } = new WebAssembly.Instance(module, { bench: { memory } });
  // The two functions of the text above.
  return exports as unknown as Yardstick;
}

function text(characters: string): readonly number[] {
  return Array.from(characters, (character) => character.charCodeAt(0));
}

function name(characters: string): readonly number[] {
  return [characters.length, ...text(characters)];
}

function section(id: number, content: readonly number[]): readonly number[] {
  return [id, content.length, ...content];
}

/** A function without locals: all arguments, then one bulk memory instruction. */
function body(...instruction: readonly number[]): readonly number[] {
  const code = [0, ...GET_ALL, 0xfc, ...instruction, BODY_END];
  return [code.length, ...code];
}
