import { DecodeError } from "../errors.ts";
import { ByteReader } from "./byteReader.ts";

/**
 *     0  "II" little endian, "MM" big endian
 *     2  42
 *     4  offset of the first directory (u32)
 *
 * @throws {DecodeError} TRUNCATED, NOT_TIFF; UNSUPPORTED for a BigTIFF.
 */
export function readHeader(bytes: Uint8Array): {
  readonly reader: ByteReader;
  readonly directoryOffset: number;
} {
  const order = String.fromCharCode(...bytes.subarray(0, 2));
  if (!"II".startsWith(order) && !"MM".startsWith(order)) throw notTiff(bytes);
  const reader = new ByteReader(bytes, { littleEndian: order === "II" });
  const magic = reader.uint16(2);
  if (magic === 43) {
    throw new DecodeError("UNSUPPORTED", "a BigTIFF (43), expected a classic TIFF (42)", {
      offset: 2,
      got: 43,
      limit: 42,
    });
  }
  if (magic !== 42) throw notTiff(bytes);
  return { reader, directoryOffset: reader.uint32(4) };
}

function notTiff(bytes: Uint8Array): DecodeError {
  const start = JSON.stringify(String.fromCharCode(...bytes.subarray(0, 24)).replace(/[^\x20-\x7e]/g, "."));
  return new DecodeError("NOT_TIFF", `not a TIFF: it begins with ${start}`, {
    offset: 0,
    got: start,
    limit: "II*\\0 or MM\\0*",
  });
}
