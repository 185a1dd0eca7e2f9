import { expect } from "vitest";
import { writePayload } from "./framing.ts";
import type { GuardedKernels } from "./guardedKernels.ts";
import type { Lz4Sequence } from "./lz4Sequences.ts";
import { scalarLz4 } from "./scalarLz4.ts";
import { scalarUnshuffle } from "./scalarPayload.ts";

/** Bytes without a pattern. */
export const NOISE = (length: number): number[] =>
  Array.from({ length }, (_, index) => (index * 167 + (index >> 3)) & 255);

/** Each way to decode a block: plain, and of each depth, which are kernels of their own. */
export const WAYS = [
  { encoding: "lz4", depth: 8, element: 0 },
  { encoding: "bslz4", depth: 8, element: 1 },
  { encoding: "bslz4", depth: 16, element: 2 },
  { encoding: "bslz4", depth: 32, element: 4 },
] as const;

/** A payload of one block. */
export function oneBlock(block: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  return writePayload({ size: BigInt(size), blockBytes: size, blocks: [block], rest: new Uint8Array() });
}

/** `head` literals, then a match, then literals that make up the size. */
export function withMatch(
  head: number,
  match: { readonly offset: number; readonly length: number },
  size: number,
): Lz4Sequence[] {
  return [{ literals: NOISE(head), match }, { literals: NOISE(Math.max(size - head - match.length, 0)) }];
}

/** All the ways that the size allows agree with the twin on whether a block is good, and on its bytes; is it? */
export function expectTwin(kernels: GuardedKernels, block: Uint8Array, size: number): boolean {
  const bytes = scalarLz4(block, size);
  const good = bytes !== undefined && bytes.length === size;
  for (const { element } of WAYS.filter((way) => size % Math.max(8 * way.element, 1) === 0)) {
    const { code, output, intact } = kernels.run({ payload: oneBlock(block, size), element, size });
    const stored = element === 0 && block.length === size;
    expect([code >= 0, intact]).toEqual([good || stored, true]);
    if (!good || stored) continue;
    expect(Buffer.compare(output, element === 0 ? bytes : scalarUnshuffle(bytes, element))).toBe(0);
  }
  return good;
}
