import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { join, map } from "./support/cborWriter.ts";
import { compressedChannel, imageMessage, testPixels } from "./support/imageMessages.ts";
import { bslz4Payload } from "./support/payloads.ts";
import { decoder, verdict } from "./support/verdict.ts";

const pixels = testPixels(16);
const payload = bslz4Payload(pixels);
const COMPRESSED = imageMessage({
  data: map({ threshold_1: compressedChannel(pixels, { encoding: "bslz4", payload }) }),
});

describe("a message that was damaged", () => {
  test("is truncated, however much of it is there", () => {
    expect(verdict(COMPRESSED)).toBeNull();
    for (let length = 0; length < COMPRESSED.length; length++)
      expect([length, verdict(COMPRESSED.subarray(0, length))]).toEqual([length, "TRUNCATED"]);
  });

  test("gives a frame or a code of the closed set, whichever byte has whichever value", () => {
    const message = COMPRESSED.slice();
    const seen = new Set<string | null>();
    for (let place = 0; place < message.length; place++) {
      const right = message[place] ?? 0;
      for (let value = 0; value < 256; value++) {
        message[place] = value;
        seen.add(verdict(message));
      }
      message[place] = right;
    }
    expect(seen).not.toContain("INTERNAL");
    expect([...seen]).toEqual(
      expect.arrayContaining([null, "TRUNCATED", "CORRUPT", "BAD_TYPE", "UNSUPPORTED", "LIMIT"]),
    );
    expect(decoder.traps).toBe(0);
    expect(verdict(message)).toBeNull();
  });

  test("gives a frame or a code, with bytes cut out, put in and exchanged at random", () => {
    const edit = fc.record({
      place: fc.nat(COMPRESSED.length),
      cut: fc.nat(9),
      put: fc.uint8Array({ maxLength: 9 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const damaged = edits.reduce(
          (message, { place, cut, put }) =>
            join(message.subarray(0, place), put, message.subarray(place + cut)),
          COMPRESSED,
        );
        expect(verdict(damaged)).not.toBe("INTERNAL");
      }),
      { numRuns: 5000 },
    );
    expect(decoder.traps).toBe(0);
  });
});
