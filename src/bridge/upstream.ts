import { isEigerMonitorError } from "../errors.ts";
import type { BridgeClock } from "./clock.ts";
import { Exchange, failure } from "./exchange.ts";
import type { BridgeLimits } from "./limits.ts";
import { upstreamBody } from "./upstreamBody.ts";

/** How the bridge reaches its DCU: a `fetch` that need not know more than this. */
export type UpstreamFetch = (
  url: string,
  init: {
    readonly method: "GET" | "PUT";
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly redirect: "manual";
    readonly signal: AbortSignal;
  },
) => Promise<Response>;

/** One request to the DCU. */
export interface UpstreamRequest {
  /** Path and query. */
  readonly path: string;
  readonly accept: string;
  /** A PUT with this body. */
  readonly body?: string | undefined;
  readonly maxBytes: number;
  /** Milliseconds that the DCU itself may wait. */
  readonly wait?: number;
  /** Aborts when the client has gone. */
  readonly signal?: AbortSignal | undefined;
}

/** The DCU's answer, with nothing of its head but these. */
export interface UpstreamReply {
  readonly status: number;
  readonly type: string;
  readonly length: number | undefined;
  readonly body: ReadableStream<Uint8Array> | null;
}

/** What a monitor says (SIMPLON API reference 1.8, section 5; 500 and 503 of firmware that is flooded). */
const STATUSES: readonly number[] = [200, 204, 400, 403, 404, 408, 500, 503];
const TYPES = /^(?:image\/tiff|application\/tiff|application\/json|text\/plain)\b/;

/** The one DCU behind the bridge. */
export class Upstream {
  readonly #origin: string;
  readonly #fetch: UpstreamFetch;
  readonly #clock: BridgeClock;
  readonly #limits: BridgeLimits;

  constructor(options: {
    readonly origin: string;
    readonly fetch: UpstreamFetch;
    readonly clock: BridgeClock;
    readonly limits: BridgeLimits;
  }) {
    this.#origin = options.origin;
    this.#fetch = options.fetch;
    this.#clock = options.clock;
    this.#limits = options.limits;
  }

  /**
   * Asks, and answers once the first byte of the body is there.
   * @throws {EigerMonitorError} with an UPSTREAM_… code of a refusal; the signal's reason when it aborts
   */
  async ask(request: UpstreamRequest): Promise<UpstreamReply> {
    const { wait = 0, signal } = request;
    const exchange = new Exchange({ clock: this.#clock, client: signal });
    try {
      return await exchange.within(wait + this.#limits.firstByte, this.#begin(request, exchange));
    } catch (cause) {
      const isOurs = isEigerMonitorError(cause) || exchange.signal.aborted;
      const error = isOurs ? cause : failure("UPSTREAM_UNREACHABLE", cause);
      exchange.abandon(error);
      throw error;
    }
  }

  /** The JSON in a reply of status 200; undefined for one of 400 or 404, which say that there is no such thing. */
  async json(path: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<unknown> {
    const { jsonBytes: maxBytes } = this.#limits;
    const { status, body } = await this.ask({ path, accept: "application/json", maxBytes, signal });
    const text = body === null ? "" : await new Response(body).text();
    if (status === 400 || status === 404) return undefined;
    if (status !== 200) throw failure("UPSTREAM_STATUS");
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw failure("UPSTREAM_BAD_JSON", cause);
    }
  }

  async #begin(request: UpstreamRequest, exchange: Exchange): Promise<UpstreamReply> {
    const { path, accept, body, maxBytes } = request;
    const response = await this.#fetch(`${this.#origin}${path}`, {
      method: body === undefined ? "GET" : "PUT",
      // Made from nothing: no header of the client's goes on.
      headers: {
        accept,
        "accept-encoding": "identity",
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body }),
      redirect: "manual",
      signal: exchange.signal,
    });
    const reader = response.body?.getReader();
    exchange.onAbandon(() => void reader?.cancel().catch(() => undefined));
    const length = proveHead(response, { maxBytes });
    const reply = { status: response.status, type: safeType(response), length };
    if (reader === undefined || response.status === 204) return { ...reply, body: null };
    const first = await reader.read();
    exchange.limitRest(this.#limits.body);
    const bounds = { maxBytes, expected: length, silence: this.#limits.silence };
    return { ...reply, body: upstreamBody(first, { ...bounds, reader, exchange }) };
  }
}

/** The body's length, if it is said. */
function proveHead(
  { type, status, headers }: Response,
  { maxBytes }: { maxBytes: number },
): number | undefined {
  if (type === "opaqueredirect" || (status >= 300 && status < 400)) throw failure("UPSTREAM_REDIRECT");
  if (!STATUSES.includes(status)) throw failure("UPSTREAM_STATUS");
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") throw failure("UPSTREAM_ENCODING");
  const text = headers.get("content-length");
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw failure("UPSTREAM_CUT");
  if (Number(text) > maxBytes) throw failure("UPSTREAM_TOO_LARGE");
  return Number(text);
}

/** A type that a browser makes nothing active of. */
function safeType({ headers }: Response): string {
  const [type = ""] = TYPES.exec(headers.get("content-type") ?? "") ?? [];
  if (type === "") return "application/octet-stream";
  return /^(?:text|application\/json)/.test(type) ? `${type}; charset=utf-8` : type;
}
