/** Builds TIFF files for tests from a list of entries, right or wrong as the test wants them. */
export interface TestEntry {
  readonly tag: number;
  readonly type: number;
  readonly values?: readonly number[] | string;
  /** Instead of what `values` says. */
  readonly count?: number;
  /** The entry's last four bytes as they are; nothing is placed elsewhere. */
  readonly raw?: number;
}

export interface TestTiff {
  readonly littleEndian?: boolean;
  readonly rows?: number;
  readonly columns?: number;
  readonly depth?: 8 | 16 | 32;
  readonly pixels?: Uint8Array | Uint16Array | Uint32Array;
  readonly rowsPerStrip?: number;
  /** Bytes between two strips. */
  readonly stripGap?: number;
  /** Added to each strip's offset after alignment to 16. */
  readonly shift?: number;
  /** Entries that replace the one of the same tag, or are added; `undefined` as value drops the tag. */
  readonly change?: Readonly<Record<number, Partial<TestEntry> | undefined>>;
  readonly dectris?: readonly TestEntry[];
  /** Entries written as they are, beside the others. */
  readonly extra?: readonly TestEntry[];
}

const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 12: 8, 13: 4 };

/** A file of this layout: header, DECTRIS directory, strips, main directory, out-of-line values. */
export function buildTiff(options: TestTiff = {}): Uint8Array<ArrayBuffer> {
  const { littleEndian = true, rows = 4, columns = 6, depth = 16, stripGap = 0, shift = 0 } = options;
  const file = new TestFile(littleEndian);
  const rowsPerStrip = options.rowsPerStrip ?? rows;
  const pixels = options.pixels ?? Array.from({ length: rows * columns }, (_, index) => index % 251);
  const dectris = options.dectris === undefined ? undefined : file.directory(options.dectris);
  file.align(16, shift);
  const offsets: number[] = [];
  const byteCounts: number[] = [];
  for (let row = 0; row < rows; row += rowsPerStrip) {
    const end = Math.min(rows, row + rowsPerStrip);
    offsets.push(file.length);
    byteCounts.push(((end - row) * columns * depth) / 8);
    for (let index = row * columns; index < end * columns; index++)
      file.number(pixels[index] ?? 0, depth / 8);
    file.skip(stripGap);
  }
  const base: TestEntry[] = [
    { tag: 256, type: 3, values: [columns] },
    { tag: 257, type: 3, values: [rows] },
    { tag: 258, type: 3, values: [depth] },
    { tag: 259, type: 3, values: [1] },
    { tag: 273, type: 4, values: offsets },
    { tag: 278, type: 3, values: [rowsPerStrip] },
    { tag: 279, type: 4, values: byteCounts },
    { tag: 339, type: 3, values: [1] },
  ];
  if (dectris !== undefined) base.push({ tag: 51_192, type: 4, values: [dectris] });
  file.patch(4, file.directory([...changed(base, options.change ?? {}), ...(options.extra ?? [])]));
  return file.bytes();
}

function changed(base: readonly TestEntry[], change: NonNullable<TestTiff["change"]>): TestEntry[] {
  const entries = new Map(base.map((entry) => [entry.tag, entry]));
  for (const [key, value] of Object.entries(change)) {
    const tag = Number(key);
    if (value === undefined) entries.delete(tag);
    else entries.set(tag, { ...(entries.get(tag) ?? { tag, type: 3 }), ...value });
  }
  return [...entries.values()].sort((a, b) => a.tag - b.tag);
}

class TestFile {
  readonly #data: number[];
  readonly #littleEndian: boolean;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
    this.#data = littleEndian ? [0x49, 0x49, 42, 0, 0, 0, 0, 0] : [0x4d, 0x4d, 0, 42, 0, 0, 0, 0];
  }

  get length(): number {
    return this.#data.length;
  }

  align(step: number, shift: number): void {
    while (this.length % step !== 0) this.#data.push(0);
    this.skip(shift);
  }

  skip(count: number): void {
    for (let index = 0; index < count; index++) this.#data.push(0);
  }

  number(value: number, size: number): void {
    this.#data.push(...this.#encode(value, size));
  }

  patch(offset: number, value: number): void {
    this.#encode(value, 4).forEach((byte, index) => {
      this.#data[offset + index] = byte;
    });
  }

  /** Writes a directory and behind it the values that do not fit; returns its offset. */
  directory(entries: readonly TestEntry[]): number {
    const offset = this.length;
    this.number(entries.length, 2);
    let valueOffset = offset + 2 + 12 * entries.length + 4;
    const outside: number[][] = [];
    for (const entry of entries) {
      const encoded = this.#values(entry);
      this.number(entry.tag, 2);
      this.number(entry.type, 2);
      this.number(entry.count ?? encoded.length / (SIZES[entry.type] ?? 1), 4);
      if (entry.raw !== undefined) this.number(entry.raw, 4);
      else if (encoded.length <= 4) this.#data.push(...encoded, ...new Array(4 - encoded.length).fill(0));
      else {
        this.number(valueOffset, 4);
        outside.push(encoded);
        valueOffset += encoded.length;
      }
    }
    this.number(0, 4);
    // One by one: a million arguments are too many for a call.
    for (const values of outside) for (const byte of values) this.#data.push(byte);
    return offset;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#data);
  }

  #values({ type, values = [] }: TestEntry): number[] {
    if (typeof values === "string") return [...new TextEncoder().encode(values), 0];
    return values.flatMap((value) =>
      type === 12 ? this.#double(value) : this.#encode(value, SIZES[type] ?? 1),
    );
  }

  #double(value: number): number[] {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value, this.#littleEndian);
    return [...new Uint8Array(view.buffer)];
  }

  #encode(value: number, size: number): number[] {
    const bytes = Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** index) % 256);
    return this.#littleEndian ? bytes : bytes.reverse();
  }
}

/** The ten entries of firmware 2020.2 (SIMPLON API reference 1.8, table 5.10), for a file's DECTRIS directory. */
export function dectrisEntries(
  values: { series?: number; image?: number; date?: string; threshold?: number; uniqueId?: string } = {},
): TestEntry[] {
  const { series = 7, image = 42, date = "2026-03-04T05:06:07.089+01:00", threshold = 1 } = values;
  const { uniqueId = "01HZXJ3V9V3Q0W8ZK6T2N4B5C7" } = values;
  return [
    { tag: 0, type: 4, values: [0] },
    { tag: 1, type: 2, values: uniqueId },
    { tag: 2, type: 4, values: [series] },
    { tag: 3, type: 4, values: [image] },
    { tag: 4, type: 2, values: date },
    { tag: 5, type: 3, values: [threshold] },
    { tag: 6, type: 12, values: [6199] },
    { tag: 7, type: 12, values: [0.0999] },
    { tag: 9, type: 12, values: [12_398] },
    { tag: 18, type: 4, values: [0] },
  ];
}
