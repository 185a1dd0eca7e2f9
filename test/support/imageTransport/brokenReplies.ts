import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { CountingBuffers } from "../countingBuffers.ts";
import { ManualClock } from "../manualClock.ts";
import { bodyOf, chunk, head, type WireServer, wireServer } from "../wireServer.ts";
import { askFor, type CreateTransport, expectFailure, imageRequest } from "./exchange.ts";

/** Two ways to begin a body of 1000 bytes, of which 600 come. */
const BEGINNINGS = {
  "with its length": [head("200 OK", { "Content-Length": 1000 }), bodyOf(600)],
  "in chunks": [head("200 OK", { "Transfer-Encoding": "chunked" }), chunk(bodyOf(600))],
  "within a chunk": [head("200 OK", { "Transfer-Encoding": "chunked" }), "3e8\r\n", bodyOf(600)],
} as const;

const CUTS: Readonly<Record<string, (socket: Socket) => void>> = {
  ended: (socket) => socket.end(),
  reset: (socket) => socket.resetAndDestroy(),
};

function writes(parts: readonly (string | Uint8Array)[]): Promise<WireServer> {
  return wireServer((socket) => {
    for (const part of parts) socket.write(part);
  });
}

/** Replies that end before they are whole, or go on after it. */
export function describeBrokenReplies(createTransport: CreateTransport): void {
  describe("an image that is cut", () => {
    for (const [kind, beginning] of Object.entries(BEGINNINGS)) {
      for (const [how, cut] of Object.entries(CUTS)) {
        test(`${kind} by a connection that is ${how} is TRUNCATED_BODY and tells what had come`, async () => {
          const server = await writes(beginning);
          const exchange = askFor(server.url, createTransport);
          await exchange.buffers.arrived(600);
          server.connections.forEach(cut);
          await expectFailure(exchange, { code: "TRUNCATED_BODY", received: 600, url: server.url });
          expect(server.requests).toHaveLength(1);
        });
      }
    }

    test("at once is told from one that is whole, whatever had come of it", async () => {
      const server = await wireServer((socket) => {
        socket.write(head("200 OK", { "Content-Length": 1000 }));
        socket.end(bodyOf(999));
      });
      const exchange = askFor(server.url, createTransport);
      await expectFailure(exchange, { code: "TRUNCATED_BODY", received: expect.any(Number) });
    });

    test("by a chunk whose size is no number is refused", async () => {
      const server = await writes([
        head("200 OK", { "Transfer-Encoding": "chunked" }),
        chunk(bodyOf(600)),
        "size\r\n",
        bodyOf(600),
      ]);
      // The bytes are no HTTP, and the body is not whole: either is a true answer.
      const code = expect.stringMatching(/^(PROTOCOL|TRUNCATED_BODY)$/);
      await expectFailure(askFor(server.url, createTransport), { code });
      await server.deserted();
    });
  });

  test("bytes behind the image's end never become the next image", async () => {
    const body = bodyOf(500);
    const forged = Buffer.from(`${head("200 OK", { "Content-Length": 3 })}bad`);
    const server = await writes([
      Buffer.concat([Buffer.from(head("200 OK", { "Content-Length": 500 })), body, forged]),
    ]);
    const transport = createTransport({ clock: new ManualClock() });
    for (let image = 0; image < 3; image++) {
      const buffers = new CountingBuffers();
      const outcome = await transport(server.url, imageRequest({ buffers })).catch((error) => error);
      // The image was whole; or the reply as a whole counts as broken. It is never the forged one.
      if ("body" in outcome) {
        expect(outcome.body.bytes).toEqual(body);
        buffers.expectAllGivenBackBut(outcome.body);
      } else {
        expect(outcome.code).toMatch(/^(PROTOCOL|TRUNCATED_BODY)$/);
        buffers.expectAllGivenBack();
      }
    }
    expect(server.requests).toHaveLength(3);
    await server.deserted();
  });
}
