import { describe, expect, it } from "vitest";
import { guardedKernels } from "../support/payload/guardedKernels.ts";
import { writeLz4 } from "../support/payload/lz4Sequences.ts";
import { expectTwin, NOISE, withMatch } from "../support/payload/oneBlock.ts";

const kernels = await guardedKernels();

describe("blocks shorter than what the fast way needs", () => {
  it("are decoded, and nothing behind them is written", () => {
    for (let size = 18; size <= 96; size++) {
      for (let head = 1; head + 4 + 12 < size; head++) {
        const match = { offset: head, length: Math.min(size - head - 12, 4 + (head % 13)) };
        expect(expectTwin(kernels, writeLz4(withMatch(head, match, size)), size)).toBe(true);
      }
    }
  });

  it("are refused when they go on, and nothing behind them is written", () => {
    const sequence = { literals: NOISE(14), match: { offset: 1, length: 4 } };
    const block = writeLz4([sequence, sequence, sequence, sequence, { literals: NOISE(40) }]);
    for (let size = 1; size <= 96; size++) expect(expectTwin(kernels, block, size)).toBe(false);
  });
});
