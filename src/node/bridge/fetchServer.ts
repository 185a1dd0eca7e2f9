import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type BridgeClient, refusalText } from "../../bridge/index.ts";
import { Connections } from "./connections.ts";
import { readRequest } from "./incomingRequest.ts";
import { sendReply } from "./sendReply.ts";
import { nodeOptions, type ServerLimits } from "./serverLimits.ts";

/** Answers a request; it never rejects. */
export type FetchHandler = (request: Request, client: BridgeClient) => Promise<Response>;

/** A server that listens. */
export interface FetchServer {
  readonly port: number;
  /** Takes no more requests, ends those that wait, lets bodies that have begun end within 5 s, and frees the port. */
  close(): Promise<void>;
}

/**
 * Puts a fetch handler on a TCP port for clients that are not to be trusted; port 0 takes a free one.
 * @throws {Error} of the system (EADDRINUSE, EACCES, …) when the port cannot be had
 */
export async function serveFetch(
  createHandler: (port: number) => FetchHandler,
  { host, port, limits }: { readonly host: string; readonly port: number; readonly limits: ServerLimits },
): Promise<FetchServer> {
  const server = createServer(nodeOptions(limits));
  const connections = new Connections(server, limits);
  await listen(server, { host, port });
  const taken = (server.address() as AddressInfo).port;
  const handler = handlerOrNone(server, () => createHandler(taken));
  const exchanges = new Exchanges(handler, { connections, limits });
  server.on("request", (incoming, outgoing) => {
    // A defect of ours costs the connection, not the process.
    exchanges.answer(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  const refuse = (socket: Socket, code: string | undefined) => {
    if (connections.isEnded(socket)) return;
    connections.endTaking(socket);
    refuseBytes(socket, { isBusy: connections.isBusy(socket), code });
  };
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => refuse(socket as Socket, error.code));
  server.on("connect", (_request, socket) => refuse(socket as Socket, "CONNECT"));
  return { port: taken, close: () => close(server, { exchanges, connections, limits }) };
}

/** A handler that cannot be made leaves no port taken. */
function handlerOrNone(server: Server, create: () => FetchHandler): FetchHandler {
  try {
    return create();
  } catch (error) {
    server.close();
    throw error;
  }
}

/** The requests that are being answered. */
class Exchanges {
  readonly #handler: FetchHandler;
  readonly #connections: Connections;
  readonly #limits: ServerLimits;
  /** Those whose answers have not begun. */
  readonly #waiting = new Set<AbortController>();
  #isStopping = false;

  constructor(
    handler: FetchHandler,
    { connections, limits }: { readonly connections: Connections; readonly limits: ServerLimits },
  ) {
    this.#handler = handler;
    this.#connections = connections;
    this.#limits = limits;
  }

  async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { socket } = incoming;
    incoming.on("error", () => undefined);
    const address = socket.remoteAddress ?? "unknown";
    if (this.#connections.isEnded(socket)) return;
    if (!this.#connections.begin(socket)) return void socket.destroy();
    const ended = new AbortController();
    this.#waiting.add(ended);
    // A client that goes away ends its wait at the DCU too, so that no image is taken out for nobody.
    outgoing.once("close", () => {
      this.#connections.end(socket);
      if (!outgoing.writableFinished) ended.abort(new Error("the client has gone"));
    });
    if (this.#isStopping) ended.abort(new Error("the bridge is being stopped"));
    const { request, flaw } = readRequest(incoming);
    if (flaw !== undefined) this.#connections.endTaking(socket);
    const connection = this.#connections.numberOf(socket);
    const client = { address, connection, signal: ended.signal, flaw, target: incoming.url };
    const reply = await this.#handler(request, client);
    this.#waiting.delete(ended);
    // What was not read of the request would be taken for the next one.
    const close = flaw !== undefined || this.#isStopping || !incoming.complete;
    await sendReply(reply, outgoing, { close, limits: this.#limits });
  }

  /** Those who wait hear at once that the bridge stops. */
  stop(): void {
    this.#isStopping = true;
    for (const ended of this.#waiting) ended.abort(new Error("the bridge is being stopped"));
  }
}

/** What is no HTTP gets 400 and a closed connection; nothing is written into an answer that is under way. */
function refuseBytes(socket: Socket, { isBusy, code }: { isBusy: boolean; code: string | undefined }): void {
  if (isBusy || !socket.writable || code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  // Never 408, as Node has it for a slow request: from a DCU that means "no image".
  const status = STATUS_LINES[code ?? ""] ?? "400 Bad Request";
  const body = refusalText("BAD_REQUEST");
  const head = [
    `HTTP/1.1 ${status}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${body.length}`,
    "Cache-Control: no-store",
    "Vary: Origin",
    "X-Content-Type-Options: nosniff",
    "Connection: close",
  ];
  socket.end(`${[...head, "", body].join("\r\n")}`, () => socket.destroySoon());
}

const STATUS_LINES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  CONNECT: "405 Method Not Allowed\r\nAllow: GET, OPTIONS",
};

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(
  server: Server,
  options: {
    readonly exchanges: Exchanges;
    readonly connections: Connections;
    readonly limits: ServerLimits;
  },
): Promise<void> {
  const { exchanges, connections, limits } = options;
  return new Promise((resolve) => {
    const end = setTimeout(() => server.closeAllConnections(), limits.lastBodies);
    server.close(() => {
      clearTimeout(end);
      resolve();
    });
    exchanges.stop();
    connections.endWaiting();
  });
}
