import { describe, expect, it } from "vitest";
import { readTiff } from "../../src/tiff/index.ts";
import { buildTiff, dectrisEntries, type TestEntry } from "../support/tiffBuilder.ts";

function metadata(entries: readonly TestEntry[]) {
  return readTiff(buildTiff({ dectris: entries }));
}

describe("the DECTRIS directory", () => {
  it("is read in its form of ten entries", () => {
    expect(metadata(dectrisEntries()).dectris).toEqual({
      ifdVersion: 0,
      seriesUniqueId: "01HZXJ3V9V3Q0W8ZK6T2N4B5C7",
      series: 7,
      image: 42,
      imageDateTime: "2026-03-04T05:06:07.089+01:00",
      timestamp: { seconds: 1772597167.089, nanoseconds: 1772597167089000000n },
      thresholdIds: [1],
      thresholdEnergies: [6199],
      exposureTime: 0.0999,
      incidentEnergy: 12398,
      incidentWavelength: null,
      lostPixelCount: 0,
      beamCenter: null,
      detectorDistance: null,
      unknownTags: [],
      warnings: [],
    });
  });

  it("is read in its form of thirteen, behind an IFD as behind a LONG, and skips what it does not know", () => {
    const entries: TestEntry[] = [
      ...dectrisEntries(),
      { tag: 10, type: 12, values: [1.0] },
      { tag: 22, type: 12, values: [1031.5, 1081] },
      { tag: 23, type: 12, values: [0.15] },
      { tag: 0xffff, type: 99, values: [1] },
    ];
    const change = { 51192: { type: 13 } };
    const { dectris } = readTiff(buildTiff({ dectris: entries, change }));
    expect(dectris).toMatchObject({
      incidentWavelength: 1,
      beamCenter: [1031.5, 1081],
      detectorDistance: 0.15,
      unknownTags: [0xffff],
    });
  });

  const replaced = (entry: TestEntry): TestEntry[] => [
    ...dectrisEntries().filter(({ tag }) => tag !== entry.tag),
    entry,
  ];

  it("leaves what is missing null, never 0", () => {
    const { dectris } = metadata(dectrisEntries().filter(({ tag }) => tag !== 3));
    expect(dectris?.image).toBeNull();
    expect(metadata([]).dectris).toMatchObject({ series: null, image: null, timestamp: null });
  });

  it("takes an image number as SHORT, and keeps a date that it cannot read", () => {
    expect(metadata(replaced({ tag: 3, type: 3, values: [9] })).dectris?.image).toBe(9);
    const odd = metadata(replaced({ tag: 4, type: 2, values: "yesterday" })).dectris;
    expect(odd).toMatchObject({ imageDateTime: "yesterday", timestamp: null });
    expect(odd?.warnings).toHaveLength(1);
  });

  it("makes text safe: no control or direction characters, no invalid UTF-8, no end without NUL", () => {
    const text = replaced({ tag: 1, type: 1, values: [] }).slice(0, -1);
    const { dectris } = metadata([...text, { tag: 1, type: 2, values: "a\u001b[2J\u202e<script>" }]);
    expect(dectris?.seriesUniqueId).toBe("a\ufffd[2J\ufffd<script>");
  });

  const harmless: readonly [string, string, TestEntry][] = [
    ["an image number as text", "BAD_TYPE", { tag: 3, type: 2, values: "42" }],
    ["a beam centre of one number", "BAD_COUNT", { tag: 22, type: 12, values: [1] }],
    ["a beam centre of four numbers", "BAD_COUNT", { tag: 22, type: 12, values: [1, 2, 3, 4] }],
    ["a beam centre of three numbers", "BAD_COUNT", { tag: 22, type: 12, values: [1, 2, 3] }],
    ["a billion threshold energies", "LIMIT", { tag: 6, type: 12, count: 1e9, raw: 8 }],
  ];
  for (const [what, code, entry] of harmless) {
    it(`with ${what} costs its metadata (${code}), never the image`, () => {
      const image = metadata(replaced(entry));
      expect(image).toMatchObject({ rows: 4, dectris: null, dectrisError: { name: "DecodeError", code } });
    });
  }

  it.each([
    ["an offset inside the header", { values: [1] }, "BAD_OFFSET"],
    ["an offset past the end", { values: [1e6] }, "BAD_OFFSET"],
    ["a pointer as DOUBLE", { type: 12, values: [8] }, "BAD_TYPE"],
    ["two pointers", { values: [8, 8] }, "BAD_COUNT"],
    ["two pointers past the end", { count: 2, raw: 1e6 }, "BAD_COUNT"],
    ["a pointer as DOUBLE past the end", { type: 12, count: 1, raw: 1e6 }, "BAD_TYPE"],
    ["a pointer as text past the end", { type: 2, count: 20, raw: 1e6 }, "BAD_TYPE"],
    ["a billion pointers", { count: 1e9, raw: 8 }, "BAD_COUNT"],
  ])("with %s costs its metadata, never the image", (_, change, code) => {
    const image = readTiff(buildTiff({ dectris: dectrisEntries(), change: { 51192: change } }));
    expect(image).toMatchObject({ rows: 4, dectris: null, dectrisError: { code } });
  });

  it.each([
    ["that points past the end", { tag: 8, type: 4, count: 9, raw: 1e6 }],
    ["of 2 MiB", { tag: 8, type: 1, count: 2 ** 21, raw: 8 }],
  ])("passes over an entry that nobody knows, %s", (_, entry) => {
    const { dectris, dectrisError } = metadata([...dectrisEntries(), entry]);
    expect(dectrisError).toBeNull();
    expect(dectris).toMatchObject({ series: 7, image: 42, unknownTags: [8] });
  });

  it("makes marks visible that turn text or are not seen", () => {
    const odd = "a\u061cb\u200bc\ufeffd\u2028e";
    expect(metadata(replaced({ tag: 1, type: 2, values: odd })).dectris?.seriesUniqueId).toBe(
      "a\ufffdb\ufffdc\ufffdd\ufffde",
    );
  });

  it("twice the same number is no number", () => {
    const image = metadata([...dectrisEntries(), { tag: 3, type: 4, values: [43] }]);
    expect(image).toMatchObject({ dectris: null, dectrisError: { code: "DUPLICATE_TAG", tag: 3 } });
  });

  it("that is the image's own directory is read once and found empty", () => {
    const bytes = buildTiff({ extra: [{ tag: 51192, type: 4, values: [0] }] });
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(4, true);
    view.setUint32(directory + 2 + 12 * 8 + 8, directory, true);
    expect(readTiff(bytes).dectris).toMatchObject({ series: null, image: null });
  });

  it("keeps numbers that are not finite, with a warning", () => {
    const { dectris } = metadata(replaced({ tag: 9, type: 12, values: [Number.NaN] }));
    expect(dectris?.incidentEnergy).toBeNaN();
    expect(dectris?.warnings).toEqual(["incidentEnergy is not finite"]);
  });
});
