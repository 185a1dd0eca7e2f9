import { Tagged } from "cborg";
import { DecodeError, type DecodeErrorCode } from "../errors.ts";
import { CBOR_LIMITS } from "./limits.ts";

/**
 * Values of a message, each proven to be what it has to be; `name` says in errors which one was not.
 * All throw {@link DecodeError}: MISSING_TAG for a value that is not there, BAD_TYPE, BAD_COUNT, BAD_VALUE, LIMIT.
 */
export function asMap(value: unknown, name: string): ReadonlyMap<unknown, unknown> {
  return value instanceof Map ? value : refuseType(value, name, "a map");
}

/** An array of exactly `length` items. */
export function asArray(value: unknown, name: string, length: number): readonly unknown[] {
  if (!Array.isArray(value)) return refuseType(value, name, `an array of ${length}`);
  if (value.length === length) return value;
  return refuse("BAD_COUNT", `${name} has ${value.length} items, expected ${length}`, value.length, length);
}

/** A text without control and text-direction characters, and not endless: safe to print. */
export function asText(value: unknown, name: string): string {
  if (typeof value !== "string") return refuseType(value, name, "a text");
  return value
    .slice(0, CBOR_LIMITS.textLength)
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

export function asBytes(value: unknown, name: string): Uint8Array<ArrayBuffer> {
  // The reader copies byte strings out of the message, so the memory is always their own.
  return value instanceof Uint8Array
    ? (value as Uint8Array<ArrayBuffer>)
    : refuseType(value, name, "a byte string");
}

/** A whole number from 0 to 2⁵³ − 1. */
export function asCount(value: unknown, name: string): number {
  if (typeof value === "bigint" && value > 0n)
    return refuse("LIMIT", `${name} is ${value}`, String(value), Number.MAX_SAFE_INTEGER);
  if (typeof value !== "number" || !Number.isSafeInteger(value))
    return refuseType(value, name, "a whole number of 0 or more");
  return value < 0 ? refuse("BAD_VALUE", `${name} is ${value}, expected 0 or more`, value, 0) : value;
}

export function asTagged(value: unknown, name: string): Tagged {
  return value instanceof Tagged ? value : refuseType(value, name, "tagged");
}

/** What `read` makes of a value, or `null` where there is none. */
export function optional<T>(
  value: unknown,
  name: string,
  read: (value: unknown, name: string) => T,
): T | null {
  return value === undefined || value === null ? null : read(value, name);
}

export function refuse(
  code: DecodeErrorCode,
  message: string,
  got: number | string,
  limit: number | string,
): never {
  throw new DecodeError(code, message, { got, limit });
}

function refuseType(value: unknown, name: string, expected: string): never {
  if (value === undefined) throw new DecodeError("MISSING_TAG", `${name} is missing`, { limit: expected });
  const got = describe(value);
  return refuse("BAD_TYPE", `${name} is ${got}, expected ${expected}`, got, expected);
}

function describe(value: unknown): string {
  if (value instanceof Tagged) return `tag ${value.tag}`;
  if (value instanceof Map) return "a map";
  if (Array.isArray(value)) return "an array";
  if (value instanceof Uint8Array) return "a byte string";
  if (typeof value === "string") return "a text";
  return value === null ? "null" : String(value);
}
