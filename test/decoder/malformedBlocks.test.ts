import { describe, expect, it, test } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";
import { compileDecoder, instantiateKernels } from "../../src/decoder/wasmModule.ts";
import { encodePayload } from "../../src/simulator/index.ts";
import { writePayload } from "../support/payload/framing.ts";
import { guardedKernels } from "../support/payload/guardedKernels.ts";
import { type Lz4Sequence, writeLz4 } from "../support/payload/lz4Sequences.ts";
import { expectRefusal, type Refusal } from "../support/payload/refusal.ts";
import { scalarLz4 } from "../support/payload/scalarLz4.ts";
import { scalarUnshuffle } from "../support/payload/scalarPayload.ts";

const SIZE = 4096;
const noise = (length: number) => Array.from({ length }, (_, index) => (index * 167 + (index >> 3)) & 255);
const nothing = new Uint8Array();
const decoder = await createDecoder();
const kernels = await guardedKernels();

/** Each way to decode a block: plain, and of each depth, which are kernels of their own. */
const WAYS = [
  { encoding: "lz4", depth: 8, element: 0 },
  { encoding: "bslz4", depth: 8, element: 1 },
  { encoding: "bslz4", depth: 16, element: 2 },
  { encoding: "bslz4", depth: 32, element: 4 },
] as const;

/** A payload of one block. */
function oneBlock(block: Uint8Array, size = SIZE): Uint8Array<ArrayBuffer> {
  return writePayload({ size: BigInt(size), blockBytes: size, blocks: [block], rest: nothing });
}

/** `head`, then a match, then literals that make up the size. */
function withMatch(head: number, match: { offset: number; length: number }, size = SIZE): Lz4Sequence[] {
  return [{ literals: noise(head), match }, { literals: noise(Math.max(size - head - match.length, 0)) }];
}

/** All the ways agree with the twin on whether a block is good, and on its bytes. */
function expectTwin(block: Uint8Array, size = SIZE, ways: readonly (typeof WAYS)[number][] = WAYS): boolean {
  const bytes = scalarLz4(block, size);
  const good = bytes !== undefined && bytes.length === size;
  for (const { element } of ways) {
    const { code, output, intact } = kernels.run({ payload: oneBlock(block, size), element, size });
    const stored = element === 0 && block.length === size;
    expect([code >= 0, intact]).toEqual([good || stored, true]);
    if (!good || stored) continue;
    expect(Buffer.compare(output, element === 0 ? bytes : scalarUnshuffle(bytes, element))).toBe(0);
  }
  return good;
}

/** What is wrong with a block of `size` bytes; made when it is needed, for some are long. */
interface BadBlock {
  readonly name: string;
  readonly code: Refusal["code"];
  readonly block: () => Uint8Array;
  readonly size?: number;
}

function run255(start: readonly number[]): Uint8Array {
  const block = new Uint8Array(17_000_000).fill(255);
  block.set(start);
  return block;
}

const BLOCKS: readonly BadBlock[] = [
  {
    name: "L28 a single 0 where bytes are expected",
    code: "CORRUPT",
    block: () => new Uint8Array(1),
    size: 192,
  },
  {
    name: "L29 literals beyond the input",
    code: "CORRUPT",
    block: () => new Uint8Array([0xf0, 200, ...noise(100)]),
  },
  {
    name: "L30 a length of 255s up to the end",
    code: "CORRUPT",
    block: () => new Uint8Array(5000).fill(255),
  },
  { name: "L31 17 MB of 255s, which would overflow 32 bits", code: "LIMIT", block: () => run255([]) },
  { name: "L31 the same in a match", code: "LIMIT", block: () => run255([0x1f, 7, 1, 0]) },
  {
    name: "L32 literals one byte beyond the output",
    code: "CORRUPT",
    block: () => writeLz4([{ literals: noise(SIZE + 1) }]),
  },
  {
    name: "L33 a cut after one byte of an offset",
    code: "TRUNCATED",
    block: () => writeLz4(withMatch(100, { offset: 3, length: 9 })).slice(0, 103),
  },
  {
    name: "L34 an offset of 0",
    code: "CORRUPT",
    block: () => writeLz4(withMatch(100, { offset: 0, length: 9 })),
  },
  {
    name: "L35 an offset beyond what there is",
    code: "CORRUPT",
    block: () => writeLz4(withMatch(100, { offset: 101, length: 9 })),
  },
  {
    name: "L35 an offset at the very beginning",
    code: "CORRUPT",
    block: () => writeLz4(withMatch(0, { offset: 1, length: 9 })),
  },
  {
    name: "L35 an offset of 65535",
    code: "CORRUPT",
    block: () => writeLz4(withMatch(100, { offset: 65_535, length: 40 })),
  },
];

