import { describe, expect, test } from "vitest";
import { readImageMessage } from "../../src/index.ts";
import {
  array,
  BREAK,
  byteString,
  head,
  join,
  map,
  NULL,
  nested,
  OPEN_ARRAY,
  tag,
  text,
} from "./support/cborWriter.ts";
import { imageMessage } from "./support/imageMessages.ts";
import { verdict } from "./support/verdict.ts";

const bytes = byteString(new Uint8Array(8));

describe("CBOR that is refused", () => {
  const cases: readonly [string, string, Uint8Array][] = [
    ["nothing at all", "TRUNCATED", new Uint8Array(0)],
    ["bytes behind the message", "TRAILING", join(imageMessage(), NULL)],
    ["an array", "BAD_TYPE", array(text("type"), text("image"))],
    ["the self-description twice", "BAD_TYPE", tag(55_799, imageMessage())],
    ["a reserved head", "CORRUPT", Uint8Array.of(0x1c)],
    ["a break on its own", "CORRUPT", BREAK],
    [
      "a byte string in pieces",
      "CORRUPT",
      imageMessage({ series_unique_id: join(Uint8Array.of(0x5f), bytes, BREAK) }),
    ],
    [
      "a key that is there twice",
      "INCONSISTENT",
      join(head("map", 2), text("type"), NULL, text("type"), NULL),
    ],
    ["a map of 2⁶⁴ − 1 pairs", "CORRUPT", head("map", 2n ** 64n - 1n)],
    ["an array of 2⁵³ − 1 items", "TRUNCATED", head("array", 2n ** 53n - 1n)],
    ["an array of 2³² − 1 items", "TRUNCATED", head("array", 2 ** 32 - 1)],
    ["a text of 2³² − 1 bytes", "TRUNCATED", head("text", 2 ** 32 - 1)],
    ["a byte string of 2⁵³ − 1 bytes", "TRUNCATED", join(head("bytes", 2n ** 53n - 1n), new Uint8Array(64))],
    ["a byte string of 2⁶⁴ − 1 bytes", "CORRUPT", join(head("bytes", 2n ** 64n - 1n), new Uint8Array(64))],
    ["arrays in arrays, a million deep", "LIMIT", nested(1_000_000, head("array", 1))],
    ["open arrays in open arrays, a million deep", "LIMIT", nested(1_000_000, OPEN_ARRAY)],
    ["tags in tags, a million deep", "LIMIT", nested(1_000_000, head("tag", 40))],
    ["maps in maps, a million deep", "LIMIT", nested(1_000_000, join(head("map", 1), text("data")))],
    ["a million items", "LIMIT", join(head("array", 1_000_000), new Uint8Array(1_000_000))],
    [
      "user data of a million items",
      "LIMIT",
      imageMessage({ user_data: join(head("array", 1_000_000), new Uint8Array(1_000_000)) }),
    ],
  ];
  test.for(cases)("%s: %s", ([, code, message]) => {
    expect(verdict(message)).toBe(code);
  });

  test("says the byte, not the library's words", () => {
    const bad = join(head("map", 1), text("type"), Uint8Array.of(0x1c));
    expect(() => readImageMessage(bad)).toThrow(
      expect.objectContaining({ name: "DecodeError", offset: 6, message: "byte 6: no CBOR" }),
    );
  });

  test("wide maps within the limits are taken", () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key_${index}`, NULL]));
    expect(verdict(imageMessage({ user_data: map(many) }))).toBeNull();
    expect(verdict(imageMessage({ user_data: nested(28, head("array", 1)) }))).toBeNull();
  });
});
