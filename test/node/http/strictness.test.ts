import { describe, expect, test } from "vitest";
import { socketImageTransport } from "../../../src/node/socketImageTransport.ts";
import { askFor, expectFailure } from "../../support/imageTransport/exchange.ts";
import { head, wireServer } from "../../support/wireServer.ts";

const OK = "HTTP/1.1 200 OK\r\n";

/** Answers that two programs could read in two ways, or that no server of today sends. */
const REFUSED: Readonly<Record<string, string>> = {
  "a Content-Length beside a Transfer-Encoding": `${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nII`,
  "two different Content-Lengths": `${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\nIII`,
  "two different Content-Lengths in one line": `${OK}Content-Length: 2, 3\r\n\r\nIII`,
  "a Content-Length with a sign": `${OK}Content-Length: +2\r\n\r\nII`,
  "an empty Content-Length": `${OK}Content-Length:\r\n\r\nII`,
  "a coding beside chunked": `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nII\r\n0\r\n\r\n`,
  "two Transfer-Encodings": `${OK}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nII\r\n0\r\n\r\n`,
  "a compressed image": `${OK}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nII`,
  "a folded header": `${OK}Content-Length: 2\r\nX-Long: a\r\n b\r\n\r\nII`,
  "a header without colon": `${OK}Content-Length: 2\r\nX-None\r\n\r\nII`,
  "a header without name": `${OK}Content-Length: 2\r\n: value\r\n\r\nII`,
  "a blank before a colon": `${OK}Content-Length : 2\r\n\r\nII`,
  "NUL in a header": `${OK}Content-Length: 2\r\nX: \0\r\n\r\nII`,
  "a bare CR in a header": `${OK}Content-Length: 2\r\nX: a\rb\r\n\r\nII`,
  "a bare LF in its headers": `${OK}Content-Length: 2\r\nX: a\nY: b\r\n\r\nII`,
  "bare LFs only": "HTTP/1.1 200 OK\nContent-Length: 2\n\nII",
  "HTTP/0.9": "<html>an image</html>",
  "HTTP/2": "HTTP/2 200\r\n\r\n",
  "a status of two digits": "HTTP/1.1 20 OK\r\n\r\n",
  "a status above 599": "HTTP/1.1 600 OK\r\n\r\n",
  "a status glued to its phrase": "HTTP/1.1 200OK\r\n\r\n",
};

/** Answers that look strange and have one meaning. */
const TAKEN: Readonly<Record<string, string>> = {
  "the same Content-Length twice": `${OK}Content-Length: 2\r\nContent-Length: 2\r\n\r\nII`,
  "the same Content-Length twice in one line": `${OK}Content-Length: 2, 2\r\n\r\nII`,
  "blanks around a value, or none": `${OK}Content-Length:2\r\nX:\t a b \t\r\nY:\r\n\r\nII`,
  "names in any case": `${OK}cONTENT-lENGTH: 2\r\n\r\nII`,
  "a coding in any case": `${OK}Transfer-Encoding: Chunked\r\n\r\n2\r\nII\r\n0\r\n\r\n`,
  "no phrase behind its status": "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nII",
  "a phrase that is no ASCII": "HTTP/1.1 200 gr\u00fcn\r\nContent-Length: 2\r\n\r\nII",
  "the encoding identity": `${OK}Content-Encoding: Identity\r\nContent-Length: 2\r\n\r\nII`,
  "answers before the answer": `${head("100 Continue")}${head("103 Early Hints", { "Content-Length": 9 })}${OK}Content-Length: 2\r\n\r\nII`,
};

describe("an answer", () => {
  for (const [what, answer] of Object.entries(REFUSED)) {
    test(`with ${what} is PROTOCOL as soon as it is here, and its connection is closed`, async () => {
      const server = await wireServer((socket) => socket.write(answer, "latin1"));
      const exchange = askFor(server.url, socketImageTransport);
      await expectFailure(exchange, { code: "PROTOCOL", url: server.url });
      expect([exchange.buffers.sizes, server.requests.length]).toEqual([[], 1]);
      await server.deserted();
    });
  }

  for (const [what, answer] of Object.entries(TAKEN)) {
    test(`with ${what} is taken`, async () => {
      const server = await wireServer((socket) => socket.write(answer, "latin1"));
      const { body } = await askFor(server.url, socketImageTransport).reply;
      expect(body?.bytes).toEqual(Uint8Array.of(73, 73));
    });
  }
});

test.for([
  ["a head that nobody can read twice the same", 0, REFUSED["two different Content-Lengths"]],
  ["a compressed image", 0, REFUSED["a compressed image"]],
  ["a chunk longer than its size", 3, `${head("200 OK", { "Transfer-Encoding": "chunked" })}3\r\nIIIII\r\n`],
  ["a head that is none", undefined, REFUSED["a bare LF in its headers"]],
] as const)("with %s, %s bytes of the image are told to be lost", async ([, received, answer = ""]) => {
  const server = await wireServer((socket) => socket.write(answer, "latin1"));
  await expectFailure(askFor(server.url, socketImageTransport), { code: "PROTOCOL", received });
});
