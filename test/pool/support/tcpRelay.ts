import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A way to a server that can stop carrying. */
export interface TcpRelay {
  readonly port: number;
  /** Takes nothing from the server any more, as a client that cannot keep up; connections stay open. */
  stall(): void;
  /** Cuts every connection, and takes no other: the machine behind it is gone. */
  close(): void;
  /** Takes connections again. */
  open(): void;
}

/** It ends with the test. */
export async function tcpRelay(to: number): Promise<TcpRelay> {
  const pairs = new Set<{ readonly near: Socket; readonly far: Socket }>();
  let isOpen = true;
  const server = createServer((near) => {
    near.on("error", () => undefined);
    if (!isOpen) {
      near.destroy();
      return;
    }
    const far = connect(to, "127.0.0.1");
    const pair = { near, far };
    pairs.add(pair);
    near.pipe(far);
    far.pipe(near);
    for (const socket of [near, far]) {
      socket.on("error", () => undefined);
      socket.on("close", () => {
        pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = () => {
    for (const { near, far } of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    stall: () => {
      for (const { near, far } of pairs) far.unpipe(near).pause();
    },
    close: () => {
      isOpen = false;
      cut();
    },
    open: () => {
      isOpen = true;
    },
  };
}
