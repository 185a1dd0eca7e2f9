import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { hasEnded } from "../hasEnded.ts";
import { bodyOf, chunk, head, pour, wireServer } from "../wireServer.ts";
import { askFor, type CreateTransport, expectFailure } from "./exchange.ts";

const CAP = 3 * 2 ** 20;
const TEBIBYTE = 2 ** 40;

/** Replies that would never end, or not for a long time, or not within memory. */
export function describeBounds(createTransport: CreateTransport): void {
  describe("an image that is too large", () => {
    test("by its length is refused before any of it is read", async () => {
      const server = await wireServer((socket) => {
        socket.write(head("200 OK", { "Content-Length": TEBIBYTE }));
        socket.write(bodyOf(1000));
      });
      const exchange = askFor(server.url, createTransport, { maxBodyBytes: CAP });
      await expectFailure(exchange, { code: "TOO_LARGE" });
      expect(exchange.buffers.sizes).toEqual([]);
      await server.deserted();
    });

    for (const [kind, headers, piece] of [
      ["in chunks", { "Transfer-Encoding": "chunked" }, chunk(bodyOf(100_000))],
      ["to the end of the connection", { Connection: "close" }, bodyOf(100_000)],
    ] as const) {
      test(`as it comes ${kind} is refused at the bound, in no more memory than that`, async () => {
        const server = await wireServer((socket) => {
          socket.write(head("200 OK", headers));
          pour(socket, piece);
        });
        const exchange = askFor(server.url, createTransport, { maxBodyBytes: CAP });
        await expectFailure(exchange, { code: "TOO_LARGE" });
        expect(Math.max(...exchange.buffers.sizes)).toBeLessThanOrEqual(CAP);
        await server.deserted();
      });
    }

    test("once it is unpacked is refused, in no more memory than the bound", async () => {
      const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20));
      const server = await wireServer((socket) => {
        socket.write(head("200 OK", { "Content-Encoding": "gzip", "Content-Length": bomb.length }));
        socket.write(bomb);
      });
      const exchange = askFor(server.url, createTransport, { maxBodyBytes: CAP });
      // Refused as what it unpacks to, or unread: nobody asked for a compressed body.
      await expectFailure(exchange, { code: expect.stringMatching(/^(TOO_LARGE|PROTOCOL)$/) });
      expect(Math.max(0, ...exchange.buffers.sizes)).toBeLessThanOrEqual(CAP);
    });
  });

  test("an image for which there is no memory fails as the memory says, and is not read", async () => {
    const server = await wireServer((socket) => {
      socket.write(head("200 OK", { "Content-Length": 1_000_000 }));
      socket.write(bodyOf(1000));
    });
    const reason = new Error("all slots are taken");
    const acquire = () => {
      throw reason;
    };
    await expect(askFor(server.url, createTransport, { buffers: { acquire } }).reply).rejects.toBe(reason);
    await server.deserted();
  });

  describe("an image that is late", () => {
    for (const [what, beginning] of [
      ["no byte of a reply", ""],
      ["no end of the headers", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n"],
    ] as const) {
      test(`with ${what} is a TIMEOUT, not sooner and not later than asked`, async () => {
        const server = await wireServer((socket) => socket.write(beginning));
        const exchange = askFor(server.url, createTransport, { headersTimeout: 2500 });
        await server.asked();
        exchange.clock.advance(2499);
        expect(await hasEnded(exchange.reply)).toBe(false);
        exchange.clock.advance(1);
        await expectFailure(exchange, { code: "TIMEOUT", received: undefined });
        await server.deserted();
      });
    }

    test("because its body stalls is STALLED, and tells what had come", async () => {
      const server = await wireServer((socket) => {
        socket.write(head("200 OK", { "Content-Length": 1000 }));
        socket.write(bodyOf(600));
      });
      const exchange = askFor(server.url, createTransport, { stallTimeout: 1000 });
      await exchange.buffers.arrived(600);
      exchange.clock.advance(999);
      expect(await hasEnded(exchange.reply)).toBe(false);
      exchange.clock.advance(1);
      await expectFailure(exchange, { code: "STALLED", received: 600 });
      await server.deserted();
    });

    test("because its body drips is a TIMEOUT, though it never stalls", async () => {
      const body = bodyOf(6);
      const server = await wireServer((socket) => socket.write(head("200 OK", { "Content-Length": 1000 })));
      const exchange = askFor(server.url, createTransport, { stallTimeout: 1000, bodyTimeout: 5000 });
      await server.asked();
      for (let count = 1; count <= 6; count++) {
        expect(await hasEnded(exchange.reply)).toBe(false);
        for (const socket of server.connections) socket.write(body.subarray(count - 1, count));
        await exchange.buffers.arrived(count);
        exchange.clock.advance(900);
      }
      await expectFailure(exchange, { code: "TIMEOUT", received: 6 });
      await server.deserted();
    });
  });
}
