import { isEigerMonitorError, MonitorRequestError } from "../../errors.ts";
import { bodyCut } from "../../simplon/bodyReader.ts";
import { BodySink } from "../../simplon/bodySink.ts";
import { BodyTimeouts } from "../../simplon/bodyTimeouts.ts";
import { errorText, redirect } from "../../simplon/httpRequest.ts";
import type { BodyBuffer, ImageReply, ImageRequest } from "../../simplon/index.ts";
import { networkError } from "../../simplon/networkError.ts";
import type { RequestGuard } from "../../simplon/requestGuard.ts";
import type { ConnectionReader } from "./connection.ts";
import { ErrorPage } from "./errorPage.ts";
import { bodyFraming, ResponseBody } from "./responseBody.ts";
import { protocolError, type ResponseHead, ResponseHeadReader } from "./responseHead.ts";

/** Bytes that one read may bring into a frame's memory; smaller and larger ones are slower (65 536: −10 %, 4 MiB: −8 %). */
const READ_BYTES = 2 ** 18;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** What an answer is read with. */
interface ImageResponseOptions extends ImageRequest {
  readonly url: string;
  readonly guard: RequestGuard;
}

/** Reads the answer to one GET of an image from a connection. `done` settles once; then `keepsAlive` is known. */
export class ImageResponse implements ConnectionReader {
  readonly done: Promise<ImageReply>;
  readonly #options: ImageResponseOptions;
  readonly #headReader: ResponseHeadReader;
  #resolve: (reply: ImageReply) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  #head: ResponseHead | undefined;
  #body: ResponseBody | undefined;
  /** With status 200. */
  #sink: BodySink | undefined;
  #page = new ErrorPage();
  #timeouts: BodyTimeouts | undefined;
  #settled = false;
  #clean = false;

  constructor(options: ImageResponseOptions) {
    this.#options = options;
    this.#headReader = new ResponseHeadReader(options.url);
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Can the connection serve another request? */
  get keepsAlive(): boolean {
    return this.#clean && this.#head?.keepsAlive === true;
  }

  /** Has the server not said a word? Then it did not give an image away either. */
  get untouched(): boolean {
    return this.#head === undefined && this.#headReader.empty;
  }

  /** Nobody takes the image: gives its memory back. */
  abandon(): void {
    this.#timeouts?.lift();
    this.#sink?.release();
  }

  /** The reply whose page stalled or broke with `error`: the status was said before, and the page is for people only. */
  statusBefore(error: unknown): ImageReply | undefined {
    const inPage = this.#body !== undefined && this.#sink === undefined;
    if (this.#head === undefined || !inPage || !isEigerMonitorError(error, "MonitorRequestError")) return;
    return this.#reply(this.#head);
  }

  target(): Uint8Array | undefined {
    const left = this.#body?.left ?? 0;
    if (this.#settled || this.#sink === undefined || !Number.isFinite(left)) return undefined;
    return this.#sink.room(Math.min(left, READ_BYTES));
  }

  arrived(length: number): void {
    this.#sink?.advance(length);
    this.#body?.arrived(length);
    this.#timeouts?.progress();
    if (this.#body?.complete) this.#complete({ clean: true });
  }

  take(bytes: Uint8Array): void {
    // More than was asked for: the connection is out of step.
    this.#clean = false;
    if (this.#settled) return;
    try {
      const used = this.#head === undefined ? this.#takeHead(bytes) : this.#takeBody(bytes);
      const complete = this.#body?.complete === true || this.#page.full;
      if (complete) this.#complete({ clean: used === bytes.length && !this.#page.full });
    } catch (error) {
      this.#fail(this.#givenAway(error));
    }
  }

  end(cause?: Error): void {
    if (this.#settled) return;
    const { url } = this.#options;
    const isError = this.#head !== undefined && this.#head.status !== 200;
    if (isError || (cause === undefined && this.#body?.endsWithConnection()))
      this.#complete({ clean: false });
    else if (this.#sink !== undefined) this.#fail(bodyCut({ url, received: this.#sink.received, cause }));
    else if (this.untouched) this.#fail(networkError(cause ?? new Error("closed by the server"), { url }));
    else this.#fail(protocolError(url, "it ends within its headers"));
  }

  #takeHead(bytes: Uint8Array): number {
    const parsed = this.#headReader.take(bytes);
    if (parsed === undefined) return bytes.length;
    this.#begin(parsed.head);
    return parsed.length + this.#takeBody(bytes.subarray(parsed.length));
  }

  #takeBody(bytes: Uint8Array): number {
    this.#timeouts?.progress();
    return this.#body?.take(bytes) ?? 0;
  }

  #begin(head: ResponseHead): void {
    const { url, guard } = this.#options;
    this.#head = head;
    guard.lift("headers");
    if (REDIRECTS.includes(head.status)) throw redirect(url, head.status, head.headers.get("location"));
    const framing = bodyFraming(url, head);
    if (head.status === 200) {
      this.#options.onBegun?.();
      this.#sink = this.#openSink(head, framing);
    }
    this.#body = new ResponseBody(url, framing, this.#sink ?? this.#page);
    const { stallTimeout } = this.#options;
    // Nobody waits long for a page.
    const bodyTimeout = this.#sink === undefined ? stallTimeout : this.#options.bodyTimeout;
    const received = () => this.#sink?.received ?? 0;
    this.#timeouts = new BodyTimeouts(guard, { ...this.#options, bodyTimeout, received });
  }

  #openSink({ headers }: ResponseHead, framing: ReturnType<typeof bodyFraming>): BodySink {
    const { url } = this.#options;
    const encoding = headers.get("content-encoding") ?? "identity";
    if (encoding.toLowerCase() !== "identity") {
      const message = `${url}: an image with Content-Encoding ${JSON.stringify(encoding)}, identity was asked for`;
      throw new MonitorRequestError("PROTOCOL", message, { url });
    }
    return new BodySink({
      ...this.#options,
      expected: typeof framing === "object" ? framing.length : undefined,
    });
  }

  #complete({ clean }: { readonly clean: boolean }): void {
    const head = this.#head;
    if (head === undefined) return;
    this.#settled = true;
    this.#clean = clean;
    this.#timeouts?.lift();
    try {
      this.#resolve(this.#reply(head, this.#sink?.finish()));
    } catch (error) {
      this.#reject(error);
    }
  }

  #reply({ status, headers }: ResponseHead, body?: BodyBuffer): ImageReply {
    const header = (name: string) => headers.get(name.toLowerCase());
    return { status, header, body, text: errorText(this.#page.parts) };
  }

  /** With the head of an image the DCU has given the image away, whatever is wrong with the rest: `received` says so. */
  #givenAway(error: unknown): unknown {
    if (this.#head?.status !== 200 || !(error instanceof MonitorRequestError)) return error;
    const { code, message, url, cause } = error;
    return new MonitorRequestError(code, message, {
      url,
      status: 200,
      received: this.#sink?.received ?? 0,
      cause,
    });
  }

  #fail(error: unknown): void {
    this.#settled = true;
    this.#reject(error);
  }
}
