import { expect } from "vitest";
import { readImageIdentity } from "../../../src/om/imageIdentity.ts";
import type { DectrisMetadata } from "../../../src/tiff/index.ts";
import {
  accepted,
  anonymous,
  malformed,
  type Refusal,
  type TestFile,
  type Variant,
} from "../../support/malformed/case.ts";
import {
  added,
  FILE,
  followedBy,
  POINTER,
  pointer,
  pointingAt,
  replaced,
  swappedDectris,
  withText,
  written,
} from "../../support/malformed/dectrisFiles.ts";
import { place } from "../../support/malformed/place.ts";
import { dectrisEntries } from "../../support/tiffBuilder.ts";

function described(name: string, file: TestFile, metadata: Partial<DectrisMetadata>): Variant {
  return accepted(name, file, ({ image, frame }) => {
    expect(image?.dectrisError).toBeNull();
    expect(image?.dectris).toEqual(expect.objectContaining(metadata));
    expect([...frame.data]).toEqual(Array.from({ length: 24 }, (_, index) => index));
  });
}

const seriesId = (name: string, bytes: readonly number[], seriesUniqueId: string): Variant =>
  described(name, () => withText(bytes), { seriesUniqueId, image: 42 });

const latin = (string: string) => [...string].map((character) => character.charCodeAt(0));
const badOffset = (offset: number): Refusal => ({ code: "BAD_OFFSET", offset });
const date = (name: string, value: string): Variant =>
  described(name, replaced({ tag: 4, type: 2, values: value }), {
    imageDateTime: value,
    timestamp: null,
    warnings: [expect.stringContaining("RFC 3339")],
  });
const energy = (value: number): TestFile => replaced({ tag: 9, type: 12, values: [value] });

