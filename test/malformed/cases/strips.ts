import { expect } from "vitest";
import { accepted, malformed, type Outcome, refused } from "../../support/malformed/case.ts";
import { place } from "../../support/malformed/place.ts";
import { buildTiff, type TestEntry, type TestTiff } from "../../support/tiffBuilder.ts";

const [OFFSETS, ROWS_PER_STRIP, COUNTS] = [273, 278, 279];
const FILE = buildTiff();
const expectRamp = ({ frame }: Outcome) =>
  expect([...frame.data]).toEqual(Array.from({ length: 24 }, (_, index) => index));

function strips(
  change: { readonly offset?: number; readonly byteCount?: number },
  rowsPerStrip?: number,
): TestTiff {
  const { offset, byteCount } = change;
  return {
    change: {
      ...(offset !== undefined && { [OFFSETS]: { values: [offset] } }),
      ...(byteCount !== undefined && { [COUNTS]: { values: [byteCount] } }),
      ...(rowsPerStrip !== undefined && { [ROWS_PER_STRIP]: { values: [rowsPerStrip] } }),
    },
  };
}

/** What is said of a strip names where it begins. */
const strip = (code: "BAD_OFFSET" | "BAD_VALUE" | "TRUNCATED" | "INCONSISTENT", offset = 16) =>
  ({ code, tag: OFFSETS, offset }) as const;
const tiles = (tag: number): TestEntry => ({ tag, type: 3, values: [16] });

