import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ResponseHead, ResponseHeadReader } from "../../../src/node/http/responseHead.ts";
import { cutBytes, latin1, outcome, singleBytes, wordsOf } from "../support/pieces.ts";

const URL = "http://dcu/";

/** The head in these pieces, and how many bytes it has; "more" when it is not complete. */
function read(pieces: readonly Uint8Array[]): { head: ResponseHead; length: number } | "PROTOCOL" | "more" {
  return outcome(() => {
    const reader = new ResponseHeadReader(URL);
    let before = 0;
    for (const piece of pieces) {
      const parsed = reader.take(piece);
      if (parsed !== undefined) return { head: parsed.head, length: before + parsed.length };
      before += piece.length;
    }
    return "more";
  });
}

function readText(text: string): ReturnType<typeof read> {
  return read([latin1(text)]);
}

function headOf(text: string): ResponseHead {
  const result = readText(text);
  if (typeof result === "string") throw new Error(`${result}: ${JSON.stringify(text)}`);
  return result.head;
}

const TOKEN = fc.stringMatching(/^[!#$%&'*+\-.^_`|~\dA-Za-z]{1,12}$/);
const VALUE = fc.stringMatching(/^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]{0,20}[!-~\x80-\xff])?)?$/);
const BLANKS = fc.stringMatching(/^[ \t]{0,3}$/);

/** A head as a server may write it, and what it says. */
const HEAD = fc
  .record({
    minor: fc.constantFrom("0", "1"),
    status: fc.integer({ min: 200, max: 599 }),
    lines: fc.array(fc.tuple(TOKEN, BLANKS, VALUE, BLANKS), { maxLength: 6 }),
    interim: fc.array(fc.constantFrom("HTTP/1.1 100 \r\n\r\n", "HTTP/1.1 103 Early\r\nLink: </>\r\n\r\n"), {
      maxLength: 2,
    }),
  })
  .map(({ minor, status, lines, interim }) => ({
    status,
    headers: new Map(lines.map(([name]) => [name.toLowerCase(), joined(lines, name)])),
    bytes: latin1(
      `${interim.join("")}HTTP/1.${minor} ${status} \r\n${lines.map(([name, a, value, b]) => `${name}:${a}${value}${b}\r\n`).join("")}\r\n`,
    ),
  }));

function joined(lines: readonly (readonly [string, string, string, string])[], name: string): string {
  return lines
    .filter(([other]) => other.toLowerCase() === name.toLowerCase())
    .map(([, , value]) => value)
    .join(", ");
}

describe("a response's head", () => {
  test("says its status and its headers, and ends where its body begins", () => {
    fc.assert(
      fc.property(HEAD, fc.uint8Array({ maxLength: 40 }), ({ bytes, status, headers }, body) => {
        const result = read([Buffer.concat([bytes, body])]);
        expect(result).toMatchObject({ head: { status, headers }, length: bytes.length });
      }),
    );
  });

  test("is the same however the network cuts it", () => {
    const answers = fc.tuple(HEAD, fc.uint8Array({ maxLength: 40 }));
    const bytes = answers.map(([{ bytes: head }, body]) => new Uint8Array(Buffer.concat([head, body])));
    fc.assert(
      fc.property(cutBytes(bytes), ({ bytes: whole, pieces }) => {
        expect(read(pieces)).toEqual(read([whole]));
        expect(read(singleBytes(whole))).toEqual(read([whole]));
      }),
    );
  });

  test("of any bytes is a head, no HTTP, or not complete; the same however they are cut", () => {
    const words = [
      "HTTP/1.1 ",
      "HTTP/1.0 ",
      "200",
      "103",
      " OK",
      "\r\n",
      "\r\n\r\n",
      "\n",
      "\r",
      "\0",
      " ",
      "x: ",
    ];
    const soup = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      wordsOf([...words, "Connection: close", "\u00fc", "6"]),
    );
    fc.assert(
      fc.property(cutBytes(soup), ({ bytes, pieces }) => {
        expect(read(pieces)).toEqual(read([bytes]));
        expect(read(singleBytes(bytes))).toEqual(read([bytes]));
      }),
      { numRuns: 2000 },
    );
  });

  test("may have 16 384 bytes, and not one more, however it is cut", () => {
    const start = "HTTP/1.1 200 OK\r\nX: ";
    for (const [size, result] of [
      [16_384, expect.objectContaining({ length: 16_384 })],
      [16_385, "PROTOCOL"],
    ] as const) {
      const bytes = latin1(`${start}${"x".repeat(size - start.length - 4)}\r\n\r\n`);
      expect(read([bytes])).toEqual(result);
      expect(read([bytes.subarray(0, 16_000), bytes.subarray(16_000)])).toEqual(result);
      expect(read(singleBytes(bytes))).toEqual(result);
    }
  });

  test("that never ends is refused at 16 384 bytes", () => {
    const endless = latin1(`HTTP/1.1 200 OK\r\nX: ${"x".repeat(20_000)}`);
    expect(read(singleBytes(endless.subarray(0, 16_383)))).toBe("more");
    expect(read(singleBytes(endless.subarray(0, 16_384)))).toBe("PROTOCOL");
    expect(read([endless])).toBe("PROTOCOL");
  });

  test("of blanks that end in NUL is refused in a time that does not explode", () => {
    // One expression for name, blanks and value would try all ways to share 16 000 blanks: years.
    expect(readText(`HTTP/1.1 200 OK\r\nX:${" ".repeat(16_000)}\0\r\n\r\n`)).toBe("PROTOCOL");
    expect(headOf(`HTTP/1.1 200 OK\r\nX:${" \t".repeat(8000)}\r\n\r\n`).headers.get("x")).toBe("");
  });
});

test.for([
  ["HTTP/1.1 200 OK", true],
  ["HTTP/1.1 200 OK\r\nConnection: keep-alive", true],
  ["HTTP/1.1 200 OK\r\nConnection: close", false],
  ["HTTP/1.1 200 OK\r\nConnection: X-Own\r\nconnection: CLOSE", false],
  ["HTTP/1.0 200 OK", false],
  ["HTTP/1.0 200 OK\r\nConnection: Keep-Alive", true],
  ["HTTP/1.0 200 OK\r\nConnection: close", false],
] as const)("%j keeps its connection: %s", ([text, expected]) => {
  expect(headOf(`${text}\r\n\r\n`).keepsAlive).toBe(expected);
});

test("nothing has come until the first byte, also of an answer before the answer", () => {
  const reader = new ResponseHeadReader(URL);
  expect(reader.empty).toBe(true);
  expect(reader.take(latin1("HTTP/1.1 103 Early Hints\r\n\r\n"))).toBeUndefined();
  expect(reader.empty).toBe(false);
});
