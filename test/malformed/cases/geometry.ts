import { expect } from "vitest";
import {
  accepted,
  malformed,
  type Outcome,
  type Refusal,
  refused,
  type Variant,
} from "../../support/malformed/case.ts";
import { place } from "../../support/malformed/place.ts";
import type { TestTiff } from "../../support/tiffBuilder.ts";

const TAG = { width: 256, height: 257, bits: 258, rowsPerStrip: 278, samples: 277 } as const;
const expectRamp = ({ frame }: Outcome) =>
  expect([...frame.data]).toEqual(Array.from({ length: 24 }, (_, index) => index));

/** A good file with one other value. */
function value(tag: number, values: readonly number[], type = 3): TestTiff {
  return { change: { [tag]: { type, values } } };
}

function withValue(tag: number, number: number, code: Refusal["code"]): Variant {
  return refused(`${number}`, value(tag, [number]), { code, tag, offset: place.field(tag) });
}

function ofSize(columns: number, rows: number, depth: 8 | 16 | 32 = 32): TestTiff {
  const change = { [TAG.width]: { type: 4, values: [columns] }, [TAG.height]: { type: 4, values: [rows] } };
  return { depth, change };
}

const tooLarge = { code: "LIMIT", tag: TAG.height, offset: place.field(TAG.height) } as const;

export const GEOMETRY = [
  malformed("T32", "a width of 0", withValue(TAG.width, 0, "BAD_VALUE")),
  malformed("T33", "a height of 0", withValue(TAG.height, 0, "BAD_VALUE")),
  malformed("T34", "(2^32 - 1)^2 pixels", refused("all", ofSize(2 ** 32 - 1, 2 ** 32 - 1), tooLarge)),
  malformed("T35", "a size that wraps 2^32 to 0", refused("65536 x 65536", ofSize(65_536, 65_536), tooLarge)),
  malformed(
    "T36",
    "a size that wraps 2^32 to 524 288",
    refused("131072 x 8193", ofSize(131_072, 8193), tooLarge),
  ),
  malformed(
    "T37",
    "512 megapixels in a small file",
    refused(
      "32768 x 16384",
      {
        change: {
          [TAG.width]: { values: [32_768] },
          [TAG.height]: { values: [16_384] },
          [TAG.rowsPerStrip]: { values: [16_384] },
        },
      },
      { code: "INCONSISTENT", tag: 273, offset: 16 },
    ),
  ),
  malformed(
    "T38",
    "no bits per sample, which means 1",
    refused(
      "none",
      { change: { [TAG.bits]: undefined } },
      {
        code: "UNSUPPORTED",
        tag: TAG.bits,
        offset: place.directory,
      },
    ),
  ),
  malformed(
    "T39",
    "bits that no detector has",
    withValue(TAG.bits, 0, "BAD_VALUE"),
    ...[1, 7, 12, 24, 33, 64, 65_535].map((bits) => withValue(TAG.bits, bits, "UNSUPPORTED")),
  ),
  malformed(
    "T40",
    "three depths for one sample",
    refused("16, 16, 16", value(TAG.bits, [16, 16, 16]), {
      code: "INCONSISTENT",
      tag: TAG.bits,
      offset: place.value(TAG.bits),
    }),
    refused("16, 16", value(TAG.bits, [16, 16]), {
      code: "INCONSISTENT",
      tag: TAG.bits,
      offset: place.field(TAG.bits),
    }),
  ),
  malformed("T41", "no sample", withValue(TAG.samples, 0, "BAD_VALUE")),
  malformed(
    "T42",
    "many samples",
    ...[2, 3, 65_529].map((samples) => withValue(TAG.samples, samples, "UNSUPPORTED")),
  ),
  malformed(
    "T43",
    "planar configurations",
    withValue(284, 2, "UNSUPPORTED"),
    withValue(284, 0, "BAD_VALUE"),
    withValue(284, 3, "BAD_VALUE"),
  ),
  malformed(
    "T44",
    "sample formats, signed and floating ones among them",
    ...[0, 2, 3, 4, 5, 6, 255].map((format) => withValue(339, format, "UNSUPPORTED")),
  ),
  malformed(
    "T45",
    "photometric interpretations; 0 and 1 are counts alike, never inverted",
    ...[2, 3, 4, 5, 6, 8].map((photometric) => withValue(262, photometric, "UNSUPPORTED")),
    accepted("white is zero", value(262, [0]), expectRamp),
    accepted("black is zero", value(262, [1]), expectRamp),
  ),
  malformed(
    "T46",
    "orientations",
    ...[0, 2, 3, 4, 5, 6, 7, 8, 9].map((orientation) => withValue(274, orientation, "UNSUPPORTED")),
    accepted("upright", value(274, [1]), expectRamp),
  ),
  malformed("T47", "bits in reverse order", withValue(266, 2, "UNSUPPORTED")),
  malformed("T48", "predictors", withValue(317, 2, "UNSUPPORTED"), withValue(317, 3, "UNSUPPORTED")),
  malformed(
    "T49",
    "compressions",
    ...[0, 5, 7, 8, 34, 32_773, 65_535].map((compression) => withValue(259, compression, "UNSUPPORTED")),
  ),
];
