import { connect, type Socket } from "node:net";

/** A reply as it came over the wire. */
export interface RawReply {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
  /** Bytes of the first piece that the socket delivered. */
  readonly firstPiece: number;
}

/** A plain TCP connection to the server at `url`. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return socket;
}

/** Writes one request and reads its reply by Content-Length; the connection stays open. */
export async function exchange(socket: Socket, request: readonly string[], body = ""): Promise<RawReply> {
  socket.write([...request, "", body].join("\r\n"));
  const pieces: Buffer[] = [];
  for await (const piece of socket.iterator({ destroyOnReturn: false })) {
    pieces.push(piece);
    const reply = readReply(pieces);
    if (reply !== undefined) return reply;
  }
  throw new Error(`the connection ended after ${Buffer.concat(pieces).length} bytes`);
}

function readReply(pieces: readonly Buffer[]): RawReply | undefined {
  const bytes = Buffer.concat(pieces);
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString("latin1");
  const body = bytes.subarray(end + 4);
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1]);
  if (body.length < length) return undefined;
  return { status: Number(head.split(" ")[1]), head, body, firstPiece: pieces[0]?.length ?? 0 };
}
