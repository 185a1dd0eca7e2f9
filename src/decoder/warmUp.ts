import type { Depth } from "../tiff/index.ts";
import type { Decoder } from "./decoder.ts";

/** The frames that are to come. */
export interface ExpectedFrames {
  /** `[rows, columns]`. */
  readonly shape: readonly [rows: number, columns: number];
  readonly depth: Depth;
}

const BLOCK_BYTES = 8192;
const BLOCKS = 64;
/** Of 16 bytes each: as many as a block of few counts has. */
const SEQUENCES = 64;
/** By then the compiler has seen enough of the kernels to make its best of them; in the pauses, in milliseconds, it does. */
const SPELLS = 4;
const ROUNDS = 10;
const PAUSE = 10;
/** A payload lies before its frame in a slot; one of low counts is a tenth of it, of high counts a third. */
const ROOM = 1.35;

/**
 * Makes the first frame nearly as fast as later ones. Without it the first takes 5 to 10 times as long: a third of that goes to
 * code that is not compiled to the end yet, the rest to memory that is touched for the first time (2 µs a page of 4 kB).
 */
export async function warmUp(decoder: Decoder, { shape, depth }: ExpectedFrames): Promise<void> {
  const small = { shape: [1, (8 * BLOCKS * BLOCK_BYTES) / depth], depth, encoding: "bslz4" } as const;
  const payload = twoKindsOfBlocks();
  for (let spell = 0; spell < SPELLS; spell++) {
    for (let round = 0; round < ROUNDS; round++) {
      decoder.decode(payload, small).close();
      decoder.decodeMeasured(payload, small).frame.close();
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  const frameBytes = (shape[0] * shape[1] * depth) / 8;
  const lease = decoder.slots.acquire(Math.ceil(ROOM * frameBytes), { pixelOffset: 0 });
  lease.bytes.fill(0);
  lease.release();
}

/** A payload whose blocks are like those of few counts and of many, in turn. */
function twoKindsOfBlocks(): Uint8Array<ArrayBuffer> {
  const blocks = Array.from({ length: BLOCKS }, (_, index) => (index % 2 === 0 ? fewCounts() : noise()));
  const length = blocks.reduce((sum, block) => sum + 4 + block.length, 12);
  const payload = new Uint8Array(length);
  const view = new DataView(payload.buffer);
  view.setBigUint64(0, BigInt(BLOCKS * BLOCK_BYTES));
  view.setUint32(8, BLOCK_BYTES);
  let end = 12;
  for (const block of blocks) {
    view.setUint32(end, block.length);
    payload.set(block, end + 4);
    end += 4 + block.length;
  }
  return payload;
}

/** LZ4: short literals and short matches in turn, then one long match and the last five bytes. */
function fewCounts(): number[] {
  const sequences = Array.from({ length: SEQUENCES }, (_, index) => [0x48, ...scrambled(4, index), 4, 0]);
  const match = BLOCK_BYTES - 16 * SEQUENCES - 5;
  return [...sequences.flat(), 0x0f, 16, 0, ...lengthBytes(match - 4), 0x50, 0, 0, 0, 0, 0];
}

/** LZ4: literals only. */
function noise(): number[] {
  return [0xf0, ...lengthBytes(BLOCK_BYTES), ...scrambled(BLOCK_BYTES)];
}

/** What follows a token whose length is 15 or more (lz4_Block_format.md). */
function lengthBytes(length: number): number[] {
  const rest = length - 15;
  return [...new Array<number>(Math.floor(rest / 255)).fill(255), rest % 255];
}

function scrambled(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, index) => (Math.imul(from + index + 1, 0x9e3779b1) >>> 24) & 0xff);
}
