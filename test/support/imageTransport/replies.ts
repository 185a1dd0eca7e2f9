import { describe, expect, test } from "vitest";
import { CountingBuffers } from "../countingBuffers.ts";
import { ManualClock } from "../manualClock.ts";
import { bodyOf, chunk, head, pour, wireServer, writeInPieces } from "../wireServer.ts";
import { askFor, type CreateTransport, type Exchange, imageRequest } from "./exchange.ts";

const LAST_CHUNK = chunk(new Uint8Array());

/** The reply is an image of exactly these bytes, and only its memory is held. */
async function expectImage({ reply, buffers }: Exchange, bytes: Uint8Array): Promise<void> {
  const { status, body, text } = await reply;
  expect({ status, text }).toEqual({ status: 200, text: "" });
  // Compared as Buffers: a matcher would look at each of millions of numbers.
  expect(Buffer.compare(body?.bytes ?? new Uint8Array(), bytes)).toBe(0);
  buffers.expectAllGivenBackBut(body);
}

/** Replies that are whole. */
export function describeReplies(createTransport: CreateTransport): void {
  describe("a whole image", () => {
    for (const length of [0, 1, 5 * 2 ** 20 + 3]) {
      test(`of ${length} bytes, with its length, is received into memory of that length`, async () => {
        const body = bodyOf(length);
        const server = await wireServer((socket) => {
          socket.write(head("200 OK", { "Content-Length": length }));
          socket.write(body);
        });
        const exchange = askFor(server.url, createTransport);
        await expectImage(exchange, body);
        expect(exchange.buffers.sizes).toEqual([length]);
      });

      test(`of ${length} bytes in chunks is put together`, async () => {
        const body = bodyOf(length);
        const server = await wireServer((socket) => {
          socket.write(head("200 OK", { "Transfer-Encoding": "chunked" }));
          for (let start = 0; start < length; start += 100_000)
            socket.write(chunk(body.subarray(start, start + 100_000)));
          socket.write(LAST_CHUNK);
        });
        await expectImage(askFor(server.url, createTransport), body);
      });

      test(`of ${length} bytes ends with the connection where nothing else says so`, async () => {
        const body = bodyOf(length);
        const server = await wireServer((socket) => {
          socket.write(head("200 OK", { Connection: "close" }));
          socket.end(body);
        });
        await expectImage(askFor(server.url, createTransport), body);
      });
    }

    test("may be as large as the largest that is read", async () => {
      const [known, chunked] = await Promise.all(
        [
          [head("200 OK", { "Content-Length": 5000 }), bodyOf(5000)],
          [head("200 OK", { "Transfer-Encoding": "chunked" }), chunk(bodyOf(5000)), LAST_CHUNK],
        ].map((parts) =>
          wireServer((socket) => {
            for (const part of parts) socket.write(part);
          }),
        ),
      );
      for (const server of [known, chunked])
        await expectImage(askFor(`${server?.url}`, createTransport, { maxBodyBytes: 5000 }), bodyOf(5000));
    });

    for (const size of [1, 7]) {
      test(`comes whole in pieces of ${size}, with chunk extensions and a trailer`, async () => {
        const body = bodyOf(300);
        const bytes = Buffer.concat([
          Buffer.from(head("200 OK", { "Transfer-Encoding": "chunked" })),
          chunk(body.subarray(0, 1)),
          Buffer.from("12b;part=2\r\n"),
          body.subarray(1),
          Buffer.from("\r\n0\r\nX-Checksum: 7\r\n\r\n"),
        ]);
        const server = await wireServer((socket) => void writeInPieces(socket, bytes, size));
        await expectImage(askFor(server.url, createTransport), body);
      });
    }

    test("is asked for once, with the headers given and the query as it stands", async () => {
      const server = await wireServer((socket) => socket.end(head("200 OK", { "Content-Length": 0 })));
      await expectImage(askFor(`${server.url}/images/next?timeout=20`, createTransport), new Uint8Array());
      const [request = "", ...more] = server.requests;
      expect(more).toEqual([]);
      expect(request).toMatch(/^GET \/images\/next\?timeout=20 HTTP\/1\.1\r\n/);
      expect(request).toMatch(/^accept: image\/tiff, application\/tiff\r$/im);
      expect(request.toLowerCase()).toContain(`\r\nhost: ${new URL(server.url).host}\r\n`);
    });

    test("after the other comes over the same connection", async () => {
      const server = await wireServer((socket) => {
        socket.write(head("200 OK", { "Content-Length": 3000 }));
        socket.write(bodyOf(3000));
      });
      const transport = createTransport({ clock: new ManualClock() });
      const buffers = new CountingBuffers();
      for (let image = 0; image < 20; image++)
        (await transport(server.url, imageRequest({ buffers }))).body?.release();
      expect(server.requests).toHaveLength(20);
      // One may still be busy with the end of its image.
      expect(server.connections.length).toBeLessThanOrEqual(2);
      buffers.expectAllGivenBack();
    });
  });

  describe("a reply without an image", () => {
    test("has a status, headers in any case and the beginning of its text, fit to print", async () => {
      const page = "no\u0000 data\u001b[2J\r\n\tavailable\n";
      const server = await wireServer((socket) => {
        socket.write(
          head("408 Request Timeout", { "Content-Type": "text/plain", "Content-Length": page.length }),
        );
        socket.write(page);
      });
      const { reply, buffers } = askFor(server.url, createTransport);
      const { status, header, body, text } = await reply;
      expect({ status, body, text }).toEqual({
        status: 408,
        body: undefined,
        text: "no data [2J available",
      });
      expect(["content-type", "Content-Type", "X-None"].map(header)).toEqual([
        "text/plain",
        "text/plain",
        undefined,
      ]);
      expect(buffers.sizes).toEqual([]);
      expect(server.requests).toHaveLength(1);
    });

    test("may have no body at all", async () => {
      const server = await wireServer((socket) => socket.write(head("204 No Content")));
      expect(await askFor(server.url, createTransport).reply).toMatchObject({
        status: 204,
        body: undefined,
        text: "",
      });
    });

    test("is still that reply when its text is cut", async () => {
      const server = await wireServer((socket) => {
        socket.write(head("503 Service Unavailable", { "Content-Length": 1000 }));
        socket.end("try ag");
      });
      expect(await askFor(server.url, createTransport).reply).toMatchObject({
        status: 503,
        body: undefined,
        text: expect.stringMatching(/^(try ag)?$/),
      });
    });

    test("is not read to its end when there is none: 1 KiB of text, then the connection is closed", async () => {
      const server = await wireServer((socket) => {
        socket.write(head("500 Internal Server Error", { "Transfer-Encoding": "chunked" }));
        pour(socket, chunk(Buffer.alloc(2000, "x")));
      });
      const { reply, buffers } = askFor(server.url, createTransport);
      expect(await reply).toMatchObject({ status: 500, body: undefined, text: "x".repeat(1024) });
      expect(buffers.sizes).toEqual([]);
      await server.deserted();
    });
  });
}
