import { MonitorRequestError } from "../errors.ts";
import type { BodyBuffer, BodyBuffers } from "./bodyBuffer.ts";
import type { RequestGuard } from "./requestGuard.ts";

/** Bounds of one body; times in milliseconds. */
export interface BodyBounds {
  readonly url: string;
  readonly maxBodyBytes: number;
  readonly stallTimeout: number;
  readonly bodyTimeout: number;
}

/** A body of unknown length is given this much at first. */
const FIRST_BYTES = 2 ** 20;

/**
 * Reads a whole body into one buffer. A body without a (true) length grows its buffer by doubling.
 * @throws {MonitorRequestError} TOO_LARGE, STALLED, TIMEOUT, TRUNCATED_BODY; the guard's reason. The buffer has been
 * given back by then.
 */
export async function readBody(
  response: Response,
  options: BodyBounds & { readonly buffers: BodyBuffers; readonly guard: RequestGuard },
): Promise<BodyBuffer> {
  const { buffers, url, maxBodyBytes } = options;
  const expected = announcedLength(response);
  if (expected !== undefined && expected > maxBodyBytes) throw tooLarge(expected, options);
  let buffer = buffers.acquire(expected ?? Math.min(FIRST_BYTES, maxBodyBytes));
  let received = 0;
  try {
    for await (const chunk of chunks(response, { ...options, received: () => received })) {
      const length = received + chunk.length;
      if (length > maxBodyBytes) throw tooLarge(length, options);
      if (length > buffer.bytes.length)
        buffer = moved(buffer, { buffers, received, length: Math.min(2 * length, maxBodyBytes) });
      buffer.bytes.set(chunk, received);
      received = length;
    }
    if (expected !== undefined && received !== expected) throw truncated(received, { url, expected });
    if (received === buffer.bytes.length) return buffer;
    return moved(buffer, { buffers, received, length: received });
  } catch (error) {
    buffer.release();
    throw error;
  }
}

/** The pieces of a body as they come. Whatever ends the loop, the body is cancelled: an unread one keeps its socket. */
export async function* chunks(
  response: Response,
  options: BodyBounds & { readonly guard: RequestGuard; readonly received?: () => number },
): AsyncGenerator<Uint8Array, void, void> {
  const { guard, url, stallTimeout, bodyTimeout, received = () => 0 } = options;
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const late = (code: "STALLED" | "TIMEOUT", milliseconds: number) => () =>
    new MonitorRequestError(
      code,
      `${url}: ${lateText(code)} ${milliseconds} ms, ${received()} bytes had come`,
      {
        url,
        received: received(),
      },
    );
  guard.limit("body", bodyTimeout, late("TIMEOUT", bodyTimeout));
  try {
    while (true) {
      guard.limit("stall", stallTimeout, late("STALLED", stallTimeout));
      const { done, value } = await guard.race(
        reader.read().catch((cause) => rejectCut(cause, { url, received: received() })),
      );
      if (done) return;
      yield value;
    }
  } finally {
    guard.lift("stall");
    guard.lift("body");
    // Not awaited: a server that stalls would stall us here too.
    reader.cancel().catch(() => undefined);
  }
}

function lateText(code: "STALLED" | "TIMEOUT"): string {
  return code === "STALLED" ? "the body stalled for" : "the body was not complete after";
}

/** `Content-Length`, where it is the length of what we will read: not of a compressed body. */
function announcedLength(response: Response): number | undefined {
  const text = response.headers.get("content-length");
  const encoding = response.headers.get("content-encoding") ?? "identity";
  return text !== null && /^\d{1,15}$/.test(text) && encoding === "identity" ? Number(text) : undefined;
}

function moved(
  buffer: BodyBuffer,
  {
    buffers,
    received,
    length,
  }: { readonly buffers: BodyBuffers; readonly received: number; readonly length: number },
): BodyBuffer {
  const larger = buffers.acquire(length);
  larger.bytes.set(buffer.bytes.subarray(0, received));
  buffer.release();
  return larger;
}

function rejectCut(cause: unknown, details: { readonly url: string; readonly received: number }): never {
  const message = `${details.url}: the body was cut after ${details.received} bytes`;
  throw new MonitorRequestError("TRUNCATED_BODY", message, { ...details, cause });
}

function truncated(
  received: number,
  { url, expected }: { readonly url: string; readonly expected: number },
): Error {
  const message = `${url}: the body has ${received} bytes, Content-Length says ${expected}`;
  return new MonitorRequestError("TRUNCATED_BODY", message, { url, received });
}

function tooLarge(length: number, { url, maxBodyBytes }: BodyBounds): Error {
  return new MonitorRequestError(
    "TOO_LARGE",
    `${url}: a body of ${length} bytes, at most ${maxBodyBytes} are read`,
    { url },
  );
}
