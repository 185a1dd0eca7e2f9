import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DcuReply, SimulatedDcu } from "../simulator/index.ts";
import { Outage } from "./outage.ts";
import { sendFaulty } from "./sendFaulty.ts";

/** A simulated control unit that listens. */
export interface DcuServer {
  /** `http://127.0.0.1:8000` */
  readonly url: string;
  /** Address of the monitor, as clients take it: `${url}/monitor/api/1.8.0`. */
  readonly source: string;
  /** Stops taking images, ends every connection and frees the port. */
  close(): Promise<void>;
}

/** Idle connections are kept this long, as control units do. Milliseconds. */
const KEEP_ALIVE = 600_000;
/** No body that this control unit takes is longer; a pixel mask of 16M pixels, which it refuses, has 97 MB. */
const LARGEST_REQUEST = 128 * 2 ** 20;

/**
 * Puts a simulated control unit on a TCP port; port 0 takes a free one.
 *
 * @throws {Error} of the system (EADDRINUSE, EACCES, …) when the port cannot be had
 */
export async function serveDcu(
  dcu: SimulatedDcu,
  { host = "127.0.0.1", port = 0 }: { readonly host?: string; readonly port?: number } = {},
): Promise<DcuServer> {
  const server = createServer((request, response) => void answer(dcu, request, { response, outage }));
  const outage = new Outage(server);
  server.keepAliveTimeout = KEEP_ALIVE;
  // A trigger may take hours, and Node's own 408 for a slow request would look like "no image".
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  await listen(server, { host, port });
  const { port: taken } = server.address() as AddressInfo;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${taken}`;
  outage.address = { host, port: taken };
  const close = () => {
    dcu.stop();
    outage.end();
    return closeServer(server);
  };
  return { url, source: `${url}/monitor/api/1.8.0`, close };
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A client that goes away ends its wait, so that the image it waited for goes to the next in line. */
async function answer(
  dcu: SimulatedDcu,
  request: IncomingMessage,
  { response, outage }: { readonly response: ServerResponse; readonly outage: Outage },
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  response.sendDate = false;
  try {
    const body = await readBody(request);
    if (body === undefined) return refuse(response, 413);
    const target = readTarget(request.url);
    if (target === undefined) return refuse(response, 400);
    const { pathname, searchParams } = target;
    const header = (name: string) => request.headers[name.toLowerCase()]?.toString();
    const { method = "GET" } = request;
    const reply = await dcu.handle({
      method,
      path: pathname,
      query: searchParams,
      header,
      body,
      signal: gone.signal,
    });
    if (gone.signal.aborted) return;
    const { wire } = reply;
    if (wire === undefined) send(response, reply);
    else if (wire.kind === "down") outage.begin(wire.seconds);
    else sendFaulty(response, { ...reply, wire });
  } catch (error) {
    // The connection broke, or there is a defect of ours: nobody is to wait for an answer.
    response.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

/** A path, or a whole address (RFC 9112, section 3.2.2). A path that begins with two slashes is a path all the same. */
function readTarget(target = "/"): URL | undefined {
  const address = target.startsWith("/") ? `http://dcu${target}` : target;
  return URL.canParse(address, "http://dcu") ? new URL(address, "http://dcu") : undefined;
}

/**
 * Undefined when it is longer than any that a client has reason to send. It is read to its end all the same: a client
 * hears no refusal while it is still sending.
 */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LARGEST_REQUEST) parts.length = 0;
    else parts.push(part);
  }
  return length > LARGEST_REQUEST ? undefined : Buffer.concat(parts).toString("utf8");
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { "Content-Length": 0, Connection: "close" }).end();
}

/** Header and body in one write: there are clients that read the whole of a short reply with one `recv`. */
function send(response: ServerResponse, { status, headers, body }: DcuReply): void {
  const length = body.reduce((sum, part) => sum + part.length, 0);
  response.writeHead(status, { ...headers, "Content-Length": length });
  response.cork();
  for (const part of body) response.write(part);
  response.end();
  response.uncork();
}
