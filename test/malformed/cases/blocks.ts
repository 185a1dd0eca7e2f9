import { expect } from "vitest";
import { compileDecoder, instantiateKernels } from "../../../src/decoder/wasmModule.ts";
import { encodePayload } from "../../../src/simulator/index.ts";
import {
  acceptedPayload,
  compared,
  malformed,
  type Refusal,
  refusedPayload,
  type Variant,
} from "../../support/malformed/case.ts";
import { guardedKernels, isSameOutcome } from "../../support/payload/guardedKernels.ts";
import { type Lz4Sequence, writeLz4 } from "../../support/payload/lz4Sequences.ts";
import { expectTwin, NOISE, oneBlock, WAYS, withMatch } from "../../support/payload/oneBlock.ts";

const SIZE = 4096;
const kernels = await guardedKernels();
const module = await compileDecoder();

/** A bad block in each way that blocks are read; the offset is that of the block's length. */
function badBlock(name: string, code: Refusal["code"], block: () => Uint8Array, size = SIZE): Variant[] {
  return WAYS.map(({ encoding, depth }) =>
    refusedPayload(`${name}, ${encoding} of ${depth} bits`, () => oneBlock(block(), size), {
      image: { encoding, shape: [1, (8 * size) / depth], depth },
      code,
      offset: 12,
    }),
  );
}

const badSequences = (name: string, sequences: readonly Lz4Sequence[], end?: number): Variant[] =>
  badBlock(name, end === undefined ? "CORRUPT" : "TRUNCATED", () => writeLz4(sequences).slice(0, end));

function run255(start: readonly number[]): Uint8Array {
  const block = new Uint8Array(17_000_000).fill(255);
  block.set(start);
  return block;
}

/** Compares every block of a list with the twin; there are good ones and bad ones where both are asked for. */
function twins(
  name: string,
  blocks: () => Iterable<readonly [Uint8Array, number]>,
  verdicts: readonly boolean[],
) {
  return compared(name, () => {
    const seen = new Set<boolean>();
    for (const [block, size] of blocks()) seen.add(expectTwin(kernels, block, size));
    expect([...seen].sort()).toEqual([...verdicts].sort());
  });
}

function* offsetsAndLengths(): Generator<readonly [Uint8Array, number]> {
  for (let offset = 1; offset <= 32; offset++) {
    for (let length = 4; length <= 80; length++) {
      yield [writeLz4(withMatch(offset + (length % 5), { offset, length }, 256)), 256];
    }
  }
}

function* beyondEnd(from: number, to: number): Generator<readonly [Uint8Array, number]> {
  for (const offset of [1, 3, 8, 16, 64, 500]) {
    for (let beyond = from; beyond <= to; beyond++)
      yield [writeLz4(withMatch(600, { offset, length: SIZE - 600 + beyond }, SIZE)), SIZE];
  }
}

/** A match near the end, with literals behind it and without. */
function* nearEnd(): Generator<readonly [Uint8Array, number]> {
  for (let head = SIZE - 40; head < SIZE; head++) {
    for (let length = 4; length <= Math.min(24, SIZE - head); length++) {
      const sequences = withMatch(head, { offset: 7, length }, SIZE);
      yield [writeLz4(sequences), SIZE];
      yield [writeLz4(sequences.slice(0, 1)), SIZE];
    }
  }
}

/** Zeros of 1 MiB: 255 to 1, nearly. */
const ZEROS = WAYS.map(({ encoding, depth }) => {
  const count = (8 * 2 ** 20) / depth;
  const pixels = { 8: new Uint8Array(count), 16: new Uint16Array(count), 32: new Uint32Array(count) }[depth];
  const payload = encodePayload(pixels, { encoding, blockBytes: 2 ** 20 });
  return acceptedPayload(`250 to 1, ${encoding} of ${depth} bits`, payload, {
    image: { encoding, shape: [1, count], depth },
    check: ({ frame, bytes }) => {
      expect(frame.bytes.length / bytes.length).toBeGreaterThan(250);
      expect(frame.bytes.every((byte) => byte === 0)).toBe(true);
    },
  });
});

/** A good block and bad ones that have brought readers to grief. */
const NOTABLE: readonly Uint8Array[] = [
  writeLz4(withMatch(600, { offset: 16, length: 3000 }, SIZE)),
  writeLz4(withMatch(100, { offset: 101, length: 9 }, SIZE)),
  writeLz4(withMatch(100, { offset: 0, length: 9 }, SIZE)),
  writeLz4(withMatch(600, { offset: 3, length: SIZE - 596 }, SIZE)),
  writeLz4([{ literals: NOISE(SIZE + 1) }]),
  new Uint8Array(100).fill(255),
  Uint8Array.of(0x00),
];

