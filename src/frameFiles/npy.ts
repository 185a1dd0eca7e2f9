import type { DetectorFrame, FrameType } from "../decoder/index.ts";

const DESCRIPTIONS: Readonly<Record<FrameType, string>> = { uint8: "|u1", uint16: "<u2", uint32: "<u4" };
/** The data begins on a multiple of this (numpy, format version 1.0). */
const ALIGNMENT = 64;

/**
 * A frame as a numpy file (numpy.lib.format, version 1.0): shape (rows, columns), C order, little endian. Two parts,
 * header and pixels, so that no pixel is copied.
 * @throws {FrameClosedError}
 */
export function encodeNpy(
  frame: DetectorFrame,
): readonly [header: Uint8Array<ArrayBuffer>, pixels: Uint8Array<ArrayBuffer>] {
  const [rows, columns] = frame.shape;
  const text = `{'descr': '${DESCRIPTIONS[frame.dtype]}', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const unpadded = 10 + text.length + 1;
  const padded = text.padEnd(text.length + ((ALIGNMENT - (unpadded % ALIGNMENT)) % ALIGNMENT));
  const header = new TextEncoder().encode(`\0NUMPY\x01\x00\0\0${padded}\n`);
  header[0] = 0x93;
  new DataView(header.buffer).setUint16(8, padded.length + 1, true);
  return [header, frame.bytes];
}
