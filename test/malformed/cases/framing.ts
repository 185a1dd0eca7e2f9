import { expect } from "vitest";
import type { CompressedImage } from "../../../src/decoder/compressedImage.ts";
import { encodePayload } from "../../../src/simulator/index.ts";
import { Random } from "../../../src/simulator/patterns/random.ts";
import {
  acceptedPayload,
  compared,
  malformed,
  type Outcome,
  type Refusal,
  refusedPayload,
  type Variant,
} from "../../support/malformed/case.ts";
import { makeFrame } from "../../support/payload/frames.ts";
import { readPayload, writePayload } from "../../support/payload/framing.ts";
import { guardedKernels } from "../../support/payload/guardedKernels.ts";
import { writeLz4 } from "../../support/payload/lz4Sequences.ts";
import { bytesOf } from "../../support/payload/scalarForms.ts";
import { scalarUnshuffle } from "../../support/payload/scalarPayload.ts";

// Two blocks, of 8192 and of 32 bytes, and one pixel left over.
const PIXELS = makeFrame(new Random(1), { depth: 16, count: 4113, kind: "counts and gaps" });
const SIZE = PIXELS.byteLength;
const PAYLOAD = encodePayload(PIXELS, { encoding: "bslz4" });
const PARTS = readPayload(PAYLOAD, 2);
const [FIRST = new Uint8Array(), SECOND = new Uint8Array()] = PARTS.blocks;
const SECOND_AT = 12 + 4 + FIRST.length;
const REST_AT = SECOND_AT + 4 + SECOND.length;
const IMAGE: CompressedImage = { encoding: "bslz4", shape: [3, 1371], depth: 16 };
const AS_LZ4 = encodePayload(PIXELS, { encoding: "lz4" });
const BYTES = (length: number) => Array.from({ length }, (_, index) => index);
const kernels = await guardedKernels();

type Payload = Uint8Array<ArrayBuffer>;

function bad(
  name: string,
  payload: Payload,
  code: Refusal["code"],
  offset: number | undefined,
  image: Partial<CompressedImage> = {},
): Variant {
  return refusedPayload(name, payload, { image: { ...IMAGE, ...image }, code, offset });
}

function good(name: string, payload: Payload, expected: Uint8Array, image: Partial<CompressedImage> = {}) {
  const check = ({ frame }: Outcome) => expect(Buffer.compare(frame.bytes, expected)).toBe(0);
  return acceptedPayload(name, payload, { image: { ...IMAGE, ...image }, check });
}

const withSize = (size: bigint): Payload => writePayload({ ...PARTS, size });
const withBlocks = (blockBytes: number): Payload => writePayload({ ...PARTS, blockBytes });
/** The second block, of 32 bytes, with other content. */
const withSecond = (block: Uint8Array): Payload => writePayload({ ...PARTS, blocks: [FIRST, block] });

function withLengthOfSecond(length: number): Payload {
  const payload = PAYLOAD.slice();
  new DataView(payload.buffer).setUint32(SECOND_AT, length);
  return payload;
}

/** Fields of the header in the other byte order. */
function reversed(...fields: readonly (readonly [number, number])[]): Payload {
  const payload = PAYLOAD.slice();
  for (const [start, end] of fields) payload.subarray(start, end).reverse();
  return payload;
}

/** A block that is as long as what it decodes to. */
const SAME_LENGTH = writeLz4([
  { literals: BYTES(14), match: { offset: 1, length: 4 } },
  { literals: BYTES(14) },
]);
const ONE_BLOCK = writePayload({ size: 32n, blockBytes: 32, blocks: [SAME_LENGTH], rest: new Uint8Array() });
const CONTENT = Uint8Array.from([...BYTES(14), 13, 13, 13, 13, ...BYTES(14)]);

const WHOLE = PIXELS.slice(0, 4096);
const HALVES = encodePayload(WHOLE, { encoding: "bslz4", blockBytes: 4096 });
const HALF_PARTS = readPayload(HALVES, 2);
const EXCHANGED = writePayload({ ...HALF_PARTS, blocks: HALF_PARTS.blocks.toReversed() });

function unlike(name: string, payload: Payload, encoding: string): Variant {
  const check = ({ frame }: Outcome) => expect(Buffer.compare(frame.bytes, bytesOf(WHOLE))).not.toBe(0);
  return acceptedPayload(name, payload, { image: { encoding, shape: [1, 4096], depth: 16 }, check });
}