export const DECTRIS = [
  malformed(
    "D01",
    "no DECTRIS directory",
    accepted("none", {}, ({ image }) => expect(image).toMatchObject({ dectris: null, dectrisError: null })),
  ),
  malformed(
    "D02",
    "a pointer to the header or past the end",
    ...[0, 1, 2, 3, 4, 5, 6, 7, FILE.length - 1, FILE.length, 2 ** 31, 2 ** 32 - 1].map((offset) =>
      anonymous(`${offset}`, pointer({ values: [offset] }), badOffset(offset)),
    ),
  ),
  malformed(
    "D03",
    "a pointer of another type",
    ...[2, 5, 9, 11, 12].map((type) =>
      anonymous(`type ${type}`, pointer({ type, count: 1, values: [], raw: 8 }), {
        code: "BAD_TYPE",
        tag: POINTER,
        offset: place.type(POINTER),
      }),
    ),
  ),
  malformed(
    "D04",
    "a pointer of none or two values",
    ...[[], [8, 8]].map((values) =>
      anonymous(`${values.length} values`, pointer({ values }), {
        code: "BAD_COUNT",
        tag: POINTER,
        offset: place.count(POINTER),
      }),
    ),
  ),
  malformed(
    "D05",
    "a pointer to the image's own directory",
    described("read once, nothing in it", () => pointingAt(place.directory), {
      series: null,
      image: null,
      unknownTags: [256, 257, 258, 259, 273, 278, 279, 339, POINTER],
    }),
  ),
  malformed(
    "D06",
    "a pointer inside the DECTRIS directory",
    described("is not followed", added({ tag: POINTER, type: 4, values: [8] }), {
      image: 42,
      unknownTags: [POINTER],
    }),
  ),
  malformed(
    "D07",
    "a DECTRIS directory without entries",
    described(
      "nothing is known",
      { dectris: [] },
      {
        seriesUniqueId: null,
        series: null,
        image: null,
        thresholdIds: [],
        warnings: [],
      },
    ),
  ),
  malformed(
    "D08",
    "a DECTRIS directory of too many entries",
    anonymous("65 535", written(8, [255, 255]), { code: "LIMIT", offset: 8 }),
    anonymous("257", written(8, [1, 1]), { code: "LIMIT", offset: 8 }),
  ),
  malformed(
    "D09",
    "a DECTRIS directory that is cut",
    ...[2, 10, 100].map((left) =>
      anonymous(`${left} bytes from the end`, () => pointingAt((bytes) => bytes.length - left, left), {
        code: "TRUNCATED",
        offset: (bytes) => bytes.length - left,
      }),
    ),
  ),
  malformed(
    "D10",
    "a directory behind the DECTRIS one",
    ...[8, 64, 1e6].map((next) =>
      described(`at ${next}, is not followed`, () => followedBy(next), { image: 42, warnings: [] }),
    ),
  ),
  malformed(
    "D11",
    "an image number of another type",
    described("SHORT", replaced({ tag: 3, type: 3, values: [9] }), { image: 9 }),
    anonymous("text", replaced({ tag: 3, type: 2, values: "42" }), {
      code: "BAD_TYPE",
      tag: 3,
      offset: place.dectrisType(3),
    }),
  ),
  malformed(
    "D12",
    "no image number",
    described(
      "is null, never 0",
      { dectris: dectrisEntries().filter(({ tag }) => tag !== 3) },
      {
        series: 7,
        image: null,
      },
    ),
  ),
  malformed(
    "D13",
    "two image numbers",
    anonymous("42 and 43", added({ tag: 3, type: 4, values: [43] }), {
      code: "DUPLICATE_TAG",
      tag: 3,
      offset: place.dectrisEntry(3),
    }),
  ),
  malformed(
    "D14",
    "a series id that is no plain text",
    seriesId("without NUL", latin("ABCDEFGH"), "ABCDEFGH"),
    seriesId("with a NUL in it", latin("AB\0CDEFG"), "AB"),
    seriesId("of no bytes", [], ""),
    seriesId("of 5 KiB", new Array(5120).fill(65), "A".repeat(4096)),
    seriesId("of invalid UTF-8", [65, 0xff, 0xc0, 66, 67], "A\ufffd\ufffdBC"),
    seriesId("with control characters", latin("a\u001b[2Jb\r\n"), "a\ufffd[2Jb\ufffd\ufffd"),
    seriesId("with marks that turn text", [97, 0xe2, 0x80, 0xae, 98], "a\ufffdb"),
    seriesId("with a tag of HTML", latin("<script>x</script>"), "<script>x</script>"),
  ),
  malformed(
    "D15",
    "a billion threshold energies",
    anonymous("10^9", replaced({ tag: 6, type: 12, count: 1e9, raw: 8 }), {
      code: "LIMIT",
      tag: 6,
      offset: place.dectrisCount(6),
    }),
    anonymous("five", replaced({ tag: 6, type: 12, values: [1, 2, 3, 4, 5] }), {
      code: "LIMIT",
      tag: 6,
      offset: place.dectrisCount(6),
    }),
  ),
  malformed(
    "D16",
    "numbers that are not finite, and odd ones",
    ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) =>
      described(`${value}, with a warning`, energy(value), {
        incidentEnergy: value,
        warnings: ["incidentEnergy is not finite"],
      }),
    ),
    ...[-0, 5e-324].map((value) =>
      described(`${value}`, energy(value), { incidentEnergy: value, warnings: [] }),
    ),
  ),
  malformed(
    "D17",
    "a beam centre of other than two numbers",
    ...[1, 3, 4].map((count) =>
      anonymous(`${count}`, replaced({ tag: 22, type: 12, values: new Array(count).fill(1) }), {
        code: "BAD_COUNT",
        tag: 22,
        offset: place.dectrisCount(22),
      }),
    ),
  ),
  malformed(
    "D18",
    "versions that nobody knows",
    ...[1, 2 ** 32 - 1].map((version) =>
      described(`${version}`, replaced({ tag: 0, type: 4, values: [version] }), {
        ifdVersion: version,
        image: 42,
        warnings: [`unknown version ${version} of the DECTRIS directory`],
      }),
    ),
  ),
  malformed(
    "D19",
    "codes that nobody knows",
    described(
      "are skipped and listed",
      added(
        { tag: 8, type: 4, count: 9, raw: 1e6 },
        { tag: 0x11, type: 1, count: 2 ** 21, raw: 8 },
        { tag: 0xffff, type: 99, values: [1] },
      ),
      { image: 42, unknownTags: [8, 0x11, 0xffff] },
    ),
  ),
  malformed(
    "D20",
    "dates that name no moment",
    date("a word", "yesterday"),
    date("year 0000", "0000-01-01T00:00:00Z"),
    date("a leap second", "2016-12-31T23:59:60Z"),
    date("no offset", "2026-03-04T05:06:07"),
    described(
      "nine digits of a second are a moment",
      replaced({ tag: 4, type: 2, values: "2026-03-04T05:06:07.123456789Z" }),
      { timestamp: { seconds: 1772600767.1234567, nanoseconds: 1772600767123456789n }, warnings: [] },
    ),
  ),
  malformed(
    "D21",
    "values that lie in the pixels or in a directory",
    described("in the pixels", added({ tag: 22, type: 12, count: 2, raw: 250 }), { image: 42 }),
    described("in the directory", added({ tag: 22, type: 12, count: 2, raw: 8 }), { image: 42 }),
  ),
  malformed(
    "D22",
    "two thresholds of one image, which are two images",
    ...[1, 2].map((threshold) =>
      accepted(`number ${threshold}`, { dectris: dectrisEntries({ threshold }) }, ({ bytes, image }) => {
        if (image === undefined) throw new Error("no image");
        expect(image.dectris?.seriesUniqueId).toBe("01HZXJ3V9V3Q0W8ZK6T2N4B5C7");
        expect(readImageIdentity(bytes, image)).toMatchObject({ series: 7, image: 42, threshold });
      }),
    ),
  ),
  malformed(
    "D23",
    "a big-endian directory in a little-endian file",
    anonymous("ten entries look like 2560", written(8, [0, 10]), { code: "LIMIT", offset: 8 }),
    anonymous("all of it", () => swappedDectris(), { code: "LIMIT", offset: 8 }),
  ),
];
