import { describe, expect, it, test } from "vitest";
import type { CompressedImage } from "../../src/decoder/compressedImage.ts";
import { createDecoder } from "../../src/decoder/index.ts";
import { encodePayload } from "../../src/simulator/index.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { makeFrame } from "../support/payload/frames.ts";
import { readPayload, writePayload } from "../support/payload/framing.ts";
import { guardedKernels } from "../support/payload/guardedKernels.ts";
import { writeLz4 } from "../support/payload/lz4Sequences.ts";
import { expectRefusal, type Refusal } from "../support/payload/refusal.ts";
import { bytesOf } from "../support/payload/scalarForms.ts";
import { scalarUnshuffle } from "../support/payload/scalarPayload.ts";

// Two blocks, of 8192 and of 32 bytes, and one pixel left over.
const PIXELS = makeFrame(new Random(1), { depth: 16, count: 4113, kind: "counts and gaps" });
const SIZE = PIXELS.byteLength;
const PAYLOAD = encodePayload(PIXELS, { encoding: "bslz4" });
const PARTS = readPayload(PAYLOAD, 2);
const [FIRST = new Uint8Array(), SECOND = new Uint8Array()] = PARTS.blocks;
const SECOND_AT = 12 + 4 + FIRST.length;
const REST_AT = SECOND_AT + 4 + SECOND.length;
const IMAGE: CompressedImage = { encoding: "bslz4", shape: [3, 1371], depth: 16 };
const BYTES = (length: number) => Array.from({ length }, (_, index) => index);

function withHeader(fields: {
  readonly size?: bigint;
  readonly blockBytes?: number;
}): Uint8Array<ArrayBuffer> {
  return writePayload({ ...PARTS, ...fields });
}

function withLengthOfSecond(length: number): Uint8Array<ArrayBuffer> {
  const payload = PAYLOAD.slice();
  new DataView(payload.buffer).setUint32(SECOND_AT, length);
  return payload;
}

/** The second block (32 bytes) with other content. */
function withSecond(block: Uint8Array): Uint8Array<ArrayBuffer> {
  return writePayload({ ...PARTS, blocks: [FIRST, block] });
}

function refusal(
  name: string,
  payload: Uint8Array<ArrayBuffer>,
  code: Refusal["code"],
  offset: number | undefined,
  image: Partial<CompressedImage> = {},
): Refusal {
  return { name, payload, image: { ...IMAGE, ...image }, code, offset };
}

const littleEndian = PAYLOAD.slice();
littleEndian.subarray(0, 8).reverse();
littleEndian.subarray(8, 12).reverse();
const onlyBlockSwapped = PAYLOAD.slice();
onlyBlockSwapped.subarray(8, 12).reverse();
const asLz4 = encodePayload(PIXELS, { encoding: "lz4" });

