import { expect } from "vitest";
import {
  accepted,
  malformed,
  type Outcome,
  refused,
  unlisted,
  type Variant,
} from "../../support/malformed/case.ts";
import { place } from "../../support/malformed/place.ts";
import { buildTiff, type TestEntry, type TestTiff } from "../../support/tiffBuilder.ts";

const WIDTH = 256;
const UNKNOWN = 700;
const expectRamp = ({ frame }: Outcome) =>
  expect([...frame.data]).toEqual(Array.from({ length: 24 }, (_, index) => index));
const extra = (entry: TestEntry): TestTiff => ({ extra: [entry] });
const width = (entry: Partial<TestEntry>): TestTiff => ({ change: { [WIDTH]: entry } });
const unknown = { code: "BAD_OFFSET", tag: UNKNOWN, offset: place.field(UNKNOWN) } as const;
const badType = { code: "BAD_TYPE", tag: WIDTH, offset: place.type(WIDTH) } as const;
const badCount = { code: "BAD_COUNT", tag: WIDTH, offset: place.count(WIDTH) } as const;

/** A good file whose directory says that the next one is at `next`. */
function followedBy(
  next: (bytes: Uint8Array<ArrayBuffer>) => number,
  behind = new Uint8Array(0),
): Uint8Array<ArrayBuffer> {
  const file = buildTiff();
  const bytes = Uint8Array.from([...file, ...behind]);
  new DataView(bytes.buffer).setUint32(place.next(bytes), next(bytes), true);
  return bytes;
}

/** `count` directories of one entry, which say that the next one is `step` bytes further. */
function chain(count: number, step: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + step * count + 18);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0, 8]);
  for (let index = 0; index < count; index++) {
    const directory = 8 + step * index;
    view.setUint16(directory, 1, true);
    view.setUint32(directory + 14, directory + step, true);
  }
  return bytes;
}

/** A directory that says that the next is at `next`, for a place behind a file. */
function oneEntry(next: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(18);
  bytes[0] = 1;
  new DataView(bytes.buffer).setUint32(14, next, true);
  return bytes;
}

/** A directory that is cut; its file ends with it. */
function cutDirectory(entries: number, bytesOfThem: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, entries, 0, ...new Array(bytesOfThem).fill(0)]);
}

const FILE = buildTiff();
const DIRECTORY = place.directory(FILE);
const twoDirectories = (second: Uint8Array<ArrayBuffer>) => followedBy(() => FILE.length, second);

/** Directories of two entries that begin 12 bytes apart, so that each is half in the one before. */
function overlapping(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + 12 * count + 200);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0, 8]);
  for (let index = 0; index < count; index++) {
    const directory = 8 + 12 * index;
    view.setUint16(directory, 2, true);
    view.setUint32(directory + 26, directory + 12, true);
  }
  return bytes;
}

const decodes = (name: string, bytes: Uint8Array<ArrayBuffer>): Variant => accepted(name, bytes, expectRamp);

