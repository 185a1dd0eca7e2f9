import { protocolError } from "./responseHead.ts";

/** A chunk's size with its extensions, or the trailers: no server has reason for more. */
const LONGEST_LINE = 1024;

/** Takes the frame of chunked transfer coding off a body (RFC 9112, section 7.1). Extensions and trailers are dropped. */
export class ChunkedDecoder {
  /** Has the last chunk come, with what follows it? */
  complete = false;
  readonly #url: string;
  readonly #content: (bytes: Uint8Array) => void;
  #state: "size" | "content" | "behind" | "trailer" = "size";
  #left = 0;
  #line = "";

  constructor(url: string, content: (bytes: Uint8Array) => void) {
    this.#url = url;
    this.#content = content;
  }

  /**
   * Hands the content in `bytes` on, and says how many of them belong to the body.
   * @throws {MonitorRequestError} PROTOCOL
   */
  take(bytes: Uint8Array): number {
    let at = 0;
    while (at < bytes.length && !this.complete) {
      if (this.#state === "content") {
        const length = Math.min(this.#left, bytes.length - at);
        this.#content(bytes.subarray(at, at + length));
        at += length;
        this.#left -= length;
        if (this.#left === 0) this.#state = "behind";
      } else {
        at = this.#takeLine(bytes, at);
      }
    }
    return at;
  }

  #takeLine(bytes: Uint8Array, start: number): number {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end + 1;
    if (this.#line.length + stop - start > LONGEST_LINE)
      throw protocolError(this.#url, "a chunk's line is too long");
    this.#line += String.fromCharCode(...bytes.subarray(start, stop));
    if (end < 0) return stop;
    if (!this.#line.endsWith("\r\n")) throw protocolError(this.#url, "a chunk's line ends without CR");
    const line = this.#line.slice(0, -2);
    this.#line = "";
    this.#endLine(line);
    return stop;
  }

  #endLine(line: string): void {
    if (this.#state === "behind") {
      if (line !== "") throw protocolError(this.#url, "a chunk is longer than its size");
      this.#state = "size";
    } else if (this.#state === "size") {
      const [, size] = /^([\da-fA-F]{1,12})(?:[ \t]*;.*)?$/.exec(line) ?? [];
      if (size === undefined)
        throw protocolError(this.#url, `a chunk's size is ${JSON.stringify(line.slice(0, 20))}`);
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left === 0 ? "trailer" : "content";
    } else if (line === "") {
      this.complete = true;
    }
  }
}
