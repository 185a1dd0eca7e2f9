import { ChunkedDecoder } from "./chunkedDecoder.ts";
import { protocolError, type ResponseHead } from "./responseHead.ts";

/** Where the content of a body goes. */
export interface BodyContent {
  append(bytes: Uint8Array): void;
}

/** How a body ends: after a number of bytes, with its last chunk, or with the connection (RFC 9112, section 6.3). */
export type BodyFraming = { readonly length: number } | "chunked" | "untilClose";

/** @throws {MonitorRequestError} PROTOCOL for a body whose end two headers state, or none in a known way */
export function bodyFraming(url: string, { status, headers }: ResponseHead): BodyFraming {
  if (status === 204 || status === 304) return { length: 0 };
  const coding = headers.get("transfer-encoding");
  const length = headers.get("content-length");
  if (coding !== undefined && length !== undefined) {
    throw protocolError(url, "it has both Content-Length and Transfer-Encoding");
  }
  if (coding !== undefined) {
    if (coding.toLowerCase() === "chunked") return "chunked";
    throw protocolError(url, `its Transfer-Encoding is ${JSON.stringify(coding)}`);
  }
  if (length === undefined) return "untilClose";
  // A header that is repeated with one value is as good as one.
  const [value = "", ...others] = length.split(", ");
  if (/^\d{1,15}$/.test(value) && others.every((other) => other === value)) return { length: Number(value) };
  throw protocolError(url, `its Content-Length is ${JSON.stringify(length)}`);
}

/** Follows a body through the bytes of a connection to its end. */
export class ResponseBody {
  readonly #framing: BodyFraming;
  readonly #content: BodyContent;
  readonly #chunked: ChunkedDecoder | undefined;
  #left: number;

  constructor(url: string, framing: BodyFraming, content: BodyContent) {
    this.#framing = framing;
    this.#content = content;
    this.#left = typeof framing === "object" ? framing.length : Number.POSITIVE_INFINITY;
    this.#chunked =
      framing === "chunked" ? new ChunkedDecoder(url, (bytes) => content.append(bytes)) : undefined;
  }

  get complete(): boolean {
    return this.#chunked?.complete ?? this.#left === 0;
  }

  /** Bytes that are known to be still missing; Infinity where that is not known. */
  get left(): number {
    return this.#left;
  }

  /** Bytes of the content that the socket itself put where they belong. */
  arrived(length: number): void {
    this.#left -= length;
  }

  /** Hands on what of `bytes` belongs to the body, and says how many those are. */
  take(bytes: Uint8Array): number {
    if (this.#chunked !== undefined) return this.#chunked.take(bytes);
    const length = Math.min(this.#left, bytes.length);
    this.#content.append(bytes.subarray(0, length));
    this.#left -= length;
    return length;
  }

  /** The connection has ended: is that how this body ends? */
  endsWithConnection(): boolean {
    return this.#framing === "untilClose";
  }
}
