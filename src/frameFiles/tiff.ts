import type { DetectorFrame } from "../decoder/index.ts";

/** Field types of TIFF 6.0, section 2. */
const SHORT = 3;
const LONG = 4;
/** Header, directory of ten entries, and zeros up to a multiple of 16. */
const PIXEL_OFFSET = 144;

/**
 * A frame as a plain TIFF: little endian, uncompressed, one strip, counts in their native depth, nothing else said. Two
 * parts, header with directory and pixels, so that no pixel is copied.
 * @throws {FrameClosedError}
 */
export function encodeTiff(
  frame: DetectorFrame,
): readonly [header: Uint8Array<ArrayBuffer>, pixels: Uint8Array<ArrayBuffer>] {
  const pixels = frame.bytes;
  const header = new DataView(new ArrayBuffer(PIXEL_OFFSET));
  header.setUint32(0, 0x002a_4949, true); // II*\0
  header.setUint32(4, 8, true);
  const entries = entriesOf(frame, { byteLength: pixels.length });
  header.setUint16(8, entries.length, true);
  entries.forEach(([tag, type, value], index) => {
    const place = 10 + 12 * index;
    header.setUint16(place, tag, true);
    header.setUint16(place + 2, type, true);
    header.setUint32(place + 4, 1, true);
    // Little endian: the first two of these bytes are a SHORT.
    header.setUint32(place + 8, value, true);
  });
  return [new Uint8Array(header.buffer), pixels];
}

function entriesOf(
  { rows, columns, depth }: DetectorFrame,
  { byteLength }: { readonly byteLength: number },
): readonly (readonly [tag: number, type: number, value: number])[] {
  return [
    [256, LONG, columns],
    [257, LONG, rows],
    [258, SHORT, depth],
    [259, SHORT, 1], // not compressed
    [262, SHORT, 1], // 0 is black
    [273, LONG, PIXEL_OFFSET],
    [277, SHORT, 1], // one sample a pixel
    [278, LONG, rows],
    [279, LONG, byteLength],
    [339, SHORT, 1], // unsigned
  ];
}
