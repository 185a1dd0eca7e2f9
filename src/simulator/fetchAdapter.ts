import { type SimulatorClock, simulatorClock } from "./clock.ts";
import { faultyResponse } from "./faults/faultyFetch.ts";
import type { DcuReply, DcuRequest } from "./reply.ts";

/** A `fetch` over a request handler, for clients in the same process. Rejects when its signal aborts, as `fetch` does. */
export function fetchAdapter(
  handle: (request: DcuRequest) => Promise<DcuReply>,
  { clock = simulatorClock }: { readonly clock?: SimulatorClock } = {},
): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const request = new Request(input, init);
    const { method, signal } = request;
    signal.throwIfAborted();
    const body = await request.text();
    const { pathname: path, searchParams: query } = new URL(request.url);
    const header = (name: string) => request.headers.get(name) ?? undefined;
    const reply = await unlessAborted(handle({ method, path, query, header, body, signal }), signal);
    if (reply.wire !== undefined) return faultyResponse({ ...reply, wire: reply.wire }, { clock });
    const bytes = join(reply.body);
    const headers = { ...reply.headers, "Content-Length": String(bytes.length) };
    return new Response(reply.status === 204 ? null : bytes, { status: reply.status, headers });
  };
}

/** A request that takes its time (a trigger) does not keep its client once that has given up. */
function unlessAborted<T>(reply: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    reply.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** A copy: what `fetch` hands out belongs to its caller. */
function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
