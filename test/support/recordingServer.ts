import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A request as a server sees it. */
export interface RecordedRequest {
  readonly method: string | undefined;
  /** Path and query. */
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An HTTP server that keeps what it was asked. */
export interface RecordingServer {
  readonly url: string;
  /** `${url}/monitor/api/1.8.0` */
  readonly source: string;
  readonly requests: readonly RecordedRequest[];
}

/** What a server answers; `{ body: "…" }` is status 200. */
export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Answers every request with a scripted reply; it ends with the test. */
export async function recordingServer(
  reply: (request: RecordedRequest) => ScriptedReply | Promise<ScriptedReply>,
): Promise<RecordingServer> {
  const requests: RecordedRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const { method, url, headers } = incoming;
    const request = { method, url, headers, body: await text(incoming) };
    requests.push(request);
    send(response, await reply(request));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, source: `${url}/monitor/api/1.8.0`, requests };
}

function send(response: ServerResponse, { status = 200, headers = {}, body = "" }: ScriptedReply): void {
  response.writeHead(status, headers).end(body);
}
