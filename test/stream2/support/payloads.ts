import { join } from "./cborWriter.ts";

type Pixels = Uint8Array | Uint16Array | Uint32Array;

/** Bytes of pixels in a block, as DECTRIS has it. */
const BLOCK_BYTES = 8192;

/** A frame in DECTRIS framing of `lz4`, its blocks literals only: valid, and longer than the frame. */
export function lz4Payload(pixels: Pixels): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf(pixels);
  return join(frameHeader(bytes.length), ...blocksOf(bytes).flatMap(lz4Block));
}

/** The same with its bits shuffled (`bslz4`); what is left beyond the last eight pixels stays as it is. */
export function bslz4Payload(pixels: Pixels): Uint8Array<ArrayBuffer> {
  const bytes = bytesOf(pixels);
  const eight = 8 * pixels.BYTES_PER_ELEMENT;
  const shuffled = bytes.length - (bytes.length % eight);
  const blocks = blocksOf(bytes.subarray(0, shuffled)).map((block) =>
    shuffle(block, pixels.BYTES_PER_ELEMENT),
  );
  return join(frameHeader(bytes.length), ...blocks.flatMap(lz4Block), bytes.subarray(shuffled));
}

/** u64 bytes of the frame, u32 bytes of a block, big endian. */
function frameHeader(length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(12));
  view.setBigUint64(0, BigInt(length));
  view.setUint32(8, BLOCK_BYTES);
  return new Uint8Array(view.buffer);
}

function blocksOf(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / BLOCK_BYTES) }, (_, index) =>
    bytes.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES),
  );
}

/** Its length as u32, big endian, and one sequence of literals. */
function lz4Block(block: Uint8Array): readonly Uint8Array[] {
  const more = block.length - 15;
  const lengths =
    more < 0
      ? [block.length << 4]
      : [0xf0, ...new Array<number>(Math.floor(more / 255)).fill(255), more % 255];
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, lengths.length + block.length);
  return [new Uint8Array(length.buffer), Uint8Array.from(lengths), block];
}

/** Bit b of pixel p becomes bit p of plane b. */
function shuffle(block: Uint8Array, element: number): Uint8Array {
  const planes = new Uint8Array(block.length);
  const count = block.length / element;
  for (let pixel = 0; pixel < count; pixel++) {
    for (let bit = 0; bit < 8 * element; bit++) {
      const value = ((block[pixel * element + (bit >> 3)] ?? 0) >> (bit & 7)) & 1;
      const place = (bit * count) / 8 + (pixel >> 3);
      planes[place] = (planes[place] ?? 0) | (value << (pixel & 7));
    }
  }
  return planes;
}

function bytesOf(pixels: Pixels): Uint8Array {
  return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
}
