/** What the machine can do at most, in the memory that the kernels work in. */
export interface Yardstick {
  copy(target: number, source: number, length: number): void;
  fill(target: number, value: number, length: number): void;
  /** Reads `length` bytes, a multiple of 64, and leaves their disjunction, 16 bytes, at `result`. */
  read(result: number, source: number, length: number): void;
}

const I32 = 0x7f;
const V128 = 0x7b;
const BODY_END = 0x0b;
const GET_ALL = [0x20, 0, 0x20, 1, 0x20, 2];

const OR = [0xfd, 0x50];

/** v128.load of 16 of the next 64 bytes. */
const load = (offset: number): readonly number[] => [0x20, 1, 0xfd, 0x00, 4, offset];

/** Four loads a turn, joined as a tree: one operation a turn waits for the turn before. */
const READ = [
  ...[0x20, 1, 0x20, 2, 0x6a, 0x21, 2], // end = source + length
  ...[0x03, 0x40], // loop
  ...load(0),
  ...load(16),
  ...OR,
  ...load(32),
  ...load(48),
  ...OR,
  ...OR,
  ...[0x20, 3, ...OR, 0x21, 3], // sum |= all four
  ...[0x20, 1, 0x41, 0xc0, 0, 0x6a, 0x22, 1], // source += 64
  ...[0x20, 2, 0x49, 0x0d, 0, 0x0b], // again while source < end
  ...[0x20, 0, 0x20, 3, 0xfd, 0x0b, 4, 0], // store at result
];

/**
 * (module
 *   (import "bench" "memory" (memory 1))
 *   (func (export "copy") (param i32 i32 i32) local.get 0 local.get 1 local.get 2 memory.copy)
 *   (func (export "fill") (param i32 i32 i32) local.get 0 local.get 1 local.get 2 memory.fill)
 *   (func (export "read") (param i32 i32 i32) (local v128) READ))
 */
const MODULE = [
  ...[0x00, ...text("asm"), 1, 0, 0, 0],
  ...section(1, [1, 0x60, 3, I32, I32, I32, 0]),
  ...section(2, [1, ...name("bench"), ...name("memory"), 2, 0, 1]),
  ...section(3, [3, 0, 0, 0]),
  ...section(7, [3, ...name("copy"), 0, 0, ...name("fill"), 0, 1, ...name("read"), 0, 2]),
  ...section(10, [3, ...body(0x0a, 0, 0), ...body(0x0b, 0), READ.length + 4, 1, 1, V128, ...READ, BODY_END]),
];

/** `memory.copy` and `memory.fill` on a memory. */
export function yardstick(memory: WebAssembly.Memory): Yardstick {
  const module = new WebAssembly.Module(new Uint8Array(MODULE));
  const { exports } = new WebAssembly.Instance(module, { bench: { memory } });
  // The functions of the text above.
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
