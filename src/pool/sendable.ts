/** A value that may go to another thread, and the memory that goes with it. */
export interface Sendable {
  readonly value: unknown;
  readonly transfer: readonly ArrayBuffer[];
}

/** No result of an event is nested deeper. */
const DEEPEST = 16;

/**
 * Prepares data for another thread: arrays that cover their whole buffer change hands; of a part of a buffer only that part
 * is sent, for structured cloning would send all of it, a frame's whole memory perhaps.
 */
export function sendable(data: unknown): Sendable {
  const transfer = new Set<ArrayBuffer>();
  const value = prepare(data, { transfer, depth: 0 });
  return { value, transfer: [...transfer] };
}

function prepare(
  value: unknown,
  { transfer, depth }: { readonly transfer: Set<ArrayBuffer>; readonly depth: number },
): unknown {
  if (typeof value !== "object" || value === null || depth > DEEPEST) return value;
  if (ArrayBuffer.isView(value)) return view(value, transfer);
  const inner = { transfer, depth: depth + 1 };
  if (Array.isArray(value)) return value.map((item) => prepare(item, inner));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, prepare(item, inner)]));
}

function view(array: ArrayBufferView, transfer: Set<ArrayBuffer>): ArrayBufferView {
  const { buffer, byteOffset, byteLength } = array;
  const whole = byteOffset === 0 && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer;
  const own = whole ? array : part(array);
  if (own.buffer instanceof ArrayBuffer) transfer.add(own.buffer);
  return own;
}

function part(array: ArrayBufferView): ArrayBufferView {
  const { buffer, byteOffset, byteLength } = array;
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  if (array instanceof DataView) return new DataView(bytes);
  // Node's Buffer too, which other threads see as this.
  if (array instanceof Uint8Array) return new Uint8Array(bytes);
  const TypedArray = array.constructor as new (buffer: ArrayBufferLike) => ArrayBufferView;
  return new TypedArray(bytes);
}