export const DIRECTORY_CASES = [
  malformed(
    "T12",
    "a directory without entries",
    refused("0 entries", cutDirectory(0, 4), { code: "BAD_COUNT", offset: 8 }),
  ),
  malformed(
    "T13",
    "a directory of 65 535 entries",
    refused("not there", Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0, 255, 255), {
      code: "LIMIT",
      offset: 8,
    }),
    refused(
      "all there",
      Uint8Array.from([
        ...Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0, 255, 255),
        ...new Uint8Array(786_424),
      ]),
      {
        code: "LIMIT",
        offset: 8,
      },
    ),
  ),
  malformed(
    "T14",
    "a directory cut in an entry",
    ...[0, 6, 12, 95, 96, 99].map((bytes) =>
      refused(`${bytes} bytes of 8 entries`, cutDirectory(8, bytes), { code: "TRUNCATED", offset: 8 }),
    ),
  ),
  malformed(
    "T15",
    "a next directory that is the same",
    decodes("the first image", followedBy(place.directory)),
    unlisted("itself", followedBy(place.directory), { code: "CYCLE", offset: place.next(FILE) }),
  ),
  malformed(
    "T16",
    "two directories that follow each other",
    decodes("the first image", twoDirectories(oneEntry(DIRECTORY))),
    unlisted("A, B, A", twoDirectories(oneEntry(DIRECTORY)), { code: "CYCLE", offset: FILE.length + 14 }),
    unlisted("A, B, B", twoDirectories(oneEntry(FILE.length)), { code: "CYCLE", offset: FILE.length + 14 }),
  ),
  malformed(
    "T17",
    "a million directories",
    unlisted("a million", () => chain(1_000_000, 18), { code: "LIMIT", offset: 8 + 7 * 18 + 14 }),
    unlisted("nine", chain(9, 18), { code: "LIMIT", offset: 8 + 7 * 18 + 14 }),
  ),
  malformed(
    "T18",
    "a next directory past the end",
    decodes(
      "the first image",
      followedBy(() => FILE.length),
    ),
    ...[FILE.length - 1, FILE.length, 2 ** 32 - 1, 7].map((next) =>
      unlisted(
        `${next}`,
        followedBy(() => next),
        { code: "BAD_OFFSET", offset: next },
      ),
    ),
  ),
  malformed(
    "T19",
    "directories that overlap",
    unlisted("a hundred in one another", overlapping(100), { code: "LIMIT", offset: 8 + 7 * 12 + 26 }),
  ),
  malformed(
    "T20",
    "two widths",
    refused("different", extra({ tag: WIDTH, type: 3, values: [7] }), {
      code: "DUPLICATE_TAG",
      tag: WIDTH,
      offset: place.entry(WIDTH),
    }),
    refused("the same", extra({ tag: WIDTH, type: 3, values: [6] }), {
      code: "DUPLICATE_TAG",
      tag: WIDTH,
      offset: place.entry(WIDTH),
    }),
  ),
  malformed(
    "T21",
    "tags that are not sorted",
    accepted(
      "the width last",
      { change: { [WIDTH]: undefined }, extra: [{ tag: WIDTH, type: 4, values: [6] }] },
      expectRamp,
    ),
  ),
  malformed(
    "T22",
    "field types that do not exist",
    ...[0, 14, 99, 65_535].flatMap((type) => [
      refused(`type ${type} of the width`, width({ type, count: 1, values: [], raw: 6 }), badType),
      accepted(`type ${type} of an unknown tag`, extra({ tag: UNKNOWN, type, count: 9, raw: 9 }), expectRamp),
    ]),
  ),
  malformed("T23", "a width of no value", refused("0 values", width({ values: [] }), badCount)),
  malformed(
    "T24",
    "a width of two values",
    refused("in the entry", width({ values: [6, 6] }), badCount),
    refused("elsewhere", width({ type: 4, count: 2, raw: 8 }), badCount),
    refused("past the end", width({ type: 4, count: 2, raw: 1e6 }), badCount),
  ),
  malformed(
    "T25",
    "4 GiB of bytes",
    refused("of an unknown tag", extra({ tag: UNKNOWN, type: 1, count: 2 ** 32 - 1, raw: 8 }), unknown),
    refused(
      "of strip offsets",
      { change: { 273: { type: 1, count: 2 ** 32 - 1, raw: 8 } } },
      {
        code: "LIMIT",
        tag: 273,
        offset: place.count(273),
      },
    ),
  ),
  malformed(
    "T26",
    "a size that wraps 2^32 to 8 bytes",
    refused("DOUBLE", extra({ tag: UNKNOWN, type: 12, count: 0x20000001, raw: 8 }), unknown),
    refused("RATIONAL", extra({ tag: UNKNOWN, type: 5, count: 0x20000001, raw: 8 }), unknown),
  ),
  malformed(
    "T27",
    "an offset and a size that wrap 2^32",
    refused("near the end", extra({ tag: UNKNOWN, type: 4, count: 4, raw: 2 ** 32 - 8 }), unknown),
    refused("both large", extra({ tag: UNKNOWN, type: 1, count: 2 ** 31, raw: 2 ** 31 }), unknown),
  ),
  malformed(
    "T28",
    "SHORT values in the entry and elsewhere",
    accepted(
      "two, in the entry",
      { rowsPerStrip: 2, change: { 273: { type: 3 }, 279: { type: 3 } } },
      expectRamp,
    ),
    accepted(
      "four, elsewhere",
      { rowsPerStrip: 1, change: { 273: { type: 3 }, 279: { type: 3 } } },
      expectRamp,
    ),
    refused(
      "four, as if in the entry",
      { rowsPerStrip: 1, change: { 273: { type: 3, count: 4, raw: 0x001c0010 } } },
      { code: "BAD_OFFSET", tag: 273, offset: place.field(273) },
    ),
    refused(
      "two, as if elsewhere",
      { rowsPerStrip: 2, change: { 273: { type: 3, count: 2, raw: 40 } } },
      { code: "INCONSISTENT", tag: 273, offset: 0 },
    ),
  ),
  malformed(
    "T29",
    "field types of BigTIFF",
    ...[16, 17, 18].map((type) =>
      refused(`type ${type}`, width({ type, count: 1, values: [], raw: 6 }), badType),
    ),
  ),
  malformed(
    "T30",
    "a width that is no whole number",
    ...[2, 5, 7, 10, 11, 12].map((type) =>
      refused(`type ${type}`, width({ type, count: 1, values: [], raw: 6 }), badType),
    ),
  ),
  malformed(
    "T31",
    "a width below 0",
    ...[6, 8, 9].map((type) =>
      refused(`type ${type}`, width({ type, count: 1, values: [], raw: 2 ** 32 - 1 }), badType),
    ),
  ),
];
