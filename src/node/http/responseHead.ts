import { MonitorRequestError } from "../../errors.ts";

/** Status line and headers of a response. */
export interface ResponseHead {
  readonly status: number;
  /** By lower-case name; repeated ones are joined by a comma and a blank. */
  readonly headers: ReadonlyMap<string, string>;
  /** Does the server keep the connection for another request? */
  readonly keepsAlive: boolean;
}

/** Bytes of a status line with all headers; Node's own limit. */
const LARGEST_HEAD = 16_384;
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?$/;
// Two steps, each linear: one expression for both would take minutes for a header of blanks that ends in NUL.
const HEADER = /^([!#$%&'*+\-.^_`|~\dA-Za-z]+):([^\0\r\n]*)$/;
const BLANKS_AROUND = /^[ \t]*(.*[^ \t])?[ \t]*$/s;

/** Collects the bytes of a response until its head is complete (RFC 9112, sections 2 to 5; nothing lenient). */
export class ResponseHeadReader {
  /** Has nothing come yet, not even an answer before the answer (100, 103)? */
  empty = true;
  readonly #url: string;
  #text = "";

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * The head, once it is complete, and how many of `bytes` belong to it.
   * @throws {MonitorRequestError} PROTOCOL: it is too long, or not a head of HTTP/1
   */
  take(bytes: Uint8Array): { readonly head: ResponseHead; readonly length: number } | undefined {
    if (bytes.length > 0) this.empty = false;
    const before = this.#text.length;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#text += buffer.toString("latin1", 0, LARGEST_HEAD);
    const end = this.#text.indexOf("\r\n\r\n", Math.max(0, before - 3));
    if (end + 4 > LARGEST_HEAD || (end < 0 && this.#text.length >= LARGEST_HEAD)) {
      throw this.#refuse(`its headers have more than ${LARGEST_HEAD} bytes`);
    }
    if (end < 0) {
      this.#refuseForeign(before);
      return undefined;
    }
    const head = this.#parse(this.#text.slice(0, end));
    // What comes before the answer proper (100, 103) is of no use here.
    this.#text = "";
    const length = end + 4 - before;
    if (head.status >= 200) return { head, length };
    const rest = this.take(bytes.subarray(length));
    return rest && { head: rest.head, length: length + rest.length };
  }

  /** What speaks no HTTP is told from a slow server by its first bytes, and by the first line that ends without CR. */
  #refuseForeign(before: number): void {
    const start = this.#text.slice(0, 7);
    if (!"HTTP/1.".startsWith(start)) throw this.#refuse(`it begins with ${JSON.stringify(start)}`);
    const added = this.#text.slice(Math.max(0, before - 1));
    if (/[^\r]\n/.test(added)) throw this.#refuse("a line of its headers ends without CR");
  }

  #parse(head: string): ResponseHead {
    const [statusLine = "", ...lines] = head.split("\r\n");
    const [, minor, status] = STATUS_LINE.exec(statusLine) ?? [];
    if (status === undefined)
      throw this.#refuse(`its status line is ${JSON.stringify(statusLine.slice(0, 60))}`);
    const headers = new Map<string, string>();
    for (const line of lines) {
      const [, name = "", text = ""] = HEADER.exec(line) ?? [];
      if (name === "") throw this.#refuse(`it has the header line ${JSON.stringify(line.slice(0, 60))}`);
      const [, value = ""] = BLANKS_AROUND.exec(text) ?? [];
      const key = name.toLowerCase();
      const former = headers.get(key);
      headers.set(key, former === undefined ? value : `${former}, ${value}`);
    }
    const connection = (headers.get("connection") ?? "").toLowerCase();
    const keepsAlive = minor === "1" ? !/\bclose\b/.test(connection) : /\bkeep-alive\b/.test(connection);
    return { status: Number(status), headers, keepsAlive };
  }

  #refuse(problem: string): MonitorRequestError {
    return protocolError(this.#url, problem);
  }
}

/** The error of a reply that is not valid HTTP. */
export function protocolError(url: string, problem: string): MonitorRequestError {
  return new MonitorRequestError("PROTOCOL", `${url}: the reply is not valid HTTP: ${problem}`, { url });
}
