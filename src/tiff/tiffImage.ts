import { DecodeError } from "../errors.ts";
import type { ByteReader } from "./byteReader.ts";
import { type DectrisMetadata, readDectrisDirectory } from "./dectrisDirectory.ts";
import { Directory, missingTag } from "./directory.ts";
import { readHeader } from "./header.ts";
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
 * Reads the directory of an image of a monitor TIFF: classic TIFF of either byte order, one unsigned sample of
 * 8, 16 or 32 bits a pixel, uncompressed, one or many strips; with the DECTRIS directory (tag 51192) if there is one.
 * PhotometricInterpretation 0 and 1 are taken alike: counts are counts and never inverted (EIGER1 leaves it out).
 *
 * @param options.limits bounds that differ from {@link DEFAULT_TIFF_LIMITS}
 * @param options.directory byte offset of the image's directory, one of `listDirectories`; default: the first one
 * @throws {DecodeError} with a code of the closed set, the byte offset, the tag and both values.
 */
export function readTiff(
  bytes: Uint8Array,
  options: { readonly limits?: Partial<TiffLimits>; readonly directory?: number } = {},
): TiffImage {
  const limits = { ...DEFAULT_TIFF_LIMITS, ...options.limits };
  const { reader, directoryOffset } = readHeader(bytes);
  const maxEntries = limits.entries;
  const offset = options.directory ?? directoryOffset;
  const directory = new Directory(reader, offset, { limits, maxEntries, known: KNOWN });
  const columns = readExtent(directory, TAG.ImageWidth);
  const rows = readExtent(directory, TAG.ImageLength);
  const depth = readDepth(directory);
  refuseForeignLayouts(directory);
  const rowBytes = (columns * depth) / 8;
  // A size that 32 bits cannot hold fits no classic TIFF, whatever its strips say.
  proveSize(directory, { size: rows * rowBytes, limit: 2 ** 32 - 1, what: "bytes of pixels" });
  const strips = readStrips(directory, { rows, rowBytes, fileBytes: reader.length, limits });
  proveSize(directory, { size: rows * columns, limit: limits.pixels, what: "pixels" });
  proveSize(directory, { size: rows * rowBytes, limit: limits.pixelBytes, what: "bytes of pixels" });
  const { littleEndian } = reader;
  return { rows, columns, depth, littleEndian, strips, ...readDectris(reader, directory, limits) };
}

function readExtent(directory: Directory, tag: number): number {
  const extent = directory.unsigned(tag);
  if (extent === undefined) throw missingTag(directory, tag);
  return extent > 0 ? extent : refuse(directory, { code: "BAD_VALUE", tag, got: 0, expected: "1 or more" });
}

function readDepth(directory: Directory): Depth {
  const tag = TAG.BitsPerSample;
  const samples = directory.unsigned(TAG.SamplesPerPixel) ?? 1;
  if (samples !== 1) {
    const code = samples === 0 ? "BAD_VALUE" : "UNSUPPORTED";
    refuse(directory, { code, tag: TAG.SamplesPerPixel, got: samples, expected: "1" });
  }
  const bits = directory.unsignedList(tag, { maxCount: MAX_SAMPLES }) ?? [1];
  if (bits.length !== samples) {
    const got = `${bits.length} values for ${samples} sample`;
    refuse(directory, { code: "INCONSISTENT", tag, got, expected: "1" });
  }
  const [depth = 0] = bits;
  if (depth === 8 || depth === 16 || depth === 32) return depth;
  const code = depth === 0 ? "BAD_VALUE" : "UNSUPPORTED";
  return refuse(directory, { code, tag, got: depth, expected: "8, 16 or 32" });
}

/** As many as SamplesPerPixel, a SHORT, can say. */
const MAX_SAMPLES = 65_535;

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
    const got = directory.unsigned(tag) ?? plain[0] ?? 0;
    const code = wrong.includes(got) ? "BAD_VALUE" : "UNSUPPORTED";
    if (!plain.includes(got)) refuse(directory, { code, tag, got, expected: plain.join(" or ") });
  }
  const tile = directory.entries.find((entry) => TILE_TAGS.includes(entry.tag));
  if (tile === undefined) return;
  const [code, got] = directory.find(TAG.StripOffsets)
    ? (["INCONSISTENT", "tiles and strips"] as const)
    : (["UNSUPPORTED", "tiles"] as const);
  throw new DecodeError(code, `${tagName(tile.tag)}: ${got}, expected strips`, {
    offset: tile.offset,
    tag: tile.tag,
    got,
    limit: "strips",
  });
}

function refuse(
  directory: Directory,
  {
    code,
    tag,
    got,
    expected,
  }: {
    readonly code: "BAD_VALUE" | "UNSUPPORTED" | "INCONSISTENT";
    readonly tag: number;
    readonly got: number | string;
    readonly expected: string;
  },
): never {
  const offset = directory.placeOf(tag);
  throw new DecodeError(code, `${tagName(tag)}: ${got}, expected ${expected}`, {
    offset,
    tag,
    got,
    limit: expected,
  });
}

function proveSize(
  directory: Directory,
  { size, limit, what }: { readonly size: number; readonly limit: number; readonly what: string },
): void {
  if (size <= limit) return;
  const tag = TAG.ImageLength;
  const message = `${tagName(tag)}: ${size} ${what}, at most ${limit} are read`;
  throw new DecodeError("LIMIT", message, { offset: directory.placeOf(tag), tag, got: size, limit });
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
