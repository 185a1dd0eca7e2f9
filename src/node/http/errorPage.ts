/** Bytes kept of a reply that is no image; more is not waited for. */
const KEPT_BYTES = 1024;
/** A longer page is not read to its end for the sake of its connection. */
const READ_BYTES = 16_384;

/** The beginning of a reply that is no image, for people. */
export class ErrorPage {
  readonly parts: Uint8Array[] = [];
  #length = 0;

  /** Is it longer than anybody wants to read? */
  get full(): boolean {
    return this.#length > READ_BYTES;
  }

  append(bytes: Uint8Array): void {
    // A copy: the connection reads into the same memory again.
    if (this.#length < KEPT_BYTES) this.parts.push(bytes.slice(0, KEPT_BYTES - this.#length));
    this.#length += bytes.length;
  }
}
