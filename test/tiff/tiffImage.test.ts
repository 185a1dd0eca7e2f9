import { describe, expect, it } from "vitest";
import type { DecodeError } from "../../src/errors.ts";
import { readTiff } from "../../src/tiff/index.ts";
import { buildTiff, dectrisEntries, type TestTiff } from "../support/tiffBuilder.ts";

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
  const cases: readonly [string, string, Uint8Array | TestTiff][] = [
    ["an empty file", "TRUNCATED", new Uint8Array(0)],
    ["a page of HTML", "NOT_TIFF", new TextEncoder().encode("<html>captive portal</html>")],
    ["a mixed byte order", "NOT_TIFF", Uint8Array.of(0x49, 0x4d, 42, 0, 8, 0, 0, 0)],
    ["another magic number", "NOT_TIFF", Uint8Array.of(0x49, 0x49, 41, 0, 8, 0, 0, 0)],
    ["a BigTIFF", "UNSUPPORTED", Uint8Array.of(0x49, 0x49, 43, 0, 8, 0, 0, 0)],
    ["a directory inside the header", "BAD_OFFSET", Uint8Array.of(0x49, 0x49, 42, 0, 4, 0, 0, 0)],
    ["a directory beyond the end", "BAD_OFFSET", Uint8Array.of(0x49, 0x49, 42, 0, 0xff, 0xff, 0xff, 0xff)],
    [
      "a directory without entries",
      "BAD_COUNT",
      Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ],
    ["65 535 entries", "LIMIT", Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0, 255, 255, 0, 0, 0, 0)],
    ["no width", "MISSING_TAG", { change: { 256: undefined } }],
    ["width 0", "BAD_VALUE", { change: { 256: { values: [0] } } }],
    ["height 0", "BAD_VALUE", { change: { 257: { values: [0] } } }],
    ["two widths", "DUPLICATE_TAG", { extra: [{ tag: 256, type: 3, values: [7] }] }],
    ["a width with no value", "BAD_COUNT", { change: { 256: { values: [] } } }],
    ["a width with two values", "BAD_COUNT", { change: { 256: { values: [6, 6] } } }],
    ["a width of two values elsewhere", "BAD_COUNT", { change: { 256: { type: 4, count: 2, raw: 4 } } }],
    ["a width as RATIONAL", "BAD_TYPE", { change: { 256: { type: 5, count: 1, raw: 4 } } }],
    ["a width as text", "BAD_TYPE", { change: { 256: { type: 2, values: "6" } } }],
    ["a width as LONG8", "BAD_TYPE", { change: { 256: { type: 16, count: 1, values: [], raw: 6 } } }],
    ["a width as SLONG", "BAD_TYPE", { change: { 256: { type: 9, count: 1, values: [], raw: 0xffffffff } } }],
    ["a value that wraps 2³²", "BAD_OFFSET", { extra: [{ tag: 700, type: 12, count: 0x20000001, raw: 8 }] }],
    ["a value of 4 GiB", "BAD_OFFSET", { extra: [{ tag: 700, type: 1, count: 0xffffffff, raw: 8 }] }],
    [
      "(2³² − 1)² pixels",
      "LIMIT",
      { change: { 256: { type: 4, values: [0xffffffff] }, 257: { type: 4, values: [0xffffffff] } } },
    ],
    [
      "a size that wraps to 0",
      "LIMIT",
      { depth: 32, change: { 256: { type: 4, values: [65536] }, 257: { type: 4, values: [65536] } } },
    ],
    [
      "a size that wraps to 524 288",
      "LIMIT",
      { depth: 32, change: { 256: { type: 4, values: [131072] }, 257: { type: 4, values: [8193] } } },
    ],
    [
      "512 megapixels in a tiny file",
      "INCONSISTENT",
      { change: { 256: { values: [32768] }, 257: { values: [16384] }, 278: { values: [16384] } } },
    ],
    ["no BitsPerSample", "UNSUPPORTED", { change: { 258: undefined } }],
    ["0 bits", "BAD_VALUE", { change: { 258: { values: [0] } } }],
    ["12 bits", "UNSUPPORTED", { change: { 258: { values: [12] } } }],
    ["three depths for one sample", "INCONSISTENT", { change: { 258: { values: [16, 16, 16] } } }],
    ["0 samples", "BAD_VALUE", { change: { 277: { values: [0] } } }],
    ["65 529 samples", "UNSUPPORTED", { change: { 277: { values: [65529] } } }],
    ["separate planes", "UNSUPPORTED", { change: { 284: { values: [2] } } }],
    ["planar configuration 3", "BAD_VALUE", { change: { 284: { values: [3] } } }],
    ["floating point samples", "UNSUPPORTED", { change: { 339: { values: [3] } } }],
    ["a palette", "UNSUPPORTED", { change: { 262: { values: [3] } } }],
    ["a turned image", "UNSUPPORTED", { change: { 274: { values: [6] } } }],
    ["reversed bits", "UNSUPPORTED", { change: { 266: { values: [2] } } }],
    ["a predictor", "UNSUPPORTED", { change: { 317: { values: [2] } } }],
    ["LZW", "UNSUPPORTED", { change: { 259: { values: [5] } } }],
    ["no strip offsets", "MISSING_TAG", { change: { 273: undefined } }],
    ["several strips without sizes", "MISSING_TAG", { rowsPerStrip: 2, change: { 279: undefined } }],
    ["two offsets and one size", "INCONSISTENT", { rowsPerStrip: 2, change: { 279: { values: [48] } } }],
    ["more strips than rows need", "INCONSISTENT", { rowsPerStrip: 2, change: { 278: { values: [4] } } }],
    ["0 rows a strip", "BAD_VALUE", { change: { 278: { values: [0] } } }],
    ["a strip past the end", "BAD_OFFSET", { change: { 273: { values: [100_000] } } }],
    ["a strip that ends one byte past the end", "TRUNCATED", { change: { 273: { values: [131] } } }],
    ["a strip of 0xFFFFFFF0 bytes", "BAD_OFFSET", { change: { 279: { values: [0xfffffff0] } } }],
    ["a strip of 0 bytes", "BAD_VALUE", { change: { 279: { values: [0] } } }],
    ["a strip one byte short", "INCONSISTENT", { change: { 279: { values: [47] } } }],
    ["a strip one byte long", "INCONSISTENT", { change: { 279: { values: [49] } } }],
    ["a strip inside the header", "INCONSISTENT", { change: { 273: { values: [4] } } }],
    ["a strip inside the directory", "INCONSISTENT", { change: { 273: { values: [60] } } }],
    [
      "a million strips",
      "LIMIT",
      { change: { 273: { type: 1, count: 70_000, values: new Array(70_000).fill(1) } } },
    ],
    ["a million strips that are not there", "LIMIT", { change: { 273: { type: 4, count: 1e6, raw: 8 } } }],
    ["tiles", "UNSUPPORTED", { change: { 273: undefined, 322: { values: [16] } } }],
    ["tiles and strips", "INCONSISTENT", { change: { 322: { values: [16] } } }],
  ];
  for (const [what, code, input] of cases) {
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
