import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { fetchImageTransport } from "../../src/simplon/index.ts";
import { askFor } from "../support/imageTransport/exchange.ts";
import { describeImageTransport } from "../support/imageTransportSuite.ts";
import { bodyOf, head, wireServer } from "../support/wireServer.ts";

describeImageTransport("fetchImageTransport", fetchImageTransport);

test("fetch unpacks a compressed image, whose Content-Length is not the length of what is read", async () => {
  const packed = gzipSync(bodyOf(100_000));
  const server = await wireServer((socket) => {
    socket.write(head("200 OK", { "Content-Encoding": "gzip", "Content-Length": packed.length }));
    socket.write(packed);
  });
  const { reply, buffers } = askFor(server.url, fetchImageTransport);
  const { body } = await reply;
  expect(body?.bytes).toEqual(bodyOf(100_000));
  buffers.expectAllGivenBackBut(body);
});

test("an error page that stalls is waited for as long as a body, then its status is told", async () => {
  const server = await wireServer((socket) => {
    socket.write(`${head("503 Service Unavailable", { "Content-Length": 1000 })}try ag`);
  });
  const { reply, clock } = askFor(server.url, fetchImageTransport, {
    headersTimeout: 2500,
    stallTimeout: 5000,
  });
  // The timer of the headers gives way to those of the page.
  await expect.poll(() => clock.pending, { interval: 1 }).toBe(2);
  clock.advance(5000);
  expect(await reply).toMatchObject({ status: 503, text: expect.stringMatching(/^(try ag)?$/) });
  await server.deserted();
});

test("no timer of a request is left once it has its image", async () => {
  const server = await wireServer((socket) => socket.write(`${head("200 OK", { "Content-Length": 2 })}II`));
  const { reply, clock } = askFor(server.url, fetchImageTransport);
  expect((await reply).body?.bytes).toEqual(new Uint8Array([73, 73]));
  expect(clock.pending).toBe(0);
});
