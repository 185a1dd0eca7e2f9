import { expect } from "vitest";
import { readTiff } from "../../../src/tiff/index.ts";
import { accepted, malformed, type Outcome, refused } from "../../support/malformed/case.ts";
import { place } from "../../support/malformed/place.ts";
import { buildTiff, dectrisEntries } from "../../support/tiffBuilder.ts";

/** Little endian, but for what is given; the directory's offset last. */
function header(start: string, magic: readonly number[], offset = 8): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(64);
  bytes.set(new TextEncoder().encode(start));
  bytes.set(magic, 2);
  new DataView(bytes.buffer).setUint32(4, offset, true);
  return bytes;
}

const WHOLE = buildTiff({ dectris: dectrisEntries() });

/** Where a good file, cut after `length` bytes, is found to be cut. */
function cut(length: number) {
  const directory = place.directory(WHOLE);
  if (length < 8) return { code: "TRUNCATED", offset: length < 4 ? 2 : 4 } as const;
  return { code: length < directory + 2 ? "BAD_OFFSET" : "TRUNCATED", offset: directory } as const;
}

function withDirectoryAt(offset: number): Uint8Array<ArrayBuffer> {
  const bytes = WHOLE.slice();
  new DataView(bytes.buffer).setUint32(4, offset, true);
  return bytes;
}

/** The same file with a byte between pixels and directory. */
function oddDirectory(): Uint8Array<ArrayBuffer> {
  const bytes = buildTiff();
  const directory = place.directory(bytes);
  const moved = new Uint8Array(bytes.length + 1);
  moved.set(bytes.subarray(0, directory));
  moved.set(bytes.subarray(directory), directory + 1);
  new DataView(moved.buffer).setUint32(4, directory + 1, true);
  return moved;
}

const expectRamp = ({ frame }: Outcome) =>
  expect([...frame.data]).toEqual(Array.from({ length: 24 }, (_, index) => index));
const text = (page: string) => new TextEncoder().encode(page) as Uint8Array<ArrayBuffer>;

export const CONTAINER = [
  malformed("T01", "an empty file", refused("no byte", new Uint8Array(0), { code: "TRUNCATED", offset: 2 })),
  malformed(
    "T02",
    "a file cut anywhere",
    ...Array.from({ length: WHOLE.length }, (_, length) =>
      refused(`${length} bytes of ${WHOLE.length}`, WHOLE.slice(0, length), cut(length)),
    ),
  ),
  malformed(
    "T03",
    "another magic number",
    ...[
      [41, 0],
      [0, 0],
      [255, 255],
      [0, 42],
    ].map((magic) => refused(`${magic}`, header("II", magic), { code: "NOT_TIFF", offset: 0 })),
  ),
  malformed(
    "T04",
    "a byte order that does not exist",
    ...["IM", "MI", "ii", "I\0"].map((order) =>
      refused(JSON.stringify(order), header(order, [42, 0]), { code: "NOT_TIFF", offset: 0 }),
    ),
  ),
  malformed(
    "T05",
    "a BigTIFF",
    refused("little endian", header("II", [43, 0]), { code: "UNSUPPORTED", offset: 2 }),
    refused("big endian", header("MM", [0, 43]), { code: "UNSUPPORTED", offset: 2 }),
  ),
  malformed(
    "T06",
    "the big-endian twin of a good file",
    ...([8, 16, 32] as const).map((depth) =>
      accepted(
        `${depth} bits`,
        { littleEndian: false, depth, dectris: dectrisEntries() },
        ({ image, frame }) => {
          expect([...frame.data]).toEqual(Array.from({ length: 24 }, (_, index) => index));
          expect(image).toMatchObject({ depth, littleEndian: false, dectrisError: null });
          expect(image?.dectris).toEqual(readTiff(buildTiff({ dectris: dectrisEntries() })).dectris);
        },
      ),
    ),
  ),
  malformed(
    "T07",
    "an error page with status 200",
    refused("HTML", text("<!doctype html><title>Sign in</title>"), { code: "NOT_TIFF", offset: 0 }),
    refused("JSON", text('{"error":"busy"}'), { code: "NOT_TIFF", offset: 0 }),
    refused("with control characters", text("<p>\u001b[2J"), { code: "NOT_TIFF", offset: 0 }),
  ),
  malformed("T08", "a directory at 0", refused("0", withDirectoryAt(0), { code: "BAD_OFFSET", offset: 0 })),
  malformed(
    "T09",
    "a directory inside the header",
    ...[1, 2, 3, 4, 5, 6, 7].map((offset) =>
      refused(`${offset}`, withDirectoryAt(offset), { code: "BAD_OFFSET", offset }),
    ),
  ),
  malformed(
    "T10",
    "a directory past the end",
    ...[WHOLE.length - 1, WHOLE.length, 2 ** 31, 2 ** 32 - 1].map((offset) =>
      refused(`${offset}`, withDirectoryAt(offset), { code: "BAD_OFFSET", offset }),
    ),
  ),
  malformed("T11", "a directory at an odd offset", accepted("odd", oddDirectory, expectRamp)),
];
