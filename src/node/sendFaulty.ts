import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { type ConnectionFault, cutPlace, type DcuReply, firstBytes } from "../simulator/index.ts";

/** A reply whose connection has a fault. */
type FaultyReply = DcuReply & { readonly wire: Exclude<ConnectionFault, { kind: "down" }> };
type Sender = (socket: Socket, reply: FaultyReply) => void;

/** Bytes of an endless body, at a time. */
const PIECE = Buffer.alloc(65_536);
/** More than HTTP clients take. */
const LARGE_HEAD = 20_000;
const EXTRA_BYTES = 100;
const HUGE_LENGTH = 2 ** 40;

/** Writes over the socket itself, behind the back of the HTTP server, which would not send what is wrong. */
export function sendFaulty(response: ServerResponse, reply: FaultyReply): void {
  const { socket } = response;
  // A client that has gone needs no fault.
  if (socket === null) return;
  SENDERS[reply.wire.kind](socket, reply);
}

const SENDERS: Readonly<Record<FaultyReply["wire"]["kind"], Sender>> = {
  reset: (socket, reply) => cut(socket, reply, () => socket.resetAndDestroy()),
  close: (socket, reply) => cut(socket, reply, () => socket.end()),
  unterminated: (socket, reply) => {
    const parts = sentParts(reply);
    const length = byteLength(parts).toString(16);
    write(socket, [head(reply, "Transfer-Encoding: chunked"), Buffer.from(`${length}\r\n`), ...parts], () =>
      socket.end(),
    );
  },
  closeDelimited: (socket, reply) =>
    write(socket, [head(reply, "Connection: close"), ...sentParts(reply)], () => socket.end()),
  extraBytes: (socket, reply) => {
    const { wire, body } = reply;
    const extra = Buffer.alloc(
      Math.min("bytes" in wire ? (wire.bytes ?? EXTRA_BYTES) : EXTRA_BYTES, 2 ** 20),
    );
    write(socket, [wholeHead(reply), ...body, extra]);
  },
  twoFramings: (socket, reply) =>
    write(socket, [
      head(reply, "Content-Length: 5", "Transfer-Encoding: chunked"),
      Buffer.from("5\r\nhello\r\n0\r\n\r\n"),
    ]),
  garbage: (socket, { wire }) => {
    const text = "text" in wire ? wire.text : undefined;
    write(socket, [Buffer.from(text ?? "this is not HTTP\r\n\r\n")], () => socket.end());
  },
  largeHead: (socket, reply) => {
    const { wire } = reply;
    const length = "bytes" in wire ? (wire.bytes ?? LARGE_HEAD) : LARGE_HEAD;
    write(socket, [head(reply, `X-Large: ${"x".repeat(length)}`, "Content-Length: 0")]);
  },
  // The simulator answers only once the client has gone.
  noReply: () => undefined,
  stall: (socket, reply) => write(socket, [wholeHead(reply), ...sentParts(reply)]),
  drip: (socket, reply) => {
    write(socket, [wholeHead(reply)]);
    drip(socket, reply);
  },
  endless: (socket, reply) => {
    write(socket, [head({ ...reply, status: 200 }, "Connection: close", "Content-Type: application/tiff")]);
    flood(socket);
  },
  hugeLength: (socket, reply) => {
    const { wire } = reply;
    const length = "bytes" in wire ? (wire.bytes ?? HUGE_LENGTH) : HUGE_LENGTH;
    write(socket, [head({ ...reply, status: 200 }, `Content-Length: ${length}`), PIECE]);
  },
};

function cut(socket: Socket, reply: FaultyReply, end: () => void): void {
  const { wire } = reply;
  if ("at" in wire && wire.at === "accept") end();
  else write(socket, [wholeHead(reply), ...sentParts(reply)], end);
}

/** `then` once all of it has been given to the system. */
function write(socket: Socket, parts: readonly Uint8Array[], then?: () => void): void {
  socket.cork();
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    // An error is the client's leaving, and closes the socket.
    if (isLast && then !== undefined) socket.write(part, (error) => (error ? undefined : then()));
    else socket.write(part);
  });
  socket.uncork();
}

function drip(socket: Socket, { wire, body }: FaultyReply): void {
  const { bytes = 1, interval = 100 } = wire.kind === "drip" ? wire : {};
  const all = Buffer.concat(body);
  let sent = 0;
  const timer = setInterval(() => {
    socket.write(all.subarray(sent, sent + bytes));
    sent += bytes;
    if (sent >= all.length) clearInterval(timer);
  }, interval);
  socket.once("close", () => clearInterval(timer));
}

/** As fast as the client takes it. */
function flood(socket: Socket): void {
  const more = () => {
    while (!socket.destroyed && socket.write(PIECE));
  };
  socket.on("drain", more);
  more();
}

function sentParts({ wire, body }: FaultyReply): readonly Uint8Array[] {
  return firstBytes(body, cutPlace(wire, byteLength(body)));
}

function byteLength(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function wholeHead(reply: FaultyReply): Buffer {
  return head(reply, `Content-Length: ${byteLength(reply.body)}`);
}

function head({ status, headers }: DcuReply, ...more: readonly string[]): Buffer {
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...own, ...more];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}
