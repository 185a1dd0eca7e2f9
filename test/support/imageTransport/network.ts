import { describe, expect, test } from "vitest";
import { closedPort, head, wireServer } from "../wireServer.ts";
import { askFor, type CreateTransport, expectFailure } from "./exchange.ts";

/** Replies that are not HTTP as it is spoken today. */
const NO_HTTP: Readonly<Record<string, string>> = {
  "another protocol's greeting": "220 ftp ready\r\n\r\n",
  "a status that is no number": "HTTP/1.1 OK\r\n\r\n",
  zeros: "\0".repeat(100),
  "20 kB of headers": head("200 OK", { "Content-Length": 0, "X-Long": "x".repeat(20_000) }),
  "a length and chunks": head("200 OK", { "Content-Length": 0, "Transfer-Encoding": "chunked" }),
  "two lengths": "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
};

/** Connections that fail, and what they lead to. */
export function describeNetwork(createTransport: CreateTransport): void {
  describe("a connection", () => {
    test("that is refused is REFUSED, with the host in the message", async () => {
      const url = await closedPort();
      const message = expect.stringContaining(new URL(url).host);
      await expectFailure(askFor(url, createTransport), { code: "REFUSED", url, message });
    });

    test("to a host that nobody knows is DNS, with its name in the message", async () => {
      const message = expect.stringContaining("nosuch.invalid");
      await expectFailure(askFor("http://nosuch.invalid/", createTransport), { code: "DNS", message });
    });

    test("that ends or is reset before a reply is NETWORK", async () => {
      for (const cut of ["end", "resetAndDestroy"] as const) {
        const server = await wireServer((socket) => socket[cut]());
        await expectFailure(askFor(server.url, createTransport), { code: "NETWORK", received: undefined });
        expect(server.requests).toHaveLength(1);
      }
    });

    for (const [what, reply] of Object.entries(NO_HTTP)) {
      test(`that brings ${what} is PROTOCOL, and is closed`, async () => {
        const server = await wireServer((socket) => socket.write(reply));
        await expectFailure(askFor(server.url, createTransport), { code: "PROTOCOL", url: server.url });
        expect(server.requests).toHaveLength(1);
        await server.deserted();
      });
    }
  });

  for (const status of [301, 302, 303, 307, 308]) {
    test(`a redirect with ${status} is refused, and nobody asks where it leads`, async () => {
      const target = await wireServer((socket) => socket.end(head("200 OK", { "Content-Length": 0 })));
      const server = await wireServer((socket) =>
        socket.write(head(`${status} Elsewhere`, { Location: target.url, "Content-Length": 0 })),
      );
      const message = expect.stringContaining(target.url);
      await expectFailure(askFor(server.url, createTransport), { code: "REDIRECT", status, message });
      expect(target.connections).toEqual([]);
    });
  }
}
