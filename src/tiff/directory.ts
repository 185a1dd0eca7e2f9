import { DecodeError } from "../errors.ts";
import type { ByteReader } from "./byteReader.ts";
import type { TiffLimits } from "./limits.ts";
import { tagName } from "./tags.ts";

/** Field types of TIFF 6.0, section 2, and IFD (13) of TIFF Technical Note 1. */
const TYPE = { BYTE: 1, ASCII: 2, SHORT: 3, LONG: 4, DOUBLE: 12, IFD: 13 } as const;

/** Bytes of one value, by field type 0 … 13; type 0 does not exist. */
const TYPE_BYTES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

/** One entry of a directory. Its value has not been read yet, nor proven to lie inside the file. */
export interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Offset of the entry itself. */
  readonly offset: number;
  /** Offset of the first value: in the entry itself when it fits four bytes, else where the entry points. */
  readonly valueOffset: number;
}

interface DirectoryOptions {
  readonly limits: TiffLimits;
  readonly maxEntries: number;
  /** Default false: a directory without entries is an error. */
  readonly allowEmpty?: boolean;
  /** Tags that are looked at; they are proven then: type, count, and last the place of their value. */
  readonly known: ReadonlySet<number>;
  /** Is a tag that nobody knows passed over, wherever it points? Default false: its value must lie inside the file. */
  readonly skipUnknown?: boolean;
}

/**
 * A TIFF image file directory: a table of tagged values.
 *
 *     offset  +0  entries n (u16)
 *             +2  n × { tag u16 · type u16 · count u32 · value or its offset u32 }
 *        +2+12n  offset of the next directory (u32), 0 behind the last one
 */
export class Directory {
  readonly offset: number;
  readonly byteLength: number;
  /** Offset of the next directory as it is written; 0: there is none. Only `listDirectories` follows it. */
  readonly next: number;
  readonly entries: readonly Entry[];
  readonly #reader: ByteReader;
  readonly #limits: TiffLimits;

  /**
   * @throws {DecodeError} BAD_OFFSET: outside the file; BAD_COUNT: no entries; LIMIT: too many; TRUNCATED: the
   * table is cut; BAD_OFFSET: the value of a tag that nobody knows lies outside the file.
   */
  constructor(reader: ByteReader, offset: number, options: DirectoryOptions) {
    this.#reader = reader;
    this.#limits = options.limits;
    this.offset = offset;
    const count = countEntries(reader, offset, options);
    this.byteLength = 2 + 12 * count + 4;
    this.next = reader.uint32(offset + 2 + 12 * count);
    this.entries = Array.from({ length: count }, (_, index) => readEntry(reader, offset + 2 + 12 * index));
    if (options.skipUnknown) return;
    for (const entry of this.entries) if (!options.known.has(entry.tag)) this.#prove(entry);
  }

  /**
   * The entry of `tag`, if there is one.
   * @throws {DecodeError} DUPLICATE_TAG when there are two.
   */
  find(tag: number): Entry | undefined {
    const [first, second] = this.entries.filter((entry) => entry.tag === tag);
    if (second === undefined) return first;
    const message = `${tagName(tag)} stands twice in the directory at ${this.offset}`;
    throw new DecodeError("DUPLICATE_TAG", message, { offset: second.offset, tag });
  }

  /** Where the first value of `tag` stands; where there is none, the directory. For messages. */
  placeOf(tag: number): number {
    return this.entries.find((entry) => entry.tag === tag)?.valueOffset ?? this.offset;
  }

  /**
   * One unsigned number (BYTE, SHORT, LONG or IFD), or `undefined` when the tag is absent.
   * @throws {DecodeError} BAD_TYPE, BAD_COUNT, DUPLICATE_TAG.
   */
  unsigned(tag: number): number | undefined {
    const entry = this.find(tag);
    if (entry === undefined) return undefined;
    expectType(entry, [TYPE.BYTE, TYPE.SHORT, TYPE.LONG, TYPE.IFD]);
    expectCount(entry, 1, 1);
    this.#prove(entry);
    return this.#unsignedAt(entry, 0);
  }

