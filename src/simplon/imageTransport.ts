import type { BodyBuffer, BodyBuffers } from "./bodyBuffer.ts";

/** What one GET of an image may cost; times in milliseconds. */
export interface ImageRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly buffers: BodyBuffers;
  /** Until the status line and the headers are complete. */
  readonly headersTimeout: number;
  /** Between two pieces of the body. */
  readonly stallTimeout: number;
  /** For the whole body. */
  readonly bodyTimeout: number;
  readonly maxBodyBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Told once an image has begun to come (status 200): from then on it is lost if it does not arrive whole. */
  readonly onBegun?: (() => void) | undefined;
}

/** The answer to it. */
export interface ImageReply {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** The whole body, with status 200 only. */
  readonly body: BodyBuffer | undefined;
  /** The beginning of the body as text, with other statuses; for people. */
  readonly text: string;
}

/**
 * Fetches one image into memory that the caller provides.
 * @throws {MonitorRequestError} DNS, REFUSED, NETWORK, TIMEOUT, STALLED, TRUNCATED_BODY, TOO_LARGE, REDIRECT, PROTOCOL;
 * the signal's reason when it aborts. The memory has been given back by then.
 */
export type ImageTransport = (url: string, request: ImageRequest) => Promise<ImageReply>;