const REFUSALS: readonly Refusal[] = [
  ...BYTES(12).map((length) =>
    refusal(`L01 ${length} bytes are no header`, PAYLOAD.slice(0, length), "TRUNCATED", length),
  ),
  refusal("L02 a size of 0 with nothing behind it", new Uint8Array(12), "INCONSISTENT", 0),
  refusal(
    "L03 a size one byte short of the frame",
    withHeader({ size: BigInt(SIZE - 1) }),
    "INCONSISTENT",
    0,
  ),
  refusal("L03 a size one pixel beyond the frame", withHeader({ size: BigInt(SIZE + 2) }), "INCONSISTENT", 0),
  refusal("L04 a size of 2^63", withHeader({ size: 2n ** 63n }), "LIMIT", 0),
  refusal("L04 a size of 2^64 - 1", withHeader({ size: 2n ** 64n - 1n }), "LIMIT", 0),
  refusal("L04 a size of 2^53 + 1", withHeader({ size: 2n ** 53n + 1n }), "LIMIT", 0),
  refusal("L05 the frame's size and 2^32", withHeader({ size: 2n ** 32n + BigInt(SIZE) }), "INCONSISTENT", 0),
  refusal("L06 a size of no whole pixels", withHeader({ size: BigInt(SIZE + 1) }), "INCONSISTENT", 0),
  refusal("L07 blocks of 0 bytes", withHeader({ blockBytes: 0 }), "BAD_VALUE", 8),
  refusal("L08 blocks of no whole eights of pixels", withHeader({ blockBytes: 8200 }), "BAD_VALUE", 8),
  refusal("L09 blocks of 2^31 - 8 bytes", withHeader({ blockBytes: 2 ** 31 - 8 }), "LIMIT", 8),
  refusal("L09 blocks of 2^32 - 8 bytes", withHeader({ blockBytes: 2 ** 32 - 8 }), "LIMIT", 8),
  refusal("L09 the same in lz4", withHeader({ blockBytes: 2 ** 32 - 8 }), "LIMIT", 8, { encoding: "lz4" }),
  refusal(
    "L11 70 MB in blocks of 16 bytes, of which a few are there",
    withHeader({ size: 70_000_000n, blockBytes: 16 }),
    "TRUNCATED",
    PAYLOAD.length,
    { shape: [7000, 5000] },
  ),
  ...[0, 3, 24, 128].map((depth) =>
    // The API has bits where the case has bytes; the types forbid these, JavaScript does not.
    refusal(`L12 pixels of ${depth} bits`, PAYLOAD, "UNSUPPORTED", undefined, { depth: depth as 8 }),
  ),
  refusal("L12 an encoding of pixels of 24 bits", PAYLOAD, "UNSUPPORTED", undefined, {
    encoding: "bs24-lz4",
  }),
  refusal("L13 a little-endian header", littleEndian, "INCONSISTENT", 0),
  refusal("L13 a little-endian block size", onlyBlockSwapped, "LIMIT", 8),
  refusal("L14 the last block missing", PAYLOAD.slice(0, SECOND_AT), "TRUNCATED", SECOND_AT),
  refusal("L15 a cut in a length", PAYLOAD.slice(0, SECOND_AT + 3), "TRUNCATED", SECOND_AT),
  refusal("L16 a length beyond the end", withLengthOfSecond(SECOND.length + 3), "TRUNCATED", SECOND_AT),
  refusal("L17 a length of 0", withLengthOfSecond(0), "CORRUPT", SECOND_AT),
  refusal("L18 a length of 2^31", withLengthOfSecond(2 ** 31), "TRUNCATED", SECOND_AT),
  refusal("L18 a length of 2^32 - 1", withLengthOfSecond(2 ** 32 - 1), "TRUNCATED", SECOND_AT),
  refusal(
    "L20 a block that decodes short",
    withSecond(writeLz4([{ literals: BYTES(31) }])),
    "CORRUPT",
    SECOND_AT,
  ),
  refusal(
    "L21 a block that decodes long",
    withSecond(writeLz4([{ literals: BYTES(33) }])),
    "CORRUPT",
    SECOND_AT,
  ),
  refusal("L22 a byte behind the last block", new Uint8Array([...PAYLOAD, 0]), "TRAILING", REST_AT),
  refusal("L23 pixels left over cut short", PAYLOAD.slice(0, -1), "TRUNCATED", REST_AT),
  refusal(
    "L23 a pixel too many left over",
    writePayload({ ...PARTS, rest: new Uint8Array(4) }),
    "TRAILING",
    REST_AT,
  ),
  refusal("L25 bslz4 declared as lz4", PAYLOAD, "TRAILING", REST_AT, { encoding: "lz4" }),
  refusal("L25 lz4 declared as bslz4", asLz4, "TRUNCATED", asLz4.length),
  refusal("L26 16-bit pixels declared as 32-bit ones", PAYLOAD, "INCONSISTENT", 0, { depth: 32 }),
  refusal("L26 and as 8-bit ones", PAYLOAD, "INCONSISTENT", 0, { depth: 8 }),
  refusal("L26 and in the encoding's name only", PAYLOAD, "INCONSISTENT", undefined, {
    encoding: "bs32-lz4",
  }),
  refusal("L44 an LZ4 frame", new Uint8Array([0x04, 0x22, 0x4d, 0x18, ...PAYLOAD]), "UNSUPPORTED", 0),
];

const decoder = await createDecoder();

