import { PoolTransportError } from "../../errors.ts";

/** Tags of RFC 8949 and of IANA's registry, for what CBOR alone has no type for. */
export const PAYLOAD_TAGS = {
  bigInt: 2,
  negativeBigInt: 3,
  set: 258,
  map: 259,
  /** RFC 9581, extended time: tag 1's seconds as a double do not hold every millisecond. */
  date: 1001,
} as const;

/** Keys of an extended time: whole seconds since 1970, and milliseconds beyond them. */
export const DATE_KEYS = { seconds: 1, milliseconds: -3 } as const;

/** What a payload may ask of us, beside its bytes; the sender keeps to it too. */
export const PAYLOAD_LIMITS: { readonly items: number; readonly depth: number } = {
  /** Numbers in plain arrays count one each; a typed array is one. */
  items: 1 << 22,
  depth: 60,
};

/** Of a typed array, what its tag needs. */
interface TypedArrayClass {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): ArrayBufferView;
}

/** RFC 8746's tags for little endian, which every machine with WebAssembly is. Bytes need none. */
const TYPED_ARRAYS: readonly (readonly [tag: number, create: TypedArrayClass])[] = [
  [68, Uint8ClampedArray],
  [69, Uint16Array],
  [70, Uint32Array],
  [71, BigUint64Array],
  [72, Int8Array],
  [77, Int16Array],
  [78, Int32Array],
  [79, BigInt64Array],
  [85, Float32Array],
  [86, Float64Array],
];

const CLASSES: ReadonlyMap<number, TypedArrayClass> = new Map(TYPED_ARRAYS);
const TAGS: ReadonlyMap<string, number> = new Map(TYPED_ARRAYS.map(([tag, { name }]) => [name, tag]));

/** The tag of a typed array; undefined for `Uint8Array` and `DataView`. */
export function tagOfView(view: ArrayBufferView): number | undefined {
  return TAGS.get(Object.prototype.toString.call(view).slice(8, -1));
}

/**
 * The typed array that a tag stands for, over the bytes as they are; undefined for a tag of something else.
 * @throws {PoolTransportError} BAD_REPORT for a part of an element.
 */
export function typedArrayOfTag(tag: number, bytes: Uint8Array): ArrayBufferView | undefined {
  const create = CLASSES.get(tag);
  if (create === undefined) return undefined;
  const width = create.BYTES_PER_ELEMENT;
  if (bytes.length % width !== 0)
    throw new PoolTransportError(
      "BAD_REPORT",
      `${bytes.length} bytes under the tag ${tag}; expected a multiple of ${width}`,
    );
  // A view cannot begin in the middle of an element.
  const aligned = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes);
  return new create(aligned.buffer, aligned.byteOffset, bytes.length / width);
}
