/** Field types of TIFF 6.0, section 2. */
export const TYPE = { ascii: 2, short: 3, long: 4, double: 12 } as const;
type FieldType = (typeof TYPE)[keyof typeof TYPE];

/** One field of a directory; text is written with a NUL behind it. */
export interface Entry {
  readonly tag: number;
  readonly type: FieldType;
  readonly values: readonly number[] | string;
}

const BYTES: Readonly<Record<FieldType, number>> = {
  [TYPE.ascii]: 1,
  [TYPE.short]: 2,
  [TYPE.long]: 4,
  [TYPE.double]: 8,
};

/**
 * A directory in little-endian TIFF, written for file offset `offset`, with the values that do not fit four bytes
 * behind it, each on an even offset.
 */
export function directory(entries: readonly Entry[], { offset }: { readonly offset: number }): Uint8Array {
  const sorted = [...entries].sort((a, b) => a.tag - b.tag);
  const tableBytes = 2 + 12 * sorted.length + 4;
  const bytes = new Uint8Array(sorted.reduce((sum, entry) => sum + outsideBytes(entry), tableBytes));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, sorted.length, true);
  let end = tableBytes;
  sorted.forEach((entry, index) => {
    const at = 2 + 12 * index;
    const outside = outsideBytes(entry);
    view.setUint16(at, entry.tag, true);
    view.setUint16(at + 2, entry.type, true);
    view.setUint32(at + 4, count(entry), true);
    if (outside > 0) view.setUint32(at + 8, offset + end, true);
    writeValues(view, outside > 0 ? end : at + 8, entry);
    end += outside;
  });
  return bytes;
}

function count({ values }: Entry): number {
  return typeof values === "string" ? values.length + 1 : values.length;
}

/** Bytes behind the table: none for up to four, else made even. */
function outsideBytes(entry: Entry): number {
  const length = count(entry) * BYTES[entry.type];
  return length <= 4 ? 0 : length + (length % 2);
}

function writeValues(view: DataView, at: number, { values, type }: Entry): void {
  if (typeof values === "string") {
    new TextEncoder().encodeInto(values, new Uint8Array(view.buffer, at));
    return;
  }
  values.forEach((value, index) => {
    const place = at + BYTES[type] * index;
    if (type === TYPE.short) view.setUint16(place, value, true);
    else if (type === TYPE.long) view.setUint32(place, value, true);
    else view.setFloat64(place, value, true);
  });
}
