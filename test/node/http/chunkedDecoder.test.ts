import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChunkedDecoder } from "../../../src/node/http/chunkedDecoder.ts";
import { cutBytes, latin1, outcome, singleBytes, wordsOf } from "../support/pieces.ts";

/** What a decoder makes of these pieces. */
interface Decoded {
  readonly content: Buffer;
  readonly complete: boolean;
  /** Bytes that belong to the body. */
  readonly length: number;
}

function decode(pieces: readonly Uint8Array[]): Decoded | "PROTOCOL" {
  return outcome(() => {
    const content: Uint8Array[] = [];
    const decoder = new ChunkedDecoder("http://dcu/", (bytes) => content.push(bytes.slice()));
    const length = pieces.reduce((sum, piece) => sum + decoder.take(piece), 0);
    return { content: Buffer.concat(content), complete: decoder.complete, length };
  });
}

const EXTENSION = fc.constantFrom("", ";last", " ;a=b", ';q="x y"');

/** Content, and a body that carries it in chunks. */
const BODY = fc
  .tuple(
    fc.array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), EXTENSION, fc.boolean()), {
      maxLength: 5,
    }),
    fc.array(fc.constantFrom("X-Sum: 7", "Other: a b"), { maxLength: 2 }),
  )
  .map(([chunks, trailers]) => ({
    content: Buffer.concat(chunks.map(([bytes]) => bytes)),
    body: Buffer.concat([
      ...chunks.flatMap(([bytes, extension, upper]) => {
        const size = bytes.length.toString(16);
        return [latin1(`${upper ? `00${size.toUpperCase()}` : size}${extension}\r\n`), bytes, latin1("\r\n")];
      }),
      latin1(`0\r\n${trailers.map((line) => `${line}\r\n`).join("")}\r\n`),
    ]),
  }));

describe("a chunked body", () => {
  test("is its content, and ends before what comes behind it, however the network cuts it", () => {
    fc.assert(
      fc.property(BODY, fc.uint8Array({ maxLength: 10 }), ({ content, body }, behind) => {
        const whole = new Uint8Array(Buffer.concat([body, behind]));
        const expected = { content, complete: true, length: body.length };
        expect(decode([whole])).toEqual(expected);
        expect(decode(singleBytes(whole))).toEqual(expected);
      }),
    );
    fc.assert(
      fc.property(cutBytes(BODY.map(({ body }) => new Uint8Array(body))), ({ bytes, pieces }) => {
        expect(decode(pieces)).toEqual(decode([bytes]));
      }),
    );
  });

  test("is not complete before its last byte, and says no more than what has come", () => {
    fc.assert(
      fc.property(BODY, fc.nat(), ({ content, body }, place) => {
        const length = place % body.length;
        const part = decode([body.subarray(0, length)]);
        if (part === "PROTOCOL") throw new Error("refused");
        expect([part.complete, part.length]).toEqual([false, length]);
        expect(part.content).toEqual(content.subarray(0, part.content.length));
      }),
    );
  });

  test("of any bytes is taken, refused or waited for; the same however they are cut", () => {
    const words = [
      "0",
      "1",
      "2",
      "a",
      "F",
      "\r\n",
      "\r\n\r\n",
      "\r",
      "\n",
      ";",
      " ",
      "x",
      "-",
      "0x1",
      "\0",
      "\u00ff",
    ];
    const soup = fc.oneof(fc.uint8Array({ maxLength: 60 }), wordsOf(words));
    fc.assert(
      fc.property(cutBytes(soup), ({ bytes, pieces }) => {
        expect(decode(pieces)).toEqual(decode([bytes]));
        expect(decode(singleBytes(bytes))).toEqual(decode([bytes]));
      }),
      { numRuns: 2000 },
    );
  });

  test("may have lines of 1024 bytes, and not one more", () => {
    const line = (length: number) => latin1(`1;${"x".repeat(length - 4)}\r\n`);
    expect(decode([line(1024)])).toMatchObject({ complete: false, length: 1024 });
    expect(decode([line(1025)])).toBe("PROTOCOL");
    expect(decode(singleBytes(line(1025)))).toBe("PROTOCOL");
    expect(decode([latin1("1".repeat(1025))])).toBe("PROTOCOL");
  });

  test("may have a chunk of 2^48 - 1 bytes, whose content is handed on as it comes", () => {
    expect(decode([latin1("ffffffffffff\r\nabc")])).toMatchObject({
      content: Buffer.from("abc"),
      length: 17,
    });
  });
});

test.for([
  "\r\n",
  "g\r\n",
  "-1\r\n",
  "+1\r\n",
  "0x1\r\n",
  " 1\r\n",
  "1 \r\n",
  "1 2\r\n",
  "1000000000000\r\n",
  "1\n",
  "1;a\rb\r\n",
  "1\r\nab\r\n",
  "1\r\na\n",
  "0\r\n\n",
])("the chunk %j is refused", (text) => {
  expect(decode([latin1(text)])).toBe("PROTOCOL");
});
