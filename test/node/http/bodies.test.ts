import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { createDecoder } from "../../../src/decoder/index.ts";
import { socketImageTransport } from "../../../src/node/socketImageTransport.ts";
import type { BodyBuffer } from "../../../src/simplon/index.ts";
import { askFor } from "../../support/imageTransport/exchange.ts";
import { bodyOf, chunk, head, wireServer } from "../../support/wireServer.ts";
import { hasIpv6 } from "../support/ipv6.ts";
import { oneTransport } from "../support/socketTransport.ts";

describe("an image", () => {
  test("in chunks is the same wherever the network cuts it", async () => {
    const body = bodyOf(40);
    const answer = Buffer.concat([
      Buffer.from(head("200 OK", { "Transfer-Encoding": "chunked" })),
      chunk(body.subarray(0, 17)),
      Buffer.from("17;name=value\r\n"),
      body.subarray(17),
      Buffer.from("\r\n0\r\nX-Sum: 7\r\n\r\n"),
    ]);
    let cut = 0;
    const server = await wireServer((socket) => {
      socket.write(answer.subarray(0, cut), () => setImmediate(() => socket.write(answer.subarray(cut))));
    });
    const ask = oneTransport();
    for (cut = 1; cut < answer.length; cut++)
      expect((await ask(server.url).reply).body?.bytes, `cut at ${cut}`).toEqual(body);
    expect(server.connections).toHaveLength(1);
  });

  test("with its length is received into the very memory that was acquired for it, in a frame slot", async () => {
    const { slots } = await createDecoder();
    const acquired: BodyBuffer[] = [];
    const buffers = {
      acquire: (byteLength: number) => {
        const lease = slots.acquire(byteLength);
        acquired.push(lease);
        return lease;
      },
    };
    const server = await wireServer((socket) => {
      socket.write(head("200 OK", { "Content-Length": 3_000_000 }));
      socket.write(bodyOf(3_000_000));
    });
    const { body } = await askFor(server.url, socketImageTransport, { buffers }).reply;
    expect(acquired).toHaveLength(1);
    expect(body).toBe(acquired[0]);
    expect(Buffer.compare(acquired[0]?.bytes ?? new Uint8Array(), bodyOf(3_000_000))).toBe(0);
    expect([slots.created, slots.free]).toEqual([1, 0]);
  });

  test.skipIf(!hasIpv6())("comes from an address of IPv6 as from any other", async () => {
    const server = createServer((request, response) => response.end(`${request.headers.host}`));
    server.listen(0, "::1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { body } = await askFor(`http://[::1]:${port}/monitor`, socketImageTransport).reply;
    expect(new TextDecoder().decode(body?.bytes)).toBe(`[::1]:${port}`);
  });
});

describe("an error page", () => {
  test("of 1 MB is not read to its end, and its text is cut", async () => {
    const server = await wireServer((socket) => {
      socket.write(head("500 Internal Server Error", { "Content-Length": 2 ** 20 }));
      socket.write("x".repeat(2 ** 20));
    });
    const ask = oneTransport();
    for (let request = 0; request < 3; request++)
      expect(await ask(server.url).reply).toMatchObject({
        status: 500,
        body: undefined,
        text: "x".repeat(1024),
      });
    await server.deserted();
    expect(server.connections).toHaveLength(3);
  });

  test("of 1 MB whose first part has come is not waited for", async () => {
    const server = await wireServer((socket) => {
      socket.write(head("500 Internal Server Error", { "Content-Length": 2 ** 20 }));
      socket.write("x".repeat(20_000));
    });
    const { reply } = askFor(server.url, socketImageTransport);
    expect(await reply).toMatchObject({ status: 500, text: "x".repeat(1024) });
    await server.deserted();
  });

  test("that stalls is waited for as long as a body may, then its status is told", async () => {
    const server = await wireServer((socket) => {
      socket.write(`${head("503 Service Unavailable", { "Content-Length": 1000 })}try ag`);
    });
    const { reply, clock } = askFor(server.url, socketImageTransport, {
      headersTimeout: 2500,
      stallTimeout: 5000,
    });
    // The timer of the headers gives way to those of the page.
    await expect.poll(() => clock.pending, { interval: 1 }).toBe(2);
    clock.advance(5000);
    expect(await reply).toMatchObject({ status: 503, body: undefined, text: "try ag" });
    expect(clock.pending).toBe(0);
    await server.deserted();
  });

  test("that breaks takes nothing from its status, but its connection is closed", async () => {
    const server = await wireServer((socket) => {
      socket.write(`${head("408 Request Timeout", { "Transfer-Encoding": "chunked" })}2\r\nnone\r\n`);
    });
    const { reply } = askFor(server.url, socketImageTransport);
    expect(await reply).toMatchObject({ status: 408, body: undefined, text: "no" });
    await server.deserted();
  });
});
