import { MonitorRequestError } from "../errors.ts";
import { readBody } from "./bodyReader.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Fetch, httpRequest, readErrorText } from "./httpRequest.ts";
import type { ImageReply, ImageTransport } from "./imageTransport.ts";
import { RequestGuard } from "./requestGuard.ts";

/** Fetches images with `fetch`: runs wherever there is one. Each piece of a body is copied once, into its buffer. */
export function fetchImageTransport({
  fetch = (input, init) => globalThis.fetch(input, init),
  clock = systemClock,
}: {
  readonly fetch?: Fetch;
  readonly clock?: Clock;
} = {}): ImageTransport {
  return async (url, request) => {
    const { headers, headersTimeout, signal } = request;
    const guard = new RequestGuard({ signal, clock });
    try {
      guard.limit("headers", headersTimeout, () => headersTimedOut(url, headersTimeout));
      const response = await httpRequest(url, { fetch, guard, headers });
      guard.lift("headers");
      const reply = {
        status: response.status,
        header: (name: string) => response.headers.get(name) ?? undefined,
      };
      if (response.status !== 200)
        return { ...reply, ...(await withoutImage(response, { ...request, url, guard })) };
      request.onBegun?.();
      return { ...reply, body: await readBody(response, { ...request, url, guard }), text: "" };
    } finally {
      guard.dispose();
    }
  };
}

/** The error of a server that keeps us waiting for its headers. */
export function headersTimedOut(url: string, milliseconds: number): MonitorRequestError {
  return new MonitorRequestError("TIMEOUT", `${url}: no answer within ${milliseconds} ms`, { url });
}

async function withoutImage(
  response: Response,
  options: { readonly guard: RequestGuard; readonly url: string; readonly stallTimeout: number },
): Promise<Pick<ImageReply, "body" | "text">> {
  return { body: undefined, text: await readErrorText(response, options) };
}
