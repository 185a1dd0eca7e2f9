import { describe, expect, test } from "vitest";
import { readImageMessage } from "../../src/index.ts";
import {
  array,
  byteString,
  count,
  head,
  type Item,
  join,
  map,
  NULL,
  tag,
  text,
} from "./support/cborWriter.ts";
import { channel, compressed, compressedChannel, imageMessage, testPixels } from "./support/imageMessages.ts";
import { bslz4Payload } from "./support/payloads.ts";
import { verdict } from "./support/verdict.ts";

const pixels = testPixels(16);
const payload = bslz4Payload(pixels);
const bytes = byteString(new Uint8Array(pixels.buffer));
const COMPRESSED = imageMessage({
  data: map({ threshold_1: compressedChannel(pixels, { encoding: "bslz4", payload }) }),
});

/** A message whose only channel is this. */
function withChannel(threshold_1: Item): Uint8Array {
  return imageMessage({ data: map({ threshold_1 }) });
}

function shape(...extents: readonly (number | bigint)[]): Item {
  return array(...extents.map(count));
}

describe("images that are refused", () => {
  const cases: readonly [string, string, Uint8Array][] = [
    ["no tag 40", "BAD_TYPE", withChannel(array(shape(5, 7), tag(69, bytes)))],
    ["tag 40 in tag 40", "BAD_TYPE", withChannel(tag(40, channel(tag(69, bytes))))],
    ["tag 40 around nothing but pixels", "BAD_TYPE", withChannel(tag(40, tag(69, bytes)))],
    [
      "tag 40 around three items",
      "BAD_COUNT",
      withChannel(tag(40, array(shape(5, 7), tag(69, bytes), NULL))),
    ],
    ["column by column (1040)", "UNSUPPORTED", withChannel(tag(1040, array(shape(5, 7), tag(69, bytes))))],
    ["pixels without a type", "BAD_TYPE", withChannel(channel(bytes))],
    ["pixels as an array of numbers", "BAD_TYPE", withChannel(channel(shape(...pixels)))],
    ["uint16 big endian (65)", "UNSUPPORTED", withChannel(channel(tag(65, bytes)))],
    ["uint64 (71)", "UNSUPPORTED", withChannel(channel(tag(71, bytes)))],
    ["int32 (78)", "UNSUPPORTED", withChannel(channel(tag(78, bytes)))],
    ["float32 (85)", "UNSUPPORTED", withChannel(channel(tag(85, bytes)))],
    ["a typed array in a typed array", "BAD_TYPE", withChannel(channel(tag(69, tag(69, bytes))))],
    [
      "tag 56500 outside the typed array",
      "BAD_TYPE",
      withChannel(channel(compressed(text("bslz4"), count(2), tag(69, bytes)))),
    ],
    [
      "tag 56500 in tag 56500",
      "BAD_TYPE",
      withChannel(
        channel(tag(69, compressed(text("bslz4"), count(2), compressed(text("lz4"), count(0), bytes)))),
      ),
    ],
    ["tag 56500 around a byte string", "BAD_TYPE", withChannel(channel(tag(69, tag(56_500, bytes))))],
    [
      "tag 56500 around two items",
      "BAD_COUNT",
      withChannel(channel(tag(69, compressed(text("bslz4"), bytes)))),
    ],
    [
      "an encoding that is a number",
      "BAD_TYPE",
      withChannel(channel(tag(69, compressed(count(5), count(2), bytes)))),
    ],
    [
      "an element size that is a text",
      "BAD_TYPE",
      withChannel(channel(tag(69, compressed(text("bslz4"), text("2"), bytes)))),
    ],
    [
      "elements of another size",
      "INCONSISTENT",
      withChannel(compressedChannel(pixels, { encoding: "bslz4", payload, modifier: 4 })),
    ],
    [
      "an encoding that nobody knows",
      "UNSUPPORTED",
      withChannel(compressedChannel(pixels, { encoding: "zstd", payload })),
    ],
    [
      "an encoding without a name",
      "UNSUPPORTED",
      withChannel(compressedChannel(pixels, { encoding: "", payload })),
    ],
    ["one dimension", "BAD_COUNT", withChannel(channel(tag(69, bytes), shape(35)))],
    ["three dimensions", "BAD_COUNT", withChannel(channel(tag(69, bytes), shape(1, 5, 7)))],
    ["dimensions that are bytes", "BAD_TYPE", withChannel(channel(tag(69, bytes), bytes))],
    ["no rows", "BAD_VALUE", withChannel(channel(tag(69, bytes), shape(0, 7)))],
    ["−7 columns", "BAD_VALUE", withChannel(channel(tag(69, bytes), array(count(5), head("negative", 6))))],
    [
      "2⁵³ − 1 squared pixels",
      "LIMIT",
      withChannel(channel(tag(69, bytes), shape(2n ** 53n - 1n, 2n ** 53n - 1n))),
    ],
    ["2⁶⁴ − 1 rows", "LIMIT", withChannel(channel(tag(69, bytes), shape(2n ** 64n - 1n, 1)))],
    [
      "65536 × 65536 pixels, which is 0 in 32 bits",
      "LIMIT",
      withChannel(channel(tag(69, bytes), shape(65_536, 65_536))),
    ],
    ["a row too many for plain pixels", "TRUNCATED", withChannel(channel(tag(69, bytes), shape(6, 7)))],
    ["a row too few for plain pixels", "TRAILING", withChannel(channel(tag(69, bytes), shape(4, 7)))],
    ["plain pixels of half the depth", "TRUNCATED", withChannel(channel(tag(70, bytes)))],
    [
      "a payload of another shape",
      "INCONSISTENT",
      withChannel(channel(tag(69, compressed(text("bslz4"), count(2), byteString(payload))), shape(7, 7))),
    ],
    [
      "a payload cut in its header",
      "TRUNCATED",
      withChannel(compressedChannel(pixels, { encoding: "bslz4", payload: payload.subarray(0, 11) })),
    ],
    [
      "a payload cut in its last pixels",
      "TRUNCATED",
      withChannel(compressedChannel(pixels, { encoding: "bslz4", payload: payload.subarray(0, -1) })),
    ],
    [
      "a payload with a byte more",
      "TRAILING",
      withChannel(compressedChannel(pixels, { encoding: "bslz4", payload: join(payload, Uint8Array.of(0)) })),
    ],
  ];
  test.for(cases)("%s: %s", ([, code, message]) => {
    expect(verdict(message)).toBe(code);
  });

  test("more pixels than the caller allows", () => {
    const limits = [{ pixels: 34 }, { pixelBytes: 69 }];
    for (const limit of limits) {
      expect(() => readImageMessage(COMPRESSED, { limits: limit })).toThrow(
        expect.objectContaining({ code: "LIMIT" }),
      );
    }
    expect(readImageMessage(COMPRESSED, { limits: { pixels: 35, pixelBytes: 70 } }).images).toHaveLength(1);
  });
});
