/** A TIFF as {@link scalarTiff} sees it. */
export interface ScalarImage {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Little endian. */
  readonly pixels: Uint8Array;
}

interface ScalarEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly at: number;
}

const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
/** What a tag must say, where it is there. */
const PLAIN: Readonly<Record<number, readonly number[]>> = {
  277: [1],
  259: [1],
  262: [0, 1],
  266: [1],
  274: [1],
  284: [1],
  317: [1],
  339: [1],
};
const KNOWN = [256, 257, 258, 273, 278, 279, 322, 323, 324, 325, 51_192, ...Object.keys(PLAIN).map(Number)];

/**
 * The twin of the TIFF reader: one long list of conditions, written from the format's own documents and sharing nothing with
 * src/tiff. The image, or undefined where the file is refused.
 */
export function scalarTiff(bytes: Uint8Array): ScalarImage | undefined {
  const order = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
  if (bytes.length < 8 || (order !== "II" && order !== "MM")) return undefined;
  const little = order === "II";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = view.getUint32(4, little);
  if (view.getUint16(2, little) !== 42 || directory < 8 || directory + 2 > bytes.length) return undefined;
  const count = view.getUint16(directory, little);
  const directoryEnd = directory + 2 + 12 * count + 4;
  if (count < 1 || count > 4096 || directoryEnd > bytes.length) return undefined;

  const entries: ScalarEntry[] = [];
  for (let index = 0; index < count; index++) {
    const offset = directory + 2 + 12 * index;
    const type = view.getUint16(offset + 2, little);
    const values = view.getUint32(offset + 4, little);
    const fits = values * (SIZES[type] ?? 0) <= 4;
    const at = fits ? offset + 8 : view.getUint32(offset + 8, little);
    entries.push({ tag: view.getUint16(offset, little), type, count: values, at });
  }
  const isInside = ({ type, count: values, at }: ScalarEntry) => {
    const length = values * (SIZES[type] ?? 0);
    return length <= 4 || (at >= 8 && at + length <= bytes.length);
  };
  if (entries.some((entry) => !KNOWN.includes(entry.tag) && !isInside(entry))) return undefined;

  /** `null`: the tag is not there; undefined: it is wrong. */
  const numbers = (
    tag: number,
    most: number,
    types: readonly number[],
  ): readonly number[] | null | undefined => {
    const [entry, second] = entries.filter((candidate) => candidate.tag === tag);
    if (entry === undefined) return null;
    if (second !== undefined || !types.includes(entry.type)) return undefined;
    if (entry.count < 1 || entry.count > most || !isInside(entry)) return undefined;
    return Array.from({ length: entry.count }, (_, index) => {
      if (entry.type === 1) return view.getUint8(entry.at + index);
      return entry.type === 3
        ? view.getUint16(entry.at + 2 * index, little)
        : view.getUint32(entry.at + 4 * index, little);
    });
  };
  const one = (tag: number) => numbers(tag, 1, [1, 3, 4, 13]);
  const many = (tag: number, most: number) => numbers(tag, most, [1, 3, 4]);

  if (entries.some(({ tag }) => tag >= 322 && tag <= 325)) return undefined;
  for (const [tag, allowed] of Object.entries(PLAIN)) {
    const values = one(Number(tag));
    if (values === undefined || (values !== null && !allowed.includes(values[0] ?? -1))) return undefined;
  }
  const [columns = 0] = one(256) ?? [];
  const [rows = 0] = one(257) ?? [];
  const bits = many(258, 65_535);
  const depth = bits?.length === 1 ? (bits[0] ?? 0) : 0;
  if (columns === 0 || rows === 0 || ![8, 16, 32].includes(depth)) return undefined;

  const rowBytes = (columns * depth) / 8;
  const rowsPerStrip = one(278);
  const offsets = many(273, 65_536);
  const counts = many(279, 65_536);
  if (rowsPerStrip === undefined || rowsPerStrip?.[0] === 0 || !offsets || counts === undefined)
    return undefined;
  const perStrip = Math.min(rowsPerStrip?.[0] ?? rows, rows);
  const lengths = counts ?? (offsets.length === 1 ? [rows * rowBytes] : []);
  if (offsets.length !== lengths.length || offsets.length !== Math.ceil(rows / perStrip)) return undefined;
  for (const [index, offset] of offsets.entries()) {
    const length = Math.min(perStrip, rows - index * perStrip) * rowBytes;
    if (lengths[index] !== length || offset < 8 || offset + length > bytes.length) return undefined;
    if (offset < directoryEnd && offset + length > directory) return undefined;
  }
  if (rows * columns > 2 ** 26 || rows * rowBytes > 2 ** 28) return undefined;
  return {
    rows,
    columns,
    depth,
    pixels: littlePixels(bytes, { offsets, lengths, element: depth / 8, little }),
  };
}

function littlePixels(
  bytes: Uint8Array,
  options: {
    readonly offsets: readonly number[];
    readonly lengths: readonly number[];
    readonly element: number;
    readonly little: boolean;
  },
): Uint8Array {
  const { offsets, lengths, element, little } = options;
  const pixels: number[] = [];
  for (const [index, offset] of offsets.entries()) {
    const length = lengths[index] ?? 0;
    for (let place = 0; place < length; place++) {
      const swapped = place - (place % element) + element - 1 - (place % element);
      pixels.push(bytes[offset + (little ? place : swapped)] ?? 0);
    }
  }
  return Uint8Array.from(pixels);
}
