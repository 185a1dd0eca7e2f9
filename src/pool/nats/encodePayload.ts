import { type EncodeOptions, encode, Tagged, Token, Type } from "cborg";
import { PoolTransportError } from "../../errors.ts";
import { DATE_KEYS, PAYLOAD_LIMITS, PAYLOAD_TAGS, tagOfView } from "./payloadTags.ts";

/**
 * A value as CBOR (RFC 8949). Carried exactly: undefined, null, booleans, numbers with −0 and NaN, bigints, well-formed
 * texts, `Date`, `Map`, `Set`, plain arrays and objects in their order, and typed arrays
 * (RFC 8746). Other objects become plain ones of their own properties, `ArrayBuffer` and `DataView` their bytes.
 * @throws {PoolTransportError} NOT_SENDABLE for a function, a symbol, an `Error` …; PAYLOAD_TOO_LARGE for more
 * items, or deeper ones, than a receiver takes (an object inside itself is infinitely deep).
 */
export function encodePayload(value: unknown): Uint8Array {
  return encode(new Portable().of(value, 0), OPTIONS);
}

const OPTIONS: EncodeOptions = {
  float64: true,
  // Objects give their properties in the order that they were set in.
  mapSorter: () => 0,
  // The library would write −0 as 0.
  typeEncoders: { number: (value) => (Object.is(value, -0) ? new Token(Type.float, -0) : null) },
};

/** What CBOR alone has no type for, under its tags; counts what it meets. */
class Portable {
  #items = 0;

  of(value: unknown, depth: number): unknown {
    this.#items += 1;
    refuseBeyond(this.#items, PAYLOAD_LIMITS.items, "items");
    refuseBeyond(depth, PAYLOAD_LIMITS.depth, "objects within objects");
    if (typeof value === "bigint") return bigIntTag(value);
    if (typeof value === "function" || typeof value === "symbol") throw unsupported(typeof value);
    return typeof value === "object" && value !== null ? this.#object(value, depth + 1) : value;
  }

  #object(value: object, depth: number): unknown {
    if (Array.isArray(value)) {
      refuseBeyond(this.#items + value.length, PAYLOAD_LIMITS.items, "items");
      return Array.from(value, (item) => this.of(item, depth));
    }
    if (ArrayBuffer.isView(value)) return viewTag(value);
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (value instanceof Date) return dateTag(value.getTime());
    if (value instanceof Set) return new Tagged(PAYLOAD_TAGS.set, this.of([...value], depth));
    if (value instanceof Map) return new Tagged(PAYLOAD_TAGS.map, this.#entries(value, depth));
    for (const refused of NO_DATA) if (value instanceof refused) throw unsupported(refused.name);
    return this.#entries(Object.entries(value), depth);
  }

  #entries(entries: Iterable<[unknown, unknown]>, depth: number): Map<unknown, unknown> {
    return new Map(Array.from(entries, ([key, value]) => [this.of(key, depth), this.of(value, depth)]));
  }
}

const NO_DATA = [Error, RegExp, Promise, WeakMap, WeakSet] as const;

function dateTag(time: number): Tagged {
  const seconds = Math.floor(time / 1000);
  const parts: [number, number][] = [
    [DATE_KEYS.seconds, seconds],
    [DATE_KEYS.milliseconds, time - seconds * 1000],
  ];
  return new Tagged(PAYLOAD_TAGS.date, new Map(parts));
}

function bigIntTag(value: bigint): Tagged {
  const [tag, rest] = value < 0n ? [PAYLOAD_TAGS.negativeBigInt, -1n - value] : [PAYLOAD_TAGS.bigInt, value];
  const digits = rest.toString(16);
  const pairs = digits.padStart(digits.length + (digits.length % 2), "0").match(/../g) ?? [];
  return new Tagged(
    tag,
    Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)),
  );
}

function viewTag(view: ArrayBufferView): Tagged | Uint8Array {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const tag = tagOfView(view);
  return tag === undefined ? bytes : new Tagged(tag, bytes);
}

function refuseBeyond(got: number, limit: number, what: string): void {
  if (got > limit)
    throw new PoolTransportError("PAYLOAD_TOO_LARGE", `more than ${limit} ${what} in one payload`);
}

function unsupported(what: string): PoolTransportError {
  return new PoolTransportError(
    "NOT_SENDABLE",
    `a ${what} cannot be sent to another node; expected data alone: numbers, texts, arrays, typed arrays, objects`,
  );
}