export const STRIPS = [
  malformed(
    "T50",
    "no strip offsets",
    refused(
      "none",
      { change: { [OFFSETS]: undefined } },
      {
        code: "MISSING_TAG",
        tag: OFFSETS,
        offset: place.directory,
      },
    ),
  ),
  malformed(
    "T51",
    "no strip byte counts, which follow for one strip only",
    refused(
      "of two strips",
      { rowsPerStrip: 2, change: { [COUNTS]: undefined } },
      {
        code: "MISSING_TAG",
        tag: COUNTS,
        offset: place.directory,
      },
    ),
    accepted("of one strip", { change: { [COUNTS]: undefined } }, expectRamp),
  ),
  malformed(
    "T52",
    "offsets and byte counts of other numbers",
    refused(
      "two and one",
      { rowsPerStrip: 2, change: { [COUNTS]: { values: [48] } } },
      {
        code: "INCONSISTENT",
        tag: COUNTS,
        offset: place.field(COUNTS),
      },
    ),
    refused(
      "one and two",
      { rowsPerStrip: 2, change: { [OFFSETS]: { values: [16] } } },
      {
        code: "INCONSISTENT",
        tag: COUNTS,
        offset: place.value(COUNTS),
      },
    ),
  ),
  malformed(
    "T53",
    "other strips than the rows make",
    ...[1, 3, 4].map((rows) =>
      refused(
        `two of ${rows} rows`,
        { rowsPerStrip: 2, change: { [ROWS_PER_STRIP]: { values: [rows] } } },
        {
          code: "INCONSISTENT",
          tag: OFFSETS,
          // Three rows and one are two strips as well, of other sizes.
          offset: rows === 3 ? 16 : place.value(OFFSETS),
        },
      ),
    ),
  ),
  malformed(
    "T54",
    "rows of a strip",
    refused("0", strips({}, 0), {
      code: "BAD_VALUE",
      tag: ROWS_PER_STRIP,
      offset: place.field(ROWS_PER_STRIP),
    }),
    accepted("2^32 - 1", { change: { [ROWS_PER_STRIP]: { type: 4, values: [2 ** 32 - 1] } } }, expectRamp),
  ),
  malformed(
    "T55",
    "a strip past the end",
    ...[FILE.length, 100_000, 2 ** 32 - 1].map((offset) =>
      refused(`${offset}`, strips({ offset }), strip("BAD_OFFSET", offset)),
    ),
  ),
  malformed(
    "T56",
    "a strip that ends past the end",
    refused("by one byte", strips({ offset: FILE.length - 47 }), strip("TRUNCATED", FILE.length - 47)),
  ),
  malformed(
    "T57",
    "a strip of 4 GiB",
    refused("0xFFFFFFF0", strips({ byteCount: 0xfffffff0 }), strip("BAD_OFFSET")),
  ),
  malformed("T58", "a strip of no bytes", refused("0", strips({ byteCount: 0 }), strip("BAD_VALUE"))),
  malformed("T59", "a strip one byte short", refused("47", strips({ byteCount: 47 }), strip("INCONSISTENT"))),
  malformed("T60", "a strip one byte long", refused("49", strips({ byteCount: 49 }), strip("INCONSISTENT"))),
  malformed(
    "T61",
    "strips that share their bytes",
    accepted("four", { rowsPerStrip: 1, change: { [OFFSETS]: { values: [16, 16, 16, 16] } } }, ({ frame }) =>
      expect([...frame.data]).toEqual(Array.from({ length: 24 }, (_, index) => index % 6)),
    ),
    refused(
      "a thousand of a megapixel",
      {
        change: {
          256: { type: 4, values: [2 ** 20] },
          257: { values: [1000] },
          [OFFSETS]: { values: new Array(1000).fill(16) },
          [ROWS_PER_STRIP]: { values: [1] },
          [COUNTS]: { values: new Array(1000).fill(2 ** 21) },
        },
        pixels: new Uint16Array(24),
      },
      { code: "TRUNCATED", tag: OFFSETS, offset: 16 },
    ),
    refused("pixels beyond the limit, all of them there", () => sharedStrips(70_000, 1024), {
      code: "LIMIT",
      tag: OFFSETS,
      offset: place.count(OFFSETS),
    }),
    refused("fewer, but more than 2^26 pixels", () => sharedStrips(65_536, 1025), {
      code: "LIMIT",
      tag: 257,
      offset: place.field(257),
    }),
  ),
  malformed(
    "T62",
    "a strip inside the header or the directory",
    refused("the header", strips({ offset: 4 }), strip("INCONSISTENT", 4)),
    refused("the directory's first bytes", strips({ offset: 17 }), strip("INCONSISTENT", 17)),
    refused("the directory's middle", strips({ offset: 70 }), strip("INCONSISTENT", 70)),
  ),
  malformed(
    "T63",
    "a million strips",
    refused(
      "not there",
      { change: { [OFFSETS]: { count: 1e6, raw: 8 } } },
      {
        code: "LIMIT",
        tag: OFFSETS,
        offset: place.count(OFFSETS),
      },
    ),
    refused(
      "70 000, all there",
      () => buildTiff({ change: { [OFFSETS]: { values: new Array(70_000).fill(16) } } }),
      {
        code: "LIMIT",
        tag: OFFSETS,
        offset: place.count(OFFSETS),
      },
    ),
  ),
  malformed(
    "T64",
    "tiles",
    ...[322, 323, 324, 325].flatMap((tag) => [
      refused(
        `tag ${tag} and no strips`,
        { change: { [OFFSETS]: undefined }, extra: [tiles(tag)] },
        {
          code: "UNSUPPORTED",
          tag,
          offset: place.entry(tag),
        },
      ),
      refused(
        `tag ${tag} and strips`,
        { extra: [tiles(tag)] },
        {
          code: "INCONSISTENT",
          tag,
          offset: place.entry(tag),
        },
      ),
    ]),
  ),
];

/** Strips of one row of 8-bit pixels, all in the same place. */
function sharedStrips(rows: number, columns: number): Uint8Array<ArrayBuffer> {
  return buildTiff({
    rows: 1,
    columns,
    depth: 8,
    change: {
      257: { type: 4, values: [rows] },
      [OFFSETS]: { values: new Array(rows).fill(16) },
      [COUNTS]: { type: 3, values: new Array(rows).fill(columns) },
    },
  });
}
