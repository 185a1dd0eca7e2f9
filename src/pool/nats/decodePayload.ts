import { Tagged } from "cborg";
import { isEigerMonitorError, PoolTransportError } from "../../errors.ts";
import { readCbor } from "../../stream2/cbor.ts";
import { DATE_KEYS, PAYLOAD_LIMITS, PAYLOAD_TAGS, typedArrayOfTag } from "./payloadTags.ts";

/**
 * The value that {@link encodePayload} was given. Typed arrays are views of bytes that are theirs alone.
 * @throws {PoolTransportError} BAD_REPORT for bytes that are no such payload, or hold more than a payload may.
 */
export function decodePayload(bytes: Uint8Array): unknown {
  try {
    // Of a Node Buffer the library would give views instead of copies.
    const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    return revived(readCbor(plain, PAYLOAD_LIMITS));
  } catch (error) {
    if (!isEigerMonitorError(error, "DecodeError")) throw error;
    throw new PoolTransportError("BAD_REPORT", `not a payload: ${error.message}`, { cause: error });
  }
}

function revived(value: unknown): unknown {
  if (value instanceof Tagged) return untagged(value);
  if (value instanceof Map) return plainObject(value);
  return Array.isArray(value) ? value.map(revived) : value;
}

function untagged({ tag, value }: Tagged): unknown {
  if (tag === PAYLOAD_TAGS.bigInt) return bigIntOf(bytesOf(value, tag));
  if (tag === PAYLOAD_TAGS.negativeBigInt) return -1n - bigIntOf(bytesOf(value, tag));
  if (tag === PAYLOAD_TAGS.date && value instanceof Map) return dateOf(value);
  if (tag === PAYLOAD_TAGS.set && Array.isArray(value)) return new Set(value.map(revived));
  if (tag === PAYLOAD_TAGS.map && value instanceof Map) return revivedMap(value);
  const array = value instanceof Uint8Array ? typedArrayOfTag(tag, value) : undefined;
  if (array !== undefined) return array;
  throw new PoolTransportError(
    "BAD_REPORT",
    `tag ${tag} around ${typeof value}; expected one that payloads have`,
  );
}

function dateOf(parts: ReadonlyMap<unknown, unknown>): Date {
  return new Date(
    numberOf(parts.get(DATE_KEYS.seconds)) * 1000 + numberOf(parts.get(DATE_KEYS.milliseconds)),
  );
}

/** NaN for all else: no date. An object's own conversion is not asked. */
function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

function revivedMap(map: ReadonlyMap<unknown, unknown>): Map<unknown, unknown> {
  return new Map(Array.from(map, ([key, value]) => [revived(key), revived(value)]));
}

function plainObject(map: ReadonlyMap<unknown, unknown>): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, value] of map) {
    if (typeof key !== "string")
      throw new PoolTransportError("BAD_REPORT", `a property named by a ${typeof key}; expected a text`);
    // Not an assignment: that of `__proto__` would change what the object is.
    Object.defineProperty(object, key, { value: revived(value), ...ASSIGNED });
  }
  return object;
}

const ASSIGNED = { writable: true, enumerable: true, configurable: true } as const;

/** Longer ones would take seconds to turn into digits and back. */
const LONGEST_BIGINT = 4096;

function bytesOf(value: unknown, tag: number): Uint8Array {
  if (value instanceof Uint8Array && value.length <= LONGEST_BIGINT) return value;
  throw new PoolTransportError(
    "BAD_REPORT",
    `tag ${tag}: expected at most ${LONGEST_BIGINT} bytes of an integer`,
  );
}

function bigIntOf(bytes: Uint8Array): bigint {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return BigInt(`0x${digits === "" ? "0" : digits}`);
}
