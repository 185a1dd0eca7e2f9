import { describe, expect, it } from "vitest";
import type { DecodeError } from "../../src/errors.ts";
import { readTiff } from "../../src/tiff/index.ts";
import { MALFORMED_TIFFS } from "../support/malformedTiffs.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";

describe("readTiff", () => {
  for (const littleEndian of [true, false]) {
    for (const depth of [8, 16, 32] as const) {
      it(`reads ${depth}-bit images, ${littleEndian ? "little" : "big"} endian, in one strip or many`, () => {
        for (const rowsPerStrip of [1, 3, 4]) {
          const image = readTiff(buildTiff({ littleEndian, depth, rowsPerStrip, dectris: dectrisEntries() }));
          expect(image).toMatchObject({ rows: 4, columns: 6, depth, littleEndian, dectrisError: null });
          expect(image.strips).toHaveLength(Math.ceil(4 / rowsPerStrip));
          expect(image.dectris).toMatchObject({
            series: 7,
            image: 42,
            thresholdIds: [1],
            thresholdEnergies: [6199],
          });
        }
      });
    }
  }

  it("takes strip offsets and sizes as SHORT or LONG, and RowsPerStrip of 2³² − 1 as one strip", () => {
    const change = { 273: { type: 3 }, 279: { type: 3 }, 278: { type: 4, values: [0xffffffff] } };
    expect(readTiff(buildTiff({ change })).strips).toEqual([{ offset: 16, byteLength: 48 }]);
  });

  it("derives the size of a single strip, takes unsorted tags and PhotometricInterpretation 0, 1 or none", () => {
    expect(readTiff(buildTiff({ change: { 279: undefined } })).strips[0]?.byteLength).toBe(48);
    for (const value of [0, 1])
      expect(readTiff(buildTiff({ change: { 262: { values: [value] } } })).rows).toBe(4);
    expect(
      readTiff(buildTiff({ change: { 256: undefined }, extra: [{ tag: 256, type: 4, values: [6] }] }))
        .columns,
    ).toBe(6);
  });

  it("gives no metadata where there is no DECTRIS directory", () => {
    expect(readTiff(buildTiff())).toMatchObject({ dectris: null, dectrisError: null });
  });

  it("decodes the first image whatever the next-directory word says", () => {
    const bytes = buildTiff();
    const directory = new DataView(bytes.buffer).getUint32(4, true);
    new DataView(bytes.buffer).setUint32(directory + 2 + 12 * 8, directory, true);
    expect(readTiff(bytes).rows).toBe(4);
  });
});

describe("readTiff refuses", () => {
  for (const [what, code, input] of MALFORMED_TIFFS) {
    it(`${what}: ${code}`, () => {
      const error = thrown(() => readTiff(input instanceof Uint8Array ? input : buildTiff(input)));
      expect(error).toMatchObject({ name: "DecodeError", code });
      expect(error.message).not.toBe("");
    });
  }

  it("a strip one byte long at the end of the file: INCONSISTENT", () => {
    const { length } = buildTiff();
    const strip = { 273: { type: 4, count: 1, raw: length }, 279: { values: [49] } };
    const bytes = Uint8Array.from([...buildTiff({ change: strip }), ...new Uint8Array(48)]);
    expect(thrown(() => readTiff(bytes)).code).toBe("INCONSISTENT");
  });

  it("every cut of a good file", () => {
    const whole = buildTiff({ dectris: dectrisEntries() });
    for (let length = 0; length < whole.length; length++) {
      const error = thrown(() => readTiff(whole.subarray(0, length)));
      expect(["TRUNCATED", "BAD_OFFSET"], `cut at ${length}`).toContain(error.code);
    }
  });

  it("quotes what it found instead of a TIFF, without control characters", () => {
    const error = thrown(() => readTiff(new TextEncoder().encode("<html>\u001b[31m")));
    expect(error.message).toContain("<html>.[31m");
  });
});

function thrown(call: () => unknown): DecodeError {
  try {
    call();
  } catch (error) {
    return error as DecodeError;
  }
  throw new Error("nothing was thrown");
}
