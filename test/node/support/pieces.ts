import fc from "fast-check";
import { MonitorRequestError } from "../../../src/errors.ts";

/** Bytes, and places at which a network cuts them. */
export function cutBytes(
  bytes: fc.Arbitrary<Uint8Array>,
): fc.Arbitrary<{ readonly bytes: Uint8Array; readonly pieces: readonly Uint8Array[] }> {
  return bytes.chain((all) =>
    fc
      .array(fc.nat(all.length), { maxLength: 12 })
      .map((places) => ({ bytes: all, pieces: cut(all, places) })),
  );
}

/** Every byte on its own. */
export function singleBytes(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

function cut(bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const bounds = [0, ...places.toSorted((a, b) => a - b), bytes.length];
  return bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
}

/** Text made of the words of a grammar in any order: near enough to the right one to get deep into a parser. */
export function wordsOf(words: readonly string[]): fc.Arbitrary<Uint8Array> {
  return fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((chosen) => latin1(chosen.join("")));
}

export function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** What `parse` comes to; for bytes that are no HTTP the error's code. Any other exception goes through. */
export function outcome<T>(parse: () => T): T | "PROTOCOL" {
  try {
    return parse();
  } catch (error) {
    if (error instanceof MonitorRequestError && error.code === "PROTOCOL") return error.code;
    throw error;
  }
}
