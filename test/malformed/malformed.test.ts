import { describe, expect, test } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";
import { expectVariant } from "../support/malformed/expectVariant.ts";
import { BLOCKS } from "./cases/blocks.ts";
import { CONTAINER } from "./cases/container.ts";
import { DECTRIS } from "./cases/dectris.ts";
import { DIRECTORY_CASES } from "./cases/directory.ts";
import { FRAMING, LZ4_FRAME } from "./cases/framing.ts";
import { GEOMETRY } from "./cases/geometry.ts";
import { STRIPS } from "./cases/strips.ts";

const TIFFS = [...CONTAINER, ...DIRECTORY_CASES, ...GEOMETRY, ...STRIPS];
const PAYLOADS = [...FRAMING, ...BLOCKS, LZ4_FRAME];
const CASES = [...TIFFS, ...DECTRIS, ...PAYLOADS];
// One for all: what one input leaves behind would spoil the next.
const decoder = await createDecoder();

test("no case is missing: T01 to T64, D01 to D23, L01 to L44", () => {
  const numbers = (letter: string, count: number) =>
    Array.from({ length: count }, (_, index) => letter + String(index + 1).padStart(2, "0"));
  expect(CASES.map(({ number }) => number)).toEqual([
    ...numbers("T", 64),
    ...numbers("D", 23),
    ...numbers("L", 44),
  ]);
  expect(CASES).toHaveLength(131);
});

describe("with its code, its place, little memory, no trap, and the next frame right", () => {
  for (const { number, what, variants } of CASES) {
    test(`${number}: ${what}`, () => {
      for (const variant of variants) expectNamed(variant.name, () => expectVariant(decoder, variant));
    });
  }
});

function expectNamed(name: string, expectation: () => void): void {
  try {
    expectation();
  } catch (cause) {
    throw new Error(`variant ${name}`, { cause });
  }
}