describe.each(WAYS)("a block of $encoding, $depth bits", ({ encoding, depth, element }) => {
  const shape = (size: number) => [1, (8 * size) / depth] as const;

  it.each(BLOCKS)("is refused: $name, $code", ({ name, block, code, size = SIZE }) => {
    const image = { encoding, shape: shape(size), depth };
    // The offset is that of the block's length.
    expectRefusal(decoder, { name, payload: oneBlock(block(), size), image, code, offset: 12 });
  });

  it("L27 of no bytes is refused by its length (L17); the block decoder itself says TRUNCATED", async () => {
    const payload = oneBlock(nothing);
    const image = { encoding, shape: shape(SIZE), depth };
    expectRefusal(decoder, { name: "L27", payload, image, code: "CORRUPT", offset: 12 });
    const raw = instantiateKernels(await compileDecoder());
    raw.prepare();
    raw.memory.grow(1);
    const start = raw.memory.buffer.byteLength - 65_536;
    new Uint8Array(raw.memory.buffer).set(payload, start);
    const [scratch, output] = [start + 1024, start + 32_768];
    const code =
      element === 0
        ? raw.decompressLz4(start, payload.length, SIZE, output)
        : raw.decompress(depth / 8, start, payload.length, SIZE, scratch, output, 1, 0);
    expect(decoder.information.errors.get(code)?.code).toBe("TRUNCATED");
  });

  it("L41 is refused before memory is taken when its pixels are more than 255 times its bytes", async () => {
    const fresh = await createDecoder();
    const size = 2 ** 20;
    const block = new Uint8Array(Math.floor(size / 255) - 1).fill(1);
    const image = { encoding, shape: shape(size), depth };
    const payload = oneBlock(block, size);
    expectRefusal(fresh, { name: "L41", payload, image, code: "CORRUPT", offset: 12 });
    const empty = (await createDecoder()).slots.acquire(1).slot.byteLength;
    expect(fresh.slots.acquire(1).slot.byteLength - empty).toBeLessThan(2 * 65_536);
  });

  it("L41 decodes at nearly 255 to 1", () => {
    const count = (8 * 2 ** 20) / depth;
    const pixels = { 8: new Uint8Array(count), 16: new Uint16Array(count), 32: new Uint32Array(count) }[
      depth
    ];
    const payload = encodePayload(pixels, { encoding, blockBytes: 2 ** 20 });
    expect(pixels.byteLength / payload.length).toBeGreaterThan(250);
    const frame = decoder.decode(payload, { encoding, shape: [1, count], depth });
    expect(Buffer.compare(frame.bytes, new Uint8Array(pixels.byteLength))).toBe(0);
    frame.close();
  });
});

describe("a block is decoded as byte by byte", () => {
  test("L36 with an offset back to its first byte", () => {
    for (const head of [1, 4, 15, 16, 17, 100, 1000]) {
      expect(expectTwin(writeLz4(withMatch(head, { offset: head, length: 300 })))).toBe(true);
    }
  });

  test("L37 with an offset of 1 over 64 KiB", () => {
    expect(expectTwin(writeLz4(withMatch(1, { offset: 1, length: 65_536 }, 66_048)), 66_048)).toBe(true);
  });

  test("L38 with every offset of 1 to 32 and every length of 4 to 80", () => {
    for (let offset = 1; offset <= 32; offset++) {
      for (let length = 4; length <= 80; length++) {
        expect(expectTwin(writeLz4(withMatch(offset + (length % 5), { offset, length }, 256)), 256)).toBe(
          true,
        );
      }
    }
  });

  test("L39 and refused when a match passes its end by 1 to 18 bytes, or comes nearer than 5", () => {
    for (const offset of [1, 3, 8, 16, 64, 500]) {
      for (let beyond = -20; beyond <= 18; beyond++) {
        const good = expectTwin(writeLz4(withMatch(600, { offset, length: SIZE - 600 + beyond })));
        expect(good).toBe(beyond <= -5);
      }
    }
  });

  test("L40 and refused when it ends with a match, or one begins in the last 12 bytes, as LZ4_decompress_safe does", () => {
    const good: boolean[] = [];
    for (let head = SIZE - 40; head < SIZE; head++) {
      for (let length = 4; length <= Math.min(24, SIZE - head); length++) {
        good.push(expectTwin(writeLz4(withMatch(head, { offset: 7, length }))));
        const [first] = withMatch(head, { offset: 7, length });
        if (first !== undefined) good.push(expectTwin(writeLz4([first])));
      }
    }
    expect([good.includes(true), good.includes(false)]).toEqual([true, true]);
  });
});

describe("blocks shorter than what the fast way needs", () => {
  const waysFor = (size: number) => WAYS.filter(({ element }) => size % Math.max(8 * element, 1) === 0);

  it("are decoded, and nothing behind them is written", () => {
    for (let size = 18; size <= 96; size++) {
      for (let head = 1; head + 4 + 12 < size; head++) {
        const match = { offset: head, length: Math.min(size - head - 12, 4 + (head % 13)) };
        expect(expectTwin(writeLz4(withMatch(head, match, size)), size, waysFor(size))).toBe(true);
      }
    }
  });

  it("are refused when they go on, and nothing behind them is written", () => {
    const sequence = { literals: noise(14), match: { offset: 1, length: 4 } };
    const block = writeLz4([sequence, sequence, sequence, sequence, { literals: noise(40) }]);
    for (let size = 1; size <= 96; size++) expect(expectTwin(block, size, waysFor(size))).toBe(false);
  });
});
