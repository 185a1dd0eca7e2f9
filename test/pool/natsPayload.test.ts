import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodePayload } from "../../src/pool/nats/decodePayload.ts";
import { encodePayload } from "../../src/pool/nats/encodePayload.ts";

const throughBytes = (value: unknown) => decodePayload(encodePayload(value));

const TYPED = [
  Uint8Array.of(0, 255),
  Uint8ClampedArray.of(0, 255),
  Uint16Array.of(0, 65_535),
  Uint32Array.of(0, 4_294_967_295),
  BigUint64Array.of(0n, 2n ** 64n - 1n),
  Int8Array.of(-128, 127),
  Int16Array.of(-32_768, 32_767),
  Int32Array.of(-(2 ** 31), 2 ** 31 - 1),
  BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n),
  Float32Array.of(-0, Number.NaN, 1.5),
  Float64Array.of(-0, Number.NaN, Math.PI),
];

describe("a payload", () => {
  test.each(TYPED.map((array) => [array.constructor.name, array] as const))(
    "carries %s exactly",
    (_, array) => {
      const came = throughBytes({ empty: array.slice(0, 0), array, part: array.subarray(1) });
      expect(came).toStrictEqual({ empty: array.slice(0, 0), array, part: array.slice(1) });
    },
  );

  test("carries numbers as they are: −0, NaN, what no 32 bits hold", () => {
    const numbers = [
      0,
      -0,
      1,
      -1,
      0.1,
      1e300,
      5e-324,
      2 ** 53,
      -(2 ** 53) - 2,
      2 ** 64,
      Infinity,
      -Infinity,
      NaN,
    ];
    const came = throughBytes(numbers) as number[];
    expect(came.map((number, at) => Object.is(number, numbers[at]))).toEqual(numbers.map(() => true));
  });

  test("carries bigints, dates, maps, sets, and objects in their order", () => {
    const value = {
      z: [0n, -1n, 255n, 256n, -(2n ** 200n), 2n ** 64n],
      a: new Date(-1),
      map: new Map<unknown, unknown>([
        [1, "one"],
        ["1", { nested: new Map([[null, undefined]]) }],
      ]),
      set: new Set([1, "1", [2n]]),
      nothing: undefined,
      null: null,
    };
    const came = throughBytes(value) as object;
    expect(came).toStrictEqual(value);
    expect(Object.keys(came)).toEqual(Object.keys(value));
  });

  test("carries a property named __proto__ as a property", () => {
    const value: unknown = JSON.parse('{"__proto__":{"polluted":1}}');
    const came = throughBytes(value) as object;
    expect(Object.keys(came)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(came)).toBe(Object.prototype);
  });

  test("carries any value of these kinds, in any nesting", () => {
    const values = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      maxDepth: 4,
      // Texts are carried if they are well formed.
      key: fc.string({ unit: "grapheme" }),
      values: [
        fc.double(),
        fc.integer(),
        fc.string({ unit: "grapheme" }),
        fc.constantFrom(true, null, undefined, -0),
        fc.bigInt(),
        fc.date(),
      ],
      withNullPrototype: false,
    });
    fc.assert(
      fc.property(values, (value) => {
        expect(throughBytes(value)).toStrictEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["a function", () => 0, "NOT_SENDABLE"],
    ["a symbol", Symbol("x"), "NOT_SENDABLE"],
    ["an error", new Error("x"), "NOT_SENDABLE"],
    ["itself", selfContained(), "PAYLOAD_TOO_LARGE"],
    ["five million numbers in a plain array", new Array(5e6).fill(0), "PAYLOAD_TOO_LARGE"],
  ])("refuses %s, with a code", (_, inside, code) => {
    expect(() => encodePayload({ inside })).toThrow(
      expect.objectContaining({ name: "PoolTransportError", code }),
    );
  });

  test.each([
    ["nothing", []],
    ["half an array", [0x82, 0x01]],
    ["an array of 2³² items that are not there", [0x9a, 0xff, 0xff, 0xff, 0xff]],
    ["more than one item", [0x01, 0x01]],
    ["half an element", [0xd8, 69, 0x43, 1, 2, 3]],
    ["an unknown tag", [0xd9, 0x04, 0x00, 0x01]],
    ["a typed array of text", [0xd8, 69, 0x61, 0x61]],
    ["a property named by a number", [0xa1, 0x01, 0x01]],
    ["two properties of one name", [0xa2, 0x61, 0x61, 0x01, 0x61, 0x61, 0x02]],
    ["arrays in arrays without end", new Array(100_000).fill(0x81)],
  ])("refuses bytes that are %s", (_, bytes) => {
    expect(() => decodePayload(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ name: "PoolTransportError", code: "BAD_REPORT" }),
    );
  });

  test("any change of its bytes gives a value or the typed error, nothing else", () => {
    const bytes = encodePayload({
      map: new Map([[1n, new Set([new Date(0)])]]),
      data: Float64Array.of(1, 2),
      text: "é",
    });
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const changed = bytes.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        try {
          decodePayload(changed);
        } catch (error) {
          expect(error).toMatchObject({ name: "PoolTransportError", code: "BAD_REPORT" });
        }
      }),
      { numRuns: 500 },
    );
  });
});

function selfContained(): object {
  const value: { inside?: object } = {};
  value.inside = value;
  return value;
}
