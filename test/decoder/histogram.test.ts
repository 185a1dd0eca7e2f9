import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDecoder, DetectorFrame, type Pixels } from "../../src/decoder/index.ts";
import { frameOf, frameRecipes } from "../support/randomFrame.ts";
import { scalarHistogram } from "../support/scalarHistogram.ts";

const decoder = await createDecoder();
const EDGES = [0, 1, 2, 3, 4, 1022, 1023, 1024, 1039, 1040, 2047, 2048, 2 ** 16 - 2, 2 ** 16, 2 ** 32 - 2];

function rowOf(pixels: Pixels, depth: 8 | 16 | 32): DetectorFrame {
  return new DetectorFrame({ pixels, rows: 1, columns: pixels.length, depth });
}

describe.each([8, 16, 32] as const)("the histogram of a %i-bit frame", (depth) => {
  const masked = 2 ** depth - 1;

  it("agrees with the scalar twin on random frames", () => {
    fc.assert(
      fc.property(frameRecipes(depth), (recipe) => {
        const frame = frameOf(recipe, depth);
        const histogram = decoder.histogram(frame);
        const twin = scalarHistogram(frame.data, { masked, edges: histogram.edges });
        expect(histogram.counts).toEqual(twin.counts);
        expect(histogram.masked).toBe(twin.masked);
        expect(histogram.valid + histogram.masked).toBe(frame.data.length);
      }),
      { numRuns: 300 },
    );
  });

  it("has every count beside an edge in its own bin, wherever it stands in a vector", () => {
    const frame = frameOf({ rows: 1, columns: 4099, masked: 0, bits: 1, seed: 1 }, depth);
    frame.data.forEach((_, index) => {
      frame.data[index] = EDGES[(index * 7 + (index >> 5)) % EDGES.length] ?? 0;
    });
    const histogram = decoder.histogram(frame);
    expect(histogram.counts).toEqual(scalarHistogram(frame.data, { masked, edges: histogram.edges }).counts);
  });

  it("counts more pixels of one kind than its lanes hold, in a slot as in parts", () => {
    const lease = decoder.slots.acquire((3_000_000 * depth) / 8, { pixelOffset: 0 });
    const array = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array }[depth];
    const pixels = new array(lease.bytes.buffer, lease.bytes.byteOffset, 3_000_000);
    const inSlot = new DetectorFrame({ pixels, rows: 1500, columns: 2000, depth, lease });
    for (const value of [0, 3, 200, masked]) {
      pixels.fill(value);
      const histogram = decoder.histogram(inSlot);
      expect(histogram.masked).toBe(value === masked ? 3_000_000 : 0);
      expect(histogram.counts[value] ?? 0).toBe(value === masked ? 0 : 3_000_000);
      expect(decoder.histogram(inSlot.copy())).toEqual(histogram);
    }
    lease.release();
  });
});

describe("a percentile", () => {
  it("is the sorted counts' own below 1024 and within a 64th above", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(1100), fc.nat(60_000)), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (counts, fraction) => {
          const sorted = [...counts].sort((a, b) => a - b);
          const exact = sorted[Math.max(Math.ceil(counts.length * fraction), 1) - 1] ?? 0;
          const found = decoder.histogram(rowOf(Uint16Array.from(counts), 16)).percentile(fraction) ?? -1;
          expect(found).toBeGreaterThanOrEqual(exact);
          expect(found).toBeLessThanOrEqual(exact < 1024 ? exact : exact * (1 + 1 / 64));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of a frame that is masked throughout is null", () => {
    expect(decoder.histogram(rowOf(new Uint16Array(99).fill(65_535), 16)).percentile(0.5)).toBeNull();
  });
});
