import { DecodeError } from "../errors.ts";
import { ByteReader } from "./byteReader.ts";
import { type DectrisMetadata, readDectrisDirectory } from "./dectrisDirectory.ts";
import { Directory } from "./directory.ts";
import { DEFAULT_TIFF_LIMITS, type TiffLimits } from "./limits.ts";
import { readStrips, type Strip } from "./strips.ts";
import { TAG, tagName } from "./tags.ts";

const KNOWN: ReadonlySet<number> = new Set(Object.values(TAG));

/** Bits of one pixel; all pixels are unsigned. */
export type Depth = 8 | 16 | 32;

/** Where the pixels of a TIFF are and what is known of them. No pixel has been read yet. */
export interface TiffImage {
  readonly rows: number;
  readonly columns: number;
  readonly depth: Depth;
  readonly littleEndian: boolean;
  /** Runs of whole rows from the top, uncompressed. */
  readonly strips: readonly Strip[];
  /** The DECTRIS directory; `null` when the file has none, or a bad one (then see `dectrisError`). */
  readonly dectris: DectrisMetadata | null;
  /** Why the DECTRIS directory could not be read. A bad one never costs the image. */
  readonly dectrisError: DecodeError | null;
}

/**
 * Reads the directory of the first image of a monitor TIFF: classic TIFF of either byte order, one unsigned sample of
 * 8, 16 or 32 bits a pixel, uncompressed, one or many strips; with the DECTRIS directory (tag 51192) if there is one.
 * PhotometricInterpretation 0 and 1 are taken alike: counts are counts and never inverted (EIGER1 leaves it out).
 *
 * @throws {DecodeError} with a code of the closed set, the byte offset, the tag and both values.
 */
export function readTiff(
  bytes: Uint8Array,
  options: { readonly limits?: Partial<TiffLimits> } = {},
): TiffImage {
  const limits = { ...DEFAULT_TIFF_LIMITS, ...options.limits };
  const { reader, directoryOffset } = readHeader(bytes);
  const maxEntries = limits.entries;
  const directory = new Directory(reader, directoryOffset, { limits, maxEntries, known: KNOWN });
  const columns = readExtent(directory, TAG.ImageWidth);
  const rows = readExtent(directory, TAG.ImageLength);
  const depth = readDepth(directory);
  refuseForeignLayouts(directory);
  const rowBytes = (columns * depth) / 8;
  // A size that 32 bits cannot hold fits no classic TIFF, whatever its strips say.
  proveSize(rows * rowBytes, 2 ** 32 - 1, "bytes of pixels");
  const strips = readStrips(directory, { rows, rowBytes, fileBytes: reader.length, limits });
  proveSize(rows * columns, limits.pixels, "pixels");
  proveSize(rows * rowBytes, limits.pixelBytes, "bytes of pixels");
  const { littleEndian } = reader;
  return { rows, columns, depth, littleEndian, strips, ...readDectris(reader, directory, limits) };
}

/**
 *     0  "II" little endian, "MM" big endian
 *     2  42
 *     4  offset of the first directory (u32)
 */
function readHeader(bytes: Uint8Array): { reader: ByteReader; directoryOffset: number } {
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

function readExtent(directory: Directory, tag: number): number {
  const extent = directory.unsigned(tag);
  if (extent === undefined) throw new DecodeError("MISSING_TAG", `${tagName(tag)} is missing`, { tag });
  if (extent > 0) return extent;
  throw new DecodeError("BAD_VALUE", `${tagName(tag)} is 0, expected 1 or more`, { tag, got: 0, limit: 1 });
}

function readDepth(directory: Directory): Depth {
  const tag = TAG.BitsPerSample;
  const samples = directory.unsigned(TAG.SamplesPerPixel) ?? 1;
  if (samples === 0) refuse("BAD_VALUE", TAG.SamplesPerPixel, 0, "1");
  if (samples !== 1) refuse("UNSUPPORTED", TAG.SamplesPerPixel, samples, "1");
  const bits = directory.unsignedList(tag, { maxCount: 65_535 }) ?? [1];
  if (bits.length !== samples) {
    throw new DecodeError("INCONSISTENT", `${tagName(tag)} has ${bits.length} values for ${samples} sample`, {
      tag,
      got: bits.length,
      limit: samples,
    });
  }
  const [depth = 0] = bits;
  if (depth === 8 || depth === 16 || depth === 32) return depth;
  return refuse(depth === 0 ? "BAD_VALUE" : "UNSUPPORTED", tag, depth, "8, 16 or 32");
}

/** What an image may say of itself without needing more than its raw samples. Absent tags mean the first value. */
const PLAIN_VALUES: readonly { tag: number; plain: readonly number[]; wrong?: readonly number[] }[] = [
  { tag: TAG.Compression, plain: [1] },
  { tag: TAG.PhotometricInterpretation, plain: [1, 0] },
  { tag: TAG.FillOrder, plain: [1] },
  { tag: TAG.Orientation, plain: [1] },
  { tag: TAG.PlanarConfiguration, plain: [1], wrong: [0, 3] },
  { tag: TAG.Predictor, plain: [1] },
  { tag: TAG.SampleFormat, plain: [1] },
];

const TILE_TAGS: readonly number[] = [TAG.TileWidth, TAG.TileLength, TAG.TileOffsets, TAG.TileByteCounts];

function refuseForeignLayouts(directory: Directory): void {
  for (const { tag, plain, wrong = [] } of PLAIN_VALUES) {
    const value = directory.unsigned(tag) ?? plain[0] ?? 0;
    if (!plain.includes(value))
      refuse(wrong.includes(value) ? "BAD_VALUE" : "UNSUPPORTED", tag, value, plain.join(" or "));
  }
  const tile = directory.entries.find((entry) => TILE_TAGS.includes(entry.tag));
  if (tile === undefined) return;
  const both = directory.find(TAG.StripOffsets) !== undefined;
  refuse(both ? "INCONSISTENT" : "UNSUPPORTED", tile.tag, both ? "tiles and strips" : "tiles", "strips");
}

function refuse(
  code: "BAD_VALUE" | "UNSUPPORTED" | "INCONSISTENT",
  tag: number,
  got: number | string,
  expected: string,
): never {
  throw new DecodeError(code, `${tagName(tag)}: ${got}, expected ${expected}`, { tag, got, limit: expected });
}

function proveSize(size: number, limit: number, what: string): void {
  if (size <= limit) return;
  throw new DecodeError("LIMIT", `${size} ${what}, at most ${limit} are read`, { got: size, limit });
}

function readDectris(
  reader: ByteReader,
  directory: Directory,
  limits: TiffLimits,
): Pick<TiffImage, "dectris" | "dectrisError"> {
  try {
    const offset = directory.unsigned(TAG.DectrisDirectory);
    if (offset === undefined) return { dectris: null, dectrisError: null };
    return { dectris: readDectrisDirectory(reader, offset, { limits }), dectrisError: null };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { dectris: null, dectrisError: error };
  }
}
