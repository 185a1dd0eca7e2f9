import { DecodeError } from "../errors.ts";

/** Reads numbers of one byte order from bytes that nobody trusts: each read is proven to lie inside. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, options: { readonly littleEndian: boolean }) {
    this.bytes = bytes;
    this.littleEndian = options.littleEndian;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.byteLength;
  }

  uint8(offset: number): number {
    this.#need(offset, 1);
    return this.#view.getUint8(offset);
  }

  uint16(offset: number): number {
    this.#need(offset, 2);
    return this.#view.getUint16(offset, this.littleEndian);
  }

  uint32(offset: number): number {
    this.#need(offset, 4);
    return this.#view.getUint32(offset, this.littleEndian);
  }

  float64(offset: number): number {
    this.#need(offset, 8);
    return this.#view.getFloat64(offset, this.littleEndian);
  }

  slice(offset: number, byteLength: number): Uint8Array {
    this.#need(offset, byteLength);
    return this.bytes.subarray(offset, offset + byteLength);
  }

  #need(offset: number, byteLength: number): void {
    if (offset + byteLength <= this.length) return;
    throw new DecodeError(
      "TRUNCATED",
      `bytes ${offset} to ${offset + byteLength} of ${this.length} are needed`,
      {
        offset,
        got: this.length,
        limit: offset + byteLength,
      },
    );
  }
}
