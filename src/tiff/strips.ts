import { DecodeError } from "../errors.ts";
import { type Directory, missingTag } from "./directory.ts";
import type { TiffLimits } from "./limits.ts";
import { TAG, tagName } from "./tags.ts";

/** A run of whole rows, as bytes of the file. */
export interface Strip {
  /** Byte offset in the file. */
  readonly offset: number;
  readonly byteLength: number;
}

interface Layout {
  readonly rows: number;
  /** Bytes of one row. */
  readonly rowBytes: number;
  /** Bytes of the file. */
  readonly fileBytes: number;
  readonly limits: TiffLimits;
}

/**
 * The strips of an uncompressed image, each proven to lie inside the file, outside the header and the directory, and
 * to hold exactly its rows.
 * @throws {DecodeError} MISSING_TAG, LIMIT, INCONSISTENT, BAD_VALUE, BAD_OFFSET, TRUNCATED.
 */
export function readStrips(directory: Directory, layout: Layout): readonly Strip[] {
  const { rows, rowBytes } = layout;
  const rowsPerStrip = readRowsPerStrip(directory, layout);
  const offsets = readOffsets(directory, layout);
  const expected = Math.ceil(rows / rowsPerStrip);
  const byteCounts = readByteCounts(directory, { ...layout, strips: offsets.length });
  if (offsets.length !== byteCounts.length) {
    const message = `${offsets.length} strip offsets, but ${byteCounts.length} byte counts`;
    throw inconsistent(directory, TAG.StripByteCounts, message);
  }
  if (offsets.length !== expected) {
    const message = `${offsets.length} strips, but ${rows} rows at ${rowsPerStrip} a strip make ${expected}`;
    throw inconsistent(directory, TAG.StripOffsets, message);
  }
  return offsets.map((offset, index) => {
    const stripRows = Math.min(rowsPerStrip, rows - index * rowsPerStrip);
    const strip = { offset, byteLength: byteCounts[index] ?? 0 };
    proveStrip(strip, { index, expected: stripRows * rowBytes, directory, fileBytes: layout.fileBytes });
    return strip;
  });
}

function readRowsPerStrip(directory: Directory, { rows }: Layout): number {
  const rowsPerStrip = directory.unsigned(TAG.RowsPerStrip) ?? rows;
  if (rowsPerStrip > 0) return Math.min(rowsPerStrip, rows);
  throw new DecodeError("BAD_VALUE", "RowsPerStrip (278) is 0, expected 1 or more", {
    offset: directory.placeOf(TAG.RowsPerStrip),
    tag: TAG.RowsPerStrip,
    got: 0,
    limit: 1,
  });
}

function readOffsets(directory: Directory, { limits }: Layout): readonly number[] {
  const offsets = directory.unsignedList(TAG.StripOffsets, { maxCount: limits.strips });
  if (offsets !== undefined) return offsets;
  throw missingTag(directory, TAG.StripOffsets, ": no pixels");
}

/** The byte count of a single strip follows from the shape, so a writer that leaves it out is understood. */
function readByteCounts(
  directory: Directory,
  layout: Layout & { readonly strips: number },
): readonly number[] {
  const byteCounts = directory.unsignedList(TAG.StripByteCounts, { maxCount: layout.limits.strips });
  if (byteCounts !== undefined) return byteCounts;
  if (layout.strips === 1) return [layout.rows * layout.rowBytes];
  throw missingTag(directory, TAG.StripByteCounts, `, for ${layout.strips} strips`);
}

function proveStrip(
  { offset, byteLength }: Strip,
  options: {
    readonly index: number;
    readonly expected: number;
    readonly directory: Directory;
    readonly fileBytes: number;
  },
): void {
  const { index, expected, directory, fileBytes } = options;
  const end = offset + byteLength;
  const problem = (
    code: "BAD_VALUE" | "BAD_OFFSET" | "TRUNCATED" | "INCONSISTENT",
    what: string,
    limit: number,
  ) =>
    new DecodeError(code, `${tagName(TAG.StripOffsets)}: strip ${index} ${what}`, {
      offset,
      tag: TAG.StripOffsets,
      got: end,
      limit,
    });
  if (byteLength === 0) throw problem("BAD_VALUE", `has 0 bytes, expected ${expected}`, expected);
  if (offset >= fileBytes) throw problem("BAD_OFFSET", `begins at byte ${offset} of ${fileBytes}`, fileBytes);
  if (byteLength > fileBytes && byteLength !== expected) {
    throw problem("BAD_OFFSET", `has ${byteLength} bytes in a file of ${fileBytes}`, fileBytes);
  }
  if (byteLength !== expected) {
    throw problem("INCONSISTENT", `has ${byteLength} bytes, its rows need ${expected}`, expected);
  }
  if (end > fileBytes) throw problem("TRUNCATED", `ends at byte ${end} of ${fileBytes}`, fileBytes);
  if (offset < 8) throw problem("INCONSISTENT", `begins at byte ${offset}, inside the header`, 8);
  const directoryEnd = directory.offset + directory.byteLength;
  if (offset < directoryEnd && end > directory.offset) {
    throw problem(
      "INCONSISTENT",
      `overlaps the directory at ${directory.offset} to ${directoryEnd}`,
      directoryEnd,
    );
  }
}

function inconsistent(directory: Directory, tag: number, message: string): DecodeError {
  const offset = directory.placeOf(tag);
  return new DecodeError("INCONSISTENT", `${tagName(tag)}: ${message}`, { offset, tag });
}