const LARGE_BLOCK = encodePayload(PIXELS, { encoding: "bslz4", blockBytes: 2 ** 20 });

export const FRAMING = [
  malformed(
    "L01",
    "fewer bytes than a header has",
    ...BYTES(12).map((length) => bad(`${length}`, PAYLOAD.slice(0, length), "TRUNCATED", length)),
  ),
  malformed(
    "L02",
    "a size of 0 with nothing behind it",
    bad("where pixels are expected", new Uint8Array(12), "INCONSISTENT", 0),
    bad("for a frame of no pixels", new Uint8Array(12), "BAD_VALUE", undefined, { shape: [0, 4] }),
    compared("where nothing is expected: good", () => {
      for (const element of [0, 1, 2, 4] as const) {
        const payload = writePayload({ size: 0n, blockBytes: 8192, blocks: [], rest: new Uint8Array() });
        expect(kernels.run({ payload, element, size: 0 })).toMatchObject({ code: 0, intact: true });
      }
    }),
  ),
  malformed(
    "L03",
    "a size that is not the frame's",
    ...[-1n, -2n, 2n].map((more) => bad(`${more}`, withSize(BigInt(SIZE) + more), "INCONSISTENT", 0)),
  ),
  malformed(
    "L04",
    "a size that doubles round",
    ...[2n ** 63n, 2n ** 64n - 1n, 2n ** 53n + 1n].map((size) => bad(`${size}`, withSize(size), "LIMIT", 0)),
  ),
  malformed(
    "L05",
    "the frame's size and 2^32",
    bad("which 32 bits do not tell", withSize(2n ** 32n + BigInt(SIZE)), "INCONSISTENT", 0),
  ),
  malformed(
    "L06",
    "a size of no whole pixels",
    bad("one byte more", withSize(BigInt(SIZE + 1)), "INCONSISTENT", 0),
  ),
  malformed(
    "L07",
    "blocks of 0 bytes",
    bad("bslz4", withBlocks(0), "BAD_VALUE", 8),
    bad("lz4", withBlocks(0), "BAD_VALUE", 8, { encoding: "lz4" }),
  ),
  malformed(
    "L08",
    "blocks of no whole eights of pixels",
    ...[1, 8, 8191, 8200].map((bytes) => bad(`${bytes}`, withBlocks(bytes), "BAD_VALUE", 8)),
  ),
  malformed(
    "L09",
    "blocks of up to 4 GiB",
    ...[2 ** 20 + 16, 2 ** 31 - 8, 2 ** 32 - 8].map((bytes) =>
      bad(`${bytes}`, withBlocks(bytes), "LIMIT", 8),
    ),
    bad("lz4", withBlocks(2 ** 32 - 8), "LIMIT", 8, { encoding: "lz4" }),
  ),
  malformed(
    "L10",
    "a block larger than the frame",
    good("1 MiB", LARGE_BLOCK, bytesOf(PIXELS)),
    compared("scratch memory is of the frame's size", () => {
      const run = { payload: LARGE_BLOCK, element: 2, size: SIZE } as const;
      // Three blocks as long as the frame, and 64 bytes behind each.
      expect(kernels.run(run).scratch).toHaveLength(3 * (SIZE + 64));
    }),
  ),
  malformed(
    "L11",
    "the smallest blocks",
    bad(
      "of 70 MB, of which a few are there",
      writePayload({ ...PARTS, size: 70_000_000n, blockBytes: 16 }),
      "TRUNCATED",
      PAYLOAD.length,
      { shape: [7000, 5000] },
    ),
    good("all there", encodePayload(PIXELS, { encoding: "bslz4", blockBytes: 16 }), bytesOf(PIXELS)),
  ),
  malformed(
    "L12",
    "pixels of a size that does not exist",
    // The types forbid these depths, JavaScript does not.
    ...[0, 3, 24, 128].map((depth) =>
      bad(`${depth} bits`, PAYLOAD, "UNSUPPORTED", undefined, { depth: depth as 8 }),
    ),
    bad("24 bits by the encoding", PAYLOAD, "UNSUPPORTED", undefined, { encoding: "bs24-lz4" }),
  ),
  malformed(
    "L13",
    "a little-endian header",
    bad("both fields", reversed([0, 8], [8, 12]), "INCONSISTENT", 0),
    bad("the size of a block", reversed([8, 12]), "LIMIT", 8),
  ),
  malformed(
    "L14",
    "the last block missing",
    bad("whole", PAYLOAD.slice(0, SECOND_AT), "TRUNCATED", SECOND_AT),
  ),
  malformed(
    "L15",
    "a cut in a length",
    ...[1, 2, 3].map((bytes) =>
      bad(`${bytes} bytes of it`, PAYLOAD.slice(0, SECOND_AT + bytes), "TRUNCATED", SECOND_AT),
    ),
  ),
  malformed(
    "L16",
    "a length beyond the end",
    bad("by one byte", withLengthOfSecond(SECOND.length + 3), "TRUNCATED", SECOND_AT),
  ),
  malformed("L17", "a length of 0", bad("0", withLengthOfSecond(0), "CORRUPT", SECOND_AT)),
  malformed(
    "L18",
    "a length that is negative as a signed number",
    ...[2 ** 31, 2 ** 32 - 1, 2 ** 32 - 4].map((length) =>
      bad(`${length}`, withLengthOfSecond(length), "TRUNCATED", SECOND_AT),
    ),
  ),
  malformed(
    "L19",
    "a block as long as what it decodes to",
    good("as it is in lz4", ONE_BLOCK, SAME_LENGTH, { encoding: "lz4", shape: [1, 32], depth: 8 }),
    good("LZ4 in bslz4", ONE_BLOCK, scalarUnshuffle(CONTENT, 1), { shape: [1, 32], depth: 8 }),
  ),
  malformed(
    "L20",
    "a block that decodes short",
    bad("by one byte", withSecond(writeLz4([{ literals: BYTES(31) }])), "CORRUPT", SECOND_AT),
  ),
  malformed(
    "L21",
    "a block that decodes long",
    bad("by one byte", withSecond(writeLz4([{ literals: BYTES(33) }])), "CORRUPT", SECOND_AT),
  ),
  malformed(
    "L22",
    "bytes behind the last block",
    bad("one", new Uint8Array([...PAYLOAD, 0]), "TRAILING", REST_AT),
    bad("a whole payload", new Uint8Array([...PAYLOAD, ...PAYLOAD]), "TRAILING", REST_AT),
  ),
  malformed(
    "L23",
    "pixels left over of another number",
    bad("cut short", PAYLOAD.slice(0, -1), "TRUNCATED", REST_AT),
    bad("one too many", writePayload({ ...PARTS, rest: new Uint8Array(4) }), "TRAILING", REST_AT),
  ),
  malformed(
    "L24",
    "two blocks exchanged, which nothing in the format tells",
    good(
      "their pixels are exchanged",
      EXCHANGED,
      new Uint8Array([...bytesOf(WHOLE).subarray(4096), ...bytesOf(WHOLE).subarray(0, 4096)]),
      { shape: [1, 4096] },
    ),
  ),
  malformed(
    "L25",
    "bits shuffled otherwise than declared",
    bad("bslz4 as lz4", PAYLOAD, "TRAILING", REST_AT, { encoding: "lz4" }),
    bad("lz4 as bslz4", AS_LZ4, "TRUNCATED", AS_LZ4.length),
    unlike("where no pixels are left over, nothing tells", HALVES, "lz4"),
    unlike("nor the other way", encodePayload(WHOLE, { encoding: "lz4" }), "bslz4"),
  ),
  malformed(
    "L26",
    "pixels of another size than declared",
    bad("16 bits as 32", PAYLOAD, "INCONSISTENT", 0, { depth: 32 }),
    bad("16 bits as 8", PAYLOAD, "INCONSISTENT", 0, { depth: 8 }),
    bad("in the encoding only", PAYLOAD, "INCONSISTENT", undefined, { encoding: "bs32-lz4" }),
  ),
];

/** L44 stands behind the blocks. */
export const LZ4_FRAME = malformed(
  "L44",
  "a frame of LZ4's own format",
  bad("its magic number", new Uint8Array([0x04, 0x22, 0x4d, 0x18, ...PAYLOAD]), "UNSUPPORTED", 0),
  bad("the same in lz4", new Uint8Array([0x04, 0x22, 0x4d, 0x18, ...AS_LZ4]), "UNSUPPORTED", 0, {
    encoding: "lz4",
  }),
);
