import { setImmediate as nextTurn } from "node:timers/promises";
import { headersTimedOut } from "../simplon/fetchImageTransport.ts";
import {
  type Clock,
  fetchImageTransport,
  type ImageReply,
  type ImageRequest,
  type ImageTransport,
  systemClock,
} from "../simplon/index.ts";
import { RequestGuard } from "../simplon/requestGuard.ts";
import { ConnectionPool } from "./http/connectionPool.ts";
import { ImageResponse } from "./http/imageResponse.ts";

/**
 * Fetches images over sockets of its own, each body straight from the kernel into its buffer: several times the rate of
 * `fetch` for large frames (docs/performance.md). Keeps its connections alive; an idle one does not keep the process.
 *
 * HTTP/1.1 as RFC 9112 has it, with nothing lenient: bodies by Content-Length, chunked, or up to the connection's end.
 * An address of https goes through `fetch`.
 */
export function socketImageTransport({
  clock = systemClock,
}: {
  readonly clock?: Clock;
} = {}): ImageTransport {
  const pool = new ConnectionPool();
  const secure = fetchImageTransport({ clock });
  return async (url, request) => {
    if (!url.startsWith("http:")) return secure(url, request);
    const guard = new RequestGuard({ signal: request.signal, clock });
    try {
      const { headersTimeout } = request;
      guard.limit("headers", headersTimeout, () => headersTimedOut(url, headersTimeout));
      return await exchange(url, { ...request, pool, guard });
    } finally {
      guard.dispose();
    }
  };
}

/**
 * One request and its answer. A server may close an idle connection just as it is used again: when not a byte of an
 * answer came on a used connection, the request goes out once more on a fresh one, and only then.
 */
async function exchange(
  url: string,
  options: ImageRequest & { readonly pool: ConnectionPool; readonly guard: RequestGuard },
): Promise<ImageReply> {
  const { pool, guard, headers } = options;
  const address = new URL(url);
  guard.signal.throwIfAborted();
  for (let connection = pool.take(address); ; connection = pool.open(address)) {
    const response = new ImageResponse({ ...options, url });
    try {
      connection.send(requestText(address, headers), response);
      const reply = await guard.race(response.done);
      if (!response.keepsAlive) {
        connection.destroy();
        return reply;
      }
      pool.giveBack(address, connection);
      // Bytes beyond the response that are there already are read now, and end the connection: a request that is sent
      // before could not tell them from its answer, and the image of that answer would be lost.
      await nextTurn();
      return reply;
    } catch (error) {
      connection.destroy();
      response.abandon();
      const status = response.statusBefore(error);
      if (status !== undefined) return status;
      if (guard.signal.aborted || !connection.used || !response.untouched) throw error;
    }
  }
}

function requestText({ host, pathname, search }: URL, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ host, ...headers, "accept-encoding": "identity" });
  const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `GET ${pathname}${search} HTTP/1.1\r\n${text}\r\n`;
}
