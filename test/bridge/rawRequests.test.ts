import { describe, expect, test } from "vitest";
import { rawSocket, received, request, untilClosed } from "./support/rawRequest.ts";
import { countedBridge } from "./support/servedBridge.ts";

const NEXT = "/monitor/api/1.8.0/images/next";

describe("S21: a GET with a body", () => {
  test.for([
    ["of a said length", "Content-Length: 5\r\n\r\nhello"],
    ["of chunks", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"],
    ["of no chunks", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["that never comes", "Content-Length: 1000000\r\n\r\n"],
  ] as const)("%s is refused and the connection closed", async ([, body]) => {
    const { bridge, dcu } = await countedBridge();
    const answer = await untilClosed(
      bridge.url,
      `GET ${NEXT} HTTP/1.1\r\nHost: ${new URL(bridge.url).host}\r\n${body}`,
    );
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('"BAD_BODY"');
    expect(dcu.requests).toEqual([]);
  });

  test("of length 0 is none", async () => {
    const { bridge, dcu } = await countedBridge();
    const headers = ["Content-Length: 0"];
    expect((await untilClosed(bridge.url, request(bridge.url, NEXT, { headers }))).status).toBe(200);
    expect(dcu.requests).toHaveLength(1);
  });
});

/** What servers in a row have been known to read differently (RFC 9112, section 11.2). */
const AMBIGUOUS: Readonly<Record<string, readonly string[]>> = {
  "a length and a coding": ["Content-Length: 5", "Transfer-Encoding: chunked"],
  "a coding and a length": ["Transfer-Encoding: chunked", "Content-Length: 5"],
  "two lengths": ["Content-Length: 5", "Content-Length: 6"],
  "the same length twice": ["Content-Length: 5", "Content-Length: 5"],
  "a list of lengths": ["Content-Length: 5, 6"],
  "a signed length": ["Content-Length: +5"],
  "a length in hexadecimal": ["Content-Length: 0x5"],
  "chunked, identity": ["Transfer-Encoding: chunked, identity"],
  "identity, chunked": ["Transfer-Encoding: identity, chunked"],
  "gzip, chunked": ["Transfer-Encoding: gzip, chunked"],
  identity: ["Transfer-Encoding: identity"],
  "an unknown coding": ["Transfer-Encoding: xchunked"],
  "two codings": ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
  "a coding behind a vertical tab": ["Transfer-Encoding: \x0bchunked"],
  "a blank before the colon": ["Transfer-Encoding : chunked"],
  "a folded header": ["X-Folded: a", " b"],
  "a folded coding": ["Transfer-Encoding:", " chunked"],
  "a header without a colon": ["X-Odd"],
  "a NUL in a value": ["X-Odd: a\0b"],
  "a bare CR in a value": ["X-Odd: a\rb"],
  "a bare LF behind a header": ["X-Odd: a\nX-Other: b"],
};

describe("S22: a request that can be read in two ways is refused and the connection closed:", () => {
  for (const method of ["GET", "PUT"]) {
    test.for(Object.entries(AMBIGUOUS))(`${method} with %s`, async ([, headers]) => {
      const { bridge, dcu } = await countedBridge({ allowWrite: true, token: "x".repeat(32) });
      const head = [`${method} ${NEXT} HTTP/1.1`, `Host: ${new URL(bridge.url).host}`, ...headers, "", ""];
      const smuggled = `0\r\n\r\nGET ${NEXT} HTTP/1.1\r\nHost: ${new URL(bridge.url).host}\r\n\r\n`;
      const answer = await untilClosed(bridge.url, head.join("\r\n") + smuggled);
      expect(answer.status).toBe(400);
      expect(answer.text.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
      expect(dcu.requests).toEqual([]);
    });
  }

  test.for([
    `GET ${NEXT} HTTP/1.1\nHost: HOST\n\n`,
    `GET ${NEXT} HTTP/1.1\r\nHost: HOST\r\n\n`,
    `GET ${NEXT} HTTP/1.1\r\nHost: HOST\n\r\n`,
    `GET ${NEXT}\r\n\r\n`,
    `GET ${NEXT} HTTP/1.1 \r\nHost: HOST\r\n\r\n`,
    `GET ${NEXT} HTTP/2.0\r\nHost: HOST\r\n\r\n`,
    `GET ${NEXT} http/1.1\r\nHost: HOST\r\n\r\n`,
    `GET\t${NEXT}\tHTTP/1.1\r\nHost: HOST\r\n\r\n`,
    `GET ${NEXT} HTTP/1.1\r\n\r\n`,
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
  ])("%j", async (text) => {
    const { bridge, dcu } = await countedBridge();
    const answer = await untilClosed(bridge.url, text.replace("HOST", new URL(bridge.url).host));
    expect(answer.status).toBe(400);
    expect(dcu.requests).toEqual([]);
  });
});

test("S28: the bridge lives on through all kinds of rubbish, and nothing goes unhandled", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  const { bridge, dcu } = await countedBridge();
  const pieces = [
    NEXT,
    " ",
    "\r\n",
    "\0",
    "GET",
    "Host: x",
    "%",
    "\xff",
    "HTTP/1.1",
    ":",
    "/",
    "..",
    "chunked",
  ];
  const random = mulberry(1);
  for (let round = 0; round < 500; round++) {
    const socket = await rawSocket(bridge.url);
    const answer = received(socket);
    const length = 1 + Math.floor(random() * 12);
    const text = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join("");
    socket.end(Buffer.from(text, "latin1"));
    await answer;
  }
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
  expect(dcu.requests).toEqual([]);
  expect((await bridge.get("status/state")).status).toBe(200);
});

/** Random numbers from 0 to 1 that are the same in every run (Mulberry32, Tommy Ettinger). */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
