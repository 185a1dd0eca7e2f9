import { DecodeError } from "../errors.ts";
import type { ByteReader } from "./byteReader.ts";
import { Directory } from "./directory.ts";
import { readHeader } from "./header.ts";
import { DEFAULT_TIFF_LIMITS, type TiffLimits } from "./limits.ts";

const NO_TAGS: ReadonlySet<number> = new Set();

/**
 * Byte offsets of a TIFF's directories in their order, for `readTiff(bytes, { directory })`: a monitor writes one, a file that
 * was made of several images has one for each.
 *
 * @param options.limits bounds that differ from {@link DEFAULT_TIFF_LIMITS}
 * @throws {DecodeError} CYCLE when a directory names one before it as the next; LIMIT when there are more than
 * `limits.directories`; for any of them as `readTiff` does: BAD_OFFSET, BAD_COUNT, LIMIT, TRUNCATED.
 */
export function listDirectories(
  bytes: Uint8Array,
  options: { readonly limits?: Partial<TiffLimits> } = {},
): readonly number[] {
  const limits = { ...DEFAULT_TIFF_LIMITS, ...options.limits };
  const { reader, directoryOffset } = readHeader(bytes);
  const offsets: number[] = [];
  let place = 4;
  let next = directoryOffset;
  do {
    proveNext(next, { place, offsets, limits });
    const directory = outline(reader, next, limits);
    offsets.push(next);
    place = next + directory.byteLength - 4;
    next = directory.next;
  } while (next !== 0);
  return offsets;
}

function proveNext(
  next: number,
  options: { readonly place: number; readonly offsets: readonly number[]; readonly limits: TiffLimits },
): void {
  const { place: offset, offsets, limits } = options;
  if (offsets.includes(next)) {
    const message = `the directory behind the one at byte ${offsets.at(-1)} is that at ${next}, which was there before`;
    throw new DecodeError("CYCLE", message, { offset, got: next });
  }
  if (offsets.length < limits.directories) return;
  const message = `more than ${limits.directories} directories, the next at byte ${next}`;
  throw new DecodeError("LIMIT", message, { offset, got: offsets.length + 1, limit: limits.directories });
}

function outline(
  reader: ByteReader,
  offset: number,
  limits: TiffLimits,
): Pick<Directory, "byteLength" | "next"> {
  const maxEntries = limits.entries;
  return new Directory(reader, offset, { limits, maxEntries, known: NO_TAGS, skipUnknown: true });
}