describe("a payload is refused and the next decodes", () => {
  it.each(REFUSALS)("$name: $code at byte $offset", (bad) => expectRefusal(decoder, bad));

  it("cut anywhere", () => {
    for (let length = 0; length < PAYLOAD.length; length++) {
      expect(() => decoder.decode(PAYLOAD.slice(0, length), IMAGE)).toThrow(
        expect.objectContaining({ code: "TRUNCATED" }),
      );
    }
  });
});

describe("a payload is good", () => {
  test("L02 of no bytes where no bytes are expected; a frame of no pixels is BAD_VALUE before it is looked at", async () => {
    const kernels = await guardedKernels();
    for (const element of [0, 1, 2, 4] as const) {
      const nothing = writePayload({ size: 0n, blockBytes: 8192, blocks: [], rest: new Uint8Array() });
      expect(kernels.run({ payload: nothing, element, size: 0 })).toMatchObject({ code: 0, intact: true });
    }
    expect(() => decoder.decode(new Uint8Array(12), { ...IMAGE, shape: [0, 4] })).toThrow(
      expect.objectContaining({ code: "BAD_VALUE" }),
    );
  });

  test("L10 with a block larger than the frame, whose scratch memory is of the frame's size", async () => {
    const small = await createDecoder();
    const payload = encodePayload(PIXELS, { encoding: "bslz4", blockBytes: 2 ** 20 });
    const frame = small.decode(payload, IMAGE);
    expect(Buffer.compare(frame.bytes, bytesOf(PIXELS))).toBe(0);
    const empty = (await createDecoder()).slots.acquire(1).slot.byteLength;
    expect((frame.lease?.slot.byteLength ?? Number.NaN) - empty).toBeLessThanOrEqual(65_536);
  });

  test("L11 in the smallest blocks, of eight pixels", () => {
    const frame = decoder.decode(encodePayload(PIXELS, { encoding: "bslz4", blockBytes: 16 }), IMAGE);
    expect(Buffer.compare(frame.bytes, bytesOf(PIXELS))).toBe(0);
    frame.close();
  });

  test("L19 with a block that is as long as its pixels: as it is in lz4, LZ4 in bslz4", () => {
    const content = Uint8Array.from([...BYTES(14), 13, 13, 13, 13, ...BYTES(14)]);
    const block = writeLz4([
      { literals: BYTES(14), match: { offset: 1, length: 4 } },
      { literals: BYTES(14) },
    ]);
    expect(block).toHaveLength(content.length);
    const payload = writePayload({ size: 32n, blockBytes: 32, blocks: [block], rest: new Uint8Array() });
    const stored = decoder.decode(payload, { encoding: "lz4", shape: [1, 32], depth: 8 });
    expect([...stored.data]).toEqual([...block]);
    const shuffled = decoder.decode(payload, { encoding: "bslz4", shape: [1, 32], depth: 8 });
    expect([...shuffled.data]).toEqual([...scalarUnshuffle(content, 1)]);
    stored.close();
    shuffled.close();
  });

  test("L24 with two blocks exchanged, which nothing in the format tells: their pixels are", () => {
    const pixels = PIXELS.slice(0, 4096);
    const payload = encodePayload(pixels, { encoding: "bslz4", blockBytes: 4096 });
    const parts = readPayload(payload, 2);
    const exchanged = writePayload({ ...parts, blocks: parts.blocks.toReversed() });
    const frame = decoder.decode(exchanged, { encoding: "bslz4", shape: [1, 4096], depth: 16 });
    expect([...frame.data]).toEqual([...pixels.subarray(2048), ...pixels.subarray(0, 2048)]);
    frame.close();
  });

  test("L25 with its bits shuffled otherwise than declared where no pixels are left over, which nothing tells", () => {
    const pixels = PIXELS.slice(0, 4096);
    for (const [written, read] of [
      ["lz4", "bslz4"],
      ["bslz4", "lz4"],
    ] as const) {
      const payload = encodePayload(pixels, { encoding: written });
      const frame = decoder.decode(payload, { encoding: read, shape: [1, 4096], depth: 16 });
      expect(Buffer.compare(frame.bytes, bytesOf(pixels))).not.toBe(0);
      frame.close();
    }
  });
});