export const BLOCKS = [
  malformed(
    "L27",
    "a block of no bytes",
    ...badBlock("is refused by its length", "CORRUPT", () => new Uint8Array(0)),
    compared("the block decoder itself says TRUNCATED", (decoder) => {
      const raw = instantiateKernels(module);
      raw.prepare();
      raw.memory.grow(1);
      const start = raw.memory.buffer.byteLength - 65_536;
      const payload = oneBlock(new Uint8Array(0), SIZE);
      new Uint8Array(raw.memory.buffer).set(payload, start);
      for (const { element } of WAYS) {
        const { length } = payload;
        const code =
          element === 0
            ? raw.decompressLz4(start, length, SIZE, start + 32_768)
            : raw.decompress(element, start, length, SIZE, start + 1024, start + 32_768, 1, 0);
        expect(decoder.information.errors.get(code)?.code).toBe("TRUNCATED");
      }
    }),
  ),
  malformed(
    "L28",
    "a single 0",
    ...badBlock("where bytes are expected", "CORRUPT", () => Uint8Array.of(0), 192),
  ),
  malformed(
    "L29",
    "literals beyond the input",
    ...badBlock("215 of 100", "CORRUPT", () => new Uint8Array([0xf0, 200, ...NOISE(100)])),
  ),
  malformed(
    "L30",
    "a length of 255s up to the end",
    ...badBlock("5000 of them", "CORRUPT", () => new Uint8Array(5000).fill(255)),
  ),
  malformed(
    "L31",
    "17 MB of 255s, whose sum would overflow",
    ...badBlock("in literals", "LIMIT", () => run255([])),
    ...badBlock("in a match", "LIMIT", () => run255([0x1f, 7, 1, 0])),
  ),
  malformed(
    "L32",
    "literals beyond the output",
    ...badSequences("by one byte", [{ literals: NOISE(SIZE + 1) }]),
  ),
  malformed(
    "L33",
    "a cut in an offset",
    ...badSequences("after one byte", withMatch(100, { offset: 3, length: 9 }, SIZE), 103),
  ),
  malformed("L34", "an offset of 0", ...badSequences("0", withMatch(100, { offset: 0, length: 9 }, SIZE))),
  malformed(
    "L35",
    "an offset beyond what there is",
    ...badSequences("by one byte", withMatch(100, { offset: 101, length: 9 }, SIZE)),
    ...badSequences("at the very beginning", withMatch(0, { offset: 1, length: 9 }, SIZE)),
    ...badSequences("65535", withMatch(100, { offset: 65_535, length: 40 }, SIZE)),
  ),
  malformed(
    "L36",
    "an offset back to the first byte",
    twins(
      "as byte by byte",
      () =>
        [1, 4, 15, 16, 17, 100, 1000].map((head) => [
          writeLz4(withMatch(head, { offset: head, length: 300 }, SIZE)),
          SIZE,
        ]),
      [true],
    ),
  ),
  malformed(
    "L37",
    "an offset of 1 over 64 KiB",
    twins(
      "as byte by byte",
      () => [[writeLz4(withMatch(1, { offset: 1, length: 65_536 }, 66_048)), 66_048]],
      [true],
    ),
  ),
  malformed(
    "L38",
    "every offset of 1 to 32 and every length of 4 to 80",
    twins("as byte by byte", offsetsAndLengths, [true]),
  ),
  malformed(
    "L39",
    "a match that ends near the end of the output, or behind it",
    twins("20 to 5 bytes before", () => beyondEnd(-20, -5), [true]),
    twins("4 bytes before to 18 behind", () => beyondEnd(-4, 18), [false]),
  ),
  malformed(
    "L40",
    "a match at the end, or in the last bytes",
    twins("the same verdict as LZ4_decompress_safe", nearEnd, [true, false]),
  ),
  malformed(
    "L41",
    "255 bytes out of one",
    ...ZEROS,
    // Refused before memory is taken.
    ...badBlock("256 to 1", "CORRUPT", () => new Uint8Array(2 ** 12 - 1).fill(1), 2 ** 20),
  ),
  malformed(
    "L42",
    "a payload that ends where memory ends",
    compared("has the same outcome", () => {
      for (const { element } of WAYS) {
        for (const block of NOTABLE) {
          const run = { payload: oneBlock(block, SIZE), element, size: SIZE };
          const atEnd = kernels.run({ ...run, atMemoryEnd: true });
          expect([isSameOutcome(atEnd, kernels.run(run)), atEnd.intact]).toEqual([true, true]);
        }
      }
    }),
  ),
  malformed(
    "L43",
    "memory that held other bytes before",
    compared("does not matter", () => {
      for (const { element } of WAYS) {
        for (const block of NOTABLE) {
          const run = { payload: oneBlock(block, SIZE), element, size: SIZE };
          const [zeros, others] = [0x00, 0xa5].map((fill) => kernels.run({ ...run, fill }));
          expect(zeros !== undefined && others !== undefined && isSameOutcome(zeros, others)).toBe(true);
        }
      }
    }),
  ),
];
