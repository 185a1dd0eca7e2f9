import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** What came back over one connection. */
export interface RawAnswer {
  /** 0 when nothing came. */
  readonly status: number;
  readonly text: string;
}

/** A connection that ends with the test, from an address of this machine. */
export async function rawSocket(url: string, { from = "127.0.0.1" } = {}): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), localAddress: from });
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  socket.on("error", () => undefined);
  return socket;
}

/** Sends bytes as they are and resolves when the server has closed the connection. */
export async function untilClosed(
  url: string,
  text: string,
  options: { from?: string } = {},
): Promise<RawAnswer> {
  const socket = await rawSocket(url, options);
  const answer = received(socket);
  socket.write(Buffer.from(text, "latin1"));
  return answer;
}

/** All that a connection brings until it is closed. */
export function received(socket: Socket): Promise<RawAnswer> {
  let text = "";
  socket.on("data", (piece: Buffer) => {
    text += piece.toString("latin1");
  });
  return new Promise((resolve) => {
    socket.once("close", () =>
      resolve({ text, status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0) }),
    );
  });
}

/** `GET target`, closed behind, with the Host that the bridge expects unless there is another. */
export function request(
  url: string,
  target: string,
  {
    method = "GET",
    headers = [],
    host = new URL(url).host,
  }: { method?: string; headers?: readonly string[]; host?: string } = {},
): string {
  return [`${method} ${target} HTTP/1.1`, `Host: ${host}`, "Connection: close", ...headers, "", ""].join(
    "\r\n",
  );
}
