import { MonitorRequestError } from "../errors.ts";
import type { BodyBuffer, BodyBuffers } from "./bodyBuffer.ts";
import { BodySink } from "./bodySink.ts";
import { type BodyBounds, BodyTimeouts } from "./bodyTimeouts.ts";
import type { RequestGuard } from "./requestGuard.ts";

/**
 * Reads a whole body into one buffer. A body without a (true) length grows its buffer by doubling.
 * @throws {MonitorRequestError} TOO_LARGE, STALLED, TIMEOUT, TRUNCATED_BODY; the guard's reason. The buffer has been
 * given back by then.
 */
export async function readBody(
  response: Response,
  options: BodyBounds & { readonly buffers: BodyBuffers; readonly guard: RequestGuard },
): Promise<BodyBuffer> {
  const sink = openSink(response, options);
  try {
    for await (const chunk of chunks(response, { ...options, received: () => sink.received }))
      sink.append(chunk);
    return sink.finish();
  } catch (error) {
    sink.release();
    throw error;
  }
}

function openSink(response: Response, options: BodyBounds & { readonly buffers: BodyBuffers }): BodySink {
  try {
    return new BodySink({ ...options, expected: announcedLength(response) });
  } catch (error) {
    // A body that is left unread keeps its socket.
    response.body?.cancel().catch(() => undefined);
    throw error;
  }
}

/** The pieces of a body as they come. Whatever ends the loop, the body is cancelled: an unread one keeps its socket. */
export async function* chunks(
  response: Response,
  options: BodyBounds & { readonly guard: RequestGuard; readonly received?: () => number },
): AsyncGenerator<Uint8Array, void, void> {
  const { guard, url, received = () => 0 } = options;
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const timeouts = new BodyTimeouts(guard, { ...options, received });
  try {
    while (true) {
      const { done, value } = await guard.race(
        reader.read().catch((cause) => rejectCut(cause, { url, received: received() })),
      );
      if (done) return;
      timeouts.progress();
      yield value;
    }
  } finally {
    timeouts.lift();
    // Not awaited: a server that stalls would stall us here too.
    reader.cancel().catch(() => undefined);
  }
}

/** `Content-Length`, where it is the length of what we will read: not of a compressed body. */
function announcedLength(response: Response): number | undefined {
  const text = response.headers.get("content-length");
  const encoding = response.headers.get("content-encoding") ?? "identity";
  return text !== null && /^\d{1,15}$/.test(text) && encoding === "identity" ? Number(text) : undefined;
}

function rejectCut(cause: unknown, details: { readonly url: string; readonly received: number }): never {
  throw bodyCut({ ...details, cause });
}

/** The error of a connection that ends within a body: the DCU has given the image away all the same. */
export function bodyCut(details: {
  readonly url: string;
  readonly received: number;
  readonly cause?: unknown;
}): MonitorRequestError {
  const message = `${details.url}: the body was cut after ${details.received} bytes`;
  return new MonitorRequestError("TRUNCATED_BODY", message, details);
}
