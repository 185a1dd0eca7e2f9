import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps, Agent as SecureAgent } from "node:https";
import type { UpstreamFetch } from "../../bridge/index.ts";

const POOL = { keepAlive: true, maxSockets: 64, maxFreeSockets: 8 };

/**
 * Asks a DCU over Node's own HTTP client, where `fetch` would add headers, unpack what is compressed, follow redirects
 * and cost three times as much for a large image. A body that ends with its connection is refused: nobody could tell a
 * whole one from one that was cut.
 */
export function upstreamFetch(): UpstreamFetch {
  const agents = { "http:": new Agent(POOL), "https:": new SecureAgent(POOL) };
  return async (url, init) => {
    const { protocol } = new URL(url);
    const ask = () =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const { method, headers, body = "", signal } = init;
        const length = method === "PUT" ? { "content-length": Buffer.byteLength(body) } : {};
        const options = { method, headers: { ...headers, ...length } };
        const sent =
          protocol === "https:"
            ? requestHttps(url, { ...options, agent: agents["https:"] })
            : requestHttp(url, { ...options, agent: agents["http:"] });
        abortWith(sent, signal);
        sent.once("response", resolve);
        sent.on("error", (error) => reject(new UpstreamError(error, { isStale: isStale(sent, error) })));
        sent.end(body);
      });
    const mayRepeat = isRepeatable(url, init);
    return toResponse(
      await ask().catch((error: UpstreamError) => {
        return error.isStale && mayRepeat ? ask() : Promise.reject(error);
      }),
    );
  };
}

/** Why a request failed; stale: most likely because the DCU had closed the connection that was kept from the last one. */
class UpstreamError extends Error {
  override readonly name = "UpstreamError";
  readonly isStale: boolean;

  constructor(cause: Error, { isStale }: { readonly isStale: boolean }) {
    super(cause.message, { cause });
    this.isStale = isStale;
  }
}

/**
 * Without a byte of an answer the DCU may still have done what it was asked, and then broken off. What changes nothing there
 * can be asked again; an image taken out for nobody would be lost unseen, and a command given twice.
 */
function isRepeatable(url: string, { method }: { readonly method: string }): boolean {
  return method === "GET" && !new URL(url).pathname.endsWith("/images/next");
}

function isStale(sent: ClientRequest, error: NodeJS.ErrnoException): boolean {
  return sent.reusedSocket && error.code === "ECONNRESET";
}

function abortWith(sent: ClientRequest, signal: AbortSignal): void {
  const abort = () => void sent.destroy(new Error("the request was given up"));
  signal.addEventListener("abort", abort, { once: true });
  sent.once("close", () => signal.removeEventListener("abort", abort));
  if (signal.aborted) abort();
}

function toResponse(incoming: IncomingMessage): Response {
  const { statusCode: status = 0, headers } = incoming;
  const isNull = status === 204 || status === 304;
  const isDelimited = headers["content-length"] !== undefined || headers["transfer-encoding"] === "chunked";
  if (status < 200 || status > 599 || !(isNull || isDelimited)) {
    incoming.destroy();
    throw new Error("an answer without an end or a status");
  }
  const kept = ["content-type", "content-length", "content-encoding"].flatMap((name): [string, string][] => {
    const value = headers[name];
    return value === undefined ? [] : [[name, String(value)]];
  });
  if (isNull) incoming.resume();
  return new Response(isNull ? null : bodyOf(incoming), { status, headers: kept });
}

/** Read only when asked for, so that the socket's buffer fills while nobody reads, and the DCU waits. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const pieces = incoming[Symbol.asyncIterator]();
  // A break before anybody reads is seen by who reads then.
  incoming.on("error", () => undefined);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => void incoming.destroy(),
    },
    { highWaterMark: 0 },
  );
}
