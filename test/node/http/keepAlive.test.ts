import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { bodyOf, chunk, head, wireServer } from "../../support/wireServer.ts";
import { oneTransport } from "../support/socketTransport.ts";

const CHUNKED = { "Transfer-Encoding": "chunked" };
const LAST_CHUNK = chunk(new Uint8Array());
const IMAGE = `${head("200 OK", { "Content-Length": 2 })}II`;

/** Answers that leave a connection fit for the next request: status, bytes of the image, text, and what is sent. */
const WHOLE: Readonly<
  Record<string, readonly [number, number | undefined, string, ...(string | Uint8Array)[]]>
> = {
  "an image with its length": [200, 3000, "", head("200 OK", { "Content-Length": 3000 }), bodyOf(3000)],
  "an image in chunks": [200, 3000, "", head("200 OK", CHUNKED), chunk(bodyOf(3000)), LAST_CHUNK],
  "408 with a text": [408, undefined, "none", head("408 No", { "Content-Length": 4 }), "none"],
  "408 with chunks": [
    408,
    undefined,
    "none",
    head("408 No", CHUNKED),
    chunk(Buffer.from("none")),
    LAST_CHUNK,
  ],
  "204 without a body": [204, undefined, "", head("204 No Content")],
};

describe("one connection", () => {
  for (const [what, [status, length, text, ...parts]] of Object.entries(WHOLE)) {
    test(`serves a hundred requests in a row that bring ${what}`, async () => {
      const answer = Buffer.concat(parts.map((part) => Buffer.from(part)));
      const server = await wireServer((socket) => socket.write(answer));
      const ask = oneTransport();
      for (let request = 0; request < 100; request++) {
        const reply = await ask(server.url).reply;
        expect([reply.status, reply.body?.bytes.length, reply.text]).toEqual([status, length, text]);
      }
      expect([server.requests.length, server.connections.length]).toEqual([100, 1]);
    });
  }

  test("serves on where a server of HTTP/1.0 says keep-alive", async () => {
    const answer = IMAGE.replace("HTTP/1.1", "HTTP/1.0").replace("\r\n", "\r\nConnection: Keep-Alive\r\n");
    const server = await wireServer((socket) => socket.write(answer));
    const ask = oneTransport();
    for (let request = 0; request < 3; request++) await ask(server.url).reply;
    expect([server.requests.length, server.connections.length]).toEqual([3, 1]);
  });
});

describe("a fresh connection for each request", () => {
  for (const [why, status, answer] of [
    ["HTTP/1.0 is spoken", 200, IMAGE.replace("HTTP/1.1", "HTTP/1.0")],
    ["the server says close", 200, IMAGE.replace("\r\n", "\r\nconnection: foo, Close\r\n")],
    ["bytes came behind the image", 200, `${IMAGE}${IMAGE.replace("II", "MM")}`],
    ["bytes came behind a refusal", 408, `${head("408 No", { "Content-Length": 2 })}no${IMAGE}`],
  ] as const) {
    test(`is made where ${why}, and the old one is closed`, async () => {
      const server = await wireServer((socket) => socket.write(answer));
      const ask = oneTransport();
      for (let request = 0; request < 3; request++) {
        const reply = await ask(server.url).reply;
        const image = status === 200 ? Uint8Array.of(73, 73) : undefined;
        expect([reply.status, reply.body?.bytes]).toEqual([status, image]);
      }
      expect([server.requests.length, server.connections.length]).toEqual([3, 3]);
      await server.deserted();
    });
  }

  test("is made after an image that ends with its connection", async () => {
    const server = await wireServer((socket) => socket.end(`${head("200 OK")}II`));
    const ask = oneTransport();
    for (let request = 0; request < 3; request++) await ask(server.url).reply;
    expect([server.requests.length, server.connections.length]).toEqual([3, 3]);
  });
});

describe("an idle connection", () => {
  test("that the server closes is replaced, without a request on it", async () => {
    const server = await wireServer((socket) => socket.write(IMAGE));
    const ask = oneTransport();
    for (let image = 0; image < 3; image++) {
      expect((await ask(server.url).reply).status).toBe(200);
      server.connections[image]?.end();
      // The client's own end of it: it has seen the server's.
      await server.deserted();
    }
    expect([server.requests.length, server.connections.length]).toEqual([3, 3]);
  });

  test("on which bytes come unasked is closed, and they never become an image", async () => {
    const server = await wireServer((socket) => socket.write(IMAGE));
    const ask = oneTransport();
    await ask(server.url).reply;
    server.connections[0]?.write(IMAGE.replace("II", "MM"));
    await server.deserted();
    expect((await ask(server.url).reply).body?.bytes).toEqual(Uint8Array.of(73, 73));
    expect(server.connections).toHaveLength(2);
  });

  test("is kept for each server, four at most", async () => {
    const server = await wireServer((socket, _request) => {
      if (server.requests.length === 6) for (const each of server.connections) each.write(IMAGE);
      if (server.requests.length > 6) socket.write(IMAGE);
    });
    const ask = oneTransport();
    const closed = () => server.connections.filter((socket) => socket.readableEnded).length;
    await Promise.all(Array.from({ length: 6 }, () => ask(server.url).reply));
    await expect.poll(closed, { interval: 1 }).toBe(2);
    await Promise.all(Array.from({ length: 4 }, () => ask(server.url).reply));
    expect([server.requests.length, server.connections.length, closed()]).toEqual([10, 6, 2]);
  });

  test("does not keep a program from its end", async () => {
    const server = await wireServer((socket) => socket.write(IMAGE));
    const program = fileURLToPath(new URL("../support/oneImage.mjs", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program, server.url]);
    expect(stdout).toBe("2");
    // It was the program that ended the connection, by its own end.
    await server.deserted();
    expect(server.requests).toHaveLength(1);
  });
});
