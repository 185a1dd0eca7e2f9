import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A server that knows nothing of HTTP but where the head of a request ends. */
export interface WireServer {
  readonly url: string;
  /** Heads of the requests, as they came. */
  readonly requests: readonly string[];
  readonly connections: readonly Socket[];
  /** Resolves when a request has come. */
  asked(): Promise<void>;
  /** Resolves when every connection over which a request came is closed. */
  deserted(): Promise<void>;
}

/** Answers each request with the bytes that `answer` writes; it ends with the test. */
export async function wireServer(answer: (socket: Socket, request: string) => void): Promise<WireServer> {
  const requests: string[] = [];
  const connections: Socket[] = [];
  const askedOver = new Set<Socket>();
  const server = createServer((socket) => {
    connections.push(socket);
    socket.setNoDelay(true);
    let head = "";
    socket.on("data", (piece: Buffer) => {
      head += piece.toString("latin1");
      if (!head.includes("\r\n\r\n")) return;
      const request = head;
      head = "";
      requests.push(request);
      askedOver.add(socket);
      server.emit("asked");
      answer(socket, request);
    });
    // A client that goes away may reset the connection; tests see that by `deserted`.
    socket.on("error", () => undefined);
  });
  const { port } = await listening(server, connections);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    connections,
    asked: async () => {
      if (requests.length === 0) await once(server, "asked");
    },
    deserted: async () => {
      await Promise.all([...askedOver].map(closed));
    },
  };
}

/** Not `once` of node:events: a reset is no failure here. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once("close", () => resolve());
  });
}

async function listening(server: Server, connections: readonly Socket[]): Promise<AddressInfo> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });
  return server.address() as AddressInfo;
}

/** Address of a port on which nothing listens. */
export async function closedPort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

/** Status line and headers of a reply, with the empty line behind. */
export function head(status: string, headers: Readonly<Record<string, string | number>> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join("")}\r\n`;
}

/** A body in which no byte is 0, so that fresh memory cannot be mistaken for it. */
export function bodyOf(byteLength: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength);
  for (let index = 0; index < byteLength; index++) bytes[index] = (index % 251) + 1;
  return bytes;
}

/** One chunk of a chunked body; an empty one is its end. */
export function chunk(bytes: Uint8Array): Buffer {
  const size = Buffer.from(`${bytes.length.toString(16)}\r\n`, "latin1");
  return Buffer.concat([size, bytes, Buffer.from("\r\n", "latin1")]);
}

/** Writes the same piece for as long as the connection stands. */
export function pour(socket: Socket, piece: Uint8Array): void {
  const write = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on("drain", write);
  write();
}

/** Writes bytes in pieces of a size, each in a turn of its own. */
export async function writeInPieces(socket: Socket, bytes: Uint8Array, size: number): Promise<void> {
  for (let start = 0; start < bytes.length; start += size) {
    socket.write(bytes.subarray(start, start + size));
    await new Promise(setImmediate);
  }
}