  /**
   * All unsigned numbers (BYTE, SHORT or LONG) of a tag, or `undefined` when it is absent.
   * @throws {DecodeError} BAD_TYPE, BAD_COUNT, LIMIT, DUPLICATE_TAG.
   */
  unsignedList(tag: number, options: { readonly maxCount: number }): readonly number[] | undefined {
    const entry = this.find(tag);
    if (entry === undefined) return undefined;
    expectType(entry, [TYPE.BYTE, TYPE.SHORT, TYPE.LONG]);
    expectCount(entry, 1, options.maxCount);
    this.#prove(entry);
    return Array.from({ length: entry.count }, (_, index) => this.#unsignedAt(entry, index));
  }

  /**
   * All floating point numbers (DOUBLE) of a tag, or `undefined` when it is absent.
   * @throws {DecodeError} BAD_TYPE, BAD_COUNT, LIMIT, BAD_OFFSET, DUPLICATE_TAG.
   */
  doubles(
    tag: number,
    options: { readonly minCount?: number; readonly maxCount: number },
  ): readonly number[] | undefined {
    const entry = this.find(tag);
    if (entry === undefined) return undefined;
    expectType(entry, [TYPE.DOUBLE]);
    expectCount(entry, options.minCount ?? 1, options.maxCount);
    this.#prove(entry);
    return Array.from({ length: entry.count }, (_, index) =>
      this.#reader.float64(entry.valueOffset + 8 * index),
    );
  }

  /**
   * The text of a tag up to its first NUL, or `undefined` when it is absent. Control and text-direction characters
   * and invalid UTF-8 are replaced by U+FFFD, and the length is capped: what comes out is safe to print.
   * @throws {DecodeError} BAD_TYPE, LIMIT, DUPLICATE_TAG.
   */
  text(tag: number): string | undefined {
    const entry = this.find(tag);
    if (entry === undefined) return undefined;
    expectType(entry, [TYPE.ASCII]);
    expectCount(entry, 0, this.#limits.valueBytes);
    this.#prove(entry);
    const raw = this.#reader.slice(entry.valueOffset, Math.min(entry.count, this.#limits.textLength));
    const end = raw.indexOf(0);
    return printable(new TextDecoder().decode(end < 0 ? raw : raw.subarray(0, end)));
  }

  /** Does the value lie inside the file? Double precision holds count × 8 exactly, so nothing wraps as it would in 32 bits. */
  #prove({ tag, type, count, offset, valueOffset }: Entry): void {
    const byteLength = count * (TYPE_BYTES[type] ?? 0);
    const { length } = this.#reader;
    if (byteLength <= 4 || (valueOffset >= 8 && valueOffset + byteLength <= length)) return;
    const message = `${tagName(tag)}: ${byteLength} bytes at ${valueOffset} of ${length}`;
    const details = { offset: offset + 8, tag, got: valueOffset, limit: length - byteLength };
    throw new DecodeError("BAD_OFFSET", message, details);
  }

  #unsignedAt(entry: Entry, index: number): number {
    if (entry.type === TYPE.BYTE) return this.#reader.uint8(entry.valueOffset + index);
    if (entry.type === TYPE.SHORT) return this.#reader.uint16(entry.valueOffset + 2 * index);
    return this.#reader.uint32(entry.valueOffset + 4 * index);
  }
}

/** The error that says that `tag`, which is needed, is not in the directory. */
export function missingTag(directory: Directory, tag: number, consequence = ""): DecodeError {
  const message = `${tagName(tag)} is missing in the directory at ${directory.offset}${consequence}`;
  return new DecodeError("MISSING_TAG", message, { offset: directory.offset, tag });
}

function countEntries(reader: ByteReader, offset: number, options: DirectoryOptions): number {
  if (offset < 8 || offset + 2 > reader.length) {
    throw new DecodeError("BAD_OFFSET", `a directory at byte ${offset} of ${reader.length}`, {
      offset,
      got: offset,
      limit: reader.length - 2,
    });
  }
  const count = reader.uint16(offset);
  if (count === 0 && options.allowEmpty !== true) {
    throw new DecodeError("BAD_COUNT", `the directory at byte ${offset} has no entries`, {
      offset,
      got: 0,
      limit: 1,
    });
  }
  if (count > options.maxEntries) {
    throw new DecodeError(
      "LIMIT",
      `the directory at byte ${offset} has ${count} entries of at most ${options.maxEntries}`,
      {
        offset,
        got: count,
        limit: options.maxEntries,
      },
    );
  }
  const end = offset + 2 + 12 * count + 4;
  if (end > reader.length) {
    throw new DecodeError(
      "TRUNCATED",
      `the directory at byte ${offset} ends at byte ${end} of ${reader.length}`,
      {
        offset,
        got: reader.length,
        limit: end,
      },
    );
  }
  return count;
}

function readEntry(reader: ByteReader, offset: number): Entry {
  const tag = reader.uint16(offset);
  const type = reader.uint16(offset + 2);
  const count = reader.uint32(offset + 4);
  const fits = count * (TYPE_BYTES[type] ?? 0) <= 4;
  return { tag, type, count, offset, valueOffset: fits ? offset + 8 : reader.uint32(offset + 8) };
}

function expectType(entry: Entry, types: readonly number[]): void {
  if (types.includes(entry.type)) return;
  throw new DecodeError(
    "BAD_TYPE",
    `${tagName(entry.tag)} has field type ${entry.type}, not ${types.join(" or ")}`,
    {
      offset: entry.offset + 2,
      tag: entry.tag,
      got: entry.type,
      limit: types.join(" or "),
    },
  );
}

function expectCount(entry: Entry, least: number, most: number): void {
  if (entry.count >= least && entry.count <= most) return;
  const code = least < most && entry.count > most ? "LIMIT" : "BAD_COUNT";
  const expected = least === most ? `${most}` : `${least} to ${most}`;
  throw new DecodeError(code, `${tagName(entry.tag)} has ${entry.count} values, expected ${expected}`, {
    offset: entry.offset + 4,
    tag: entry.tag,
    got: entry.count,
    limit: expected,
  });
}

function printable(text: string): string {
  // Controls, what is not seen or turns the direction of text, and ends of lines that are no controls.
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\ufffd");
}
