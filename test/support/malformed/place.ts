/** Places in a TIFF by what stands there, found without the reader that is tested; little endian, as the builder's default. */
export const place = {
  /** The main directory. */
  directory: (bytes: Uint8Array): number => view(bytes).getUint32(4, true),
  /** The DECTRIS directory, which the builder writes behind the header. */
  dectris: (_bytes: Uint8Array): number => 8,
  /** The word behind the main directory that says where the next one is. */
  next: (bytes: Uint8Array): number => {
    const directory = place.directory(bytes);
    return directory + 2 + 12 * view(bytes).getUint16(directory, true);
  },
  /** The entry of a tag; the last of several. */
  entry: (tag: number) => (bytes: Uint8Array) => entryIn(bytes, place.directory(bytes), tag),
  type: (tag: number) => (bytes: Uint8Array) => place.entry(tag)(bytes) + 2,
  count: (tag: number) => (bytes: Uint8Array) => place.entry(tag)(bytes) + 4,
  /** The last four bytes of the entry: the value, or its offset. */
  field: (tag: number) => (bytes: Uint8Array) => place.entry(tag)(bytes) + 8,
  /** The value that the entry points at. */
  value: (tag: number) => (bytes: Uint8Array) => view(bytes).getUint32(place.field(tag)(bytes), true),
  /** The same of the DECTRIS directory. */
  dectrisEntry: (tag: number) => (bytes: Uint8Array) => entryIn(bytes, 8, tag),
  dectrisType: (tag: number) => (bytes: Uint8Array) => entryIn(bytes, 8, tag) + 2,
  dectrisCount: (tag: number) => (bytes: Uint8Array) => entryIn(bytes, 8, tag) + 4,
};

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function entryIn(bytes: Uint8Array, directory: number, tag: number): number {
  const words = view(bytes);
  for (let index = words.getUint16(directory, true) - 1; index >= 0; index--) {
    const entry = directory + 2 + 12 * index;
    if (words.getUint16(entry, true) === tag) return entry;
  }
  throw new Error(`no tag ${tag}`);
}
