import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDecoder, DetectorFrame, type Pixels } from "../../src/decoder/index.ts";
import type { Depth } from "../../src/tiff/index.ts";
import { scalarStatistics } from "../support/scalarStatistics.ts";

const decoder = await createDecoder();
const ARRAYS = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array } as const;

function frameOf(pixels: Pixels, depth: Depth): DetectorFrame {
  return new DetectorFrame({ pixels, rows: 1, columns: pixels.length, depth });
}

/** Mostly small counts, with zeros, the masked value and its neighbours. */
function pixelValues(masked: number): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: Math.min(masked, 20) }) },
    { weight: 2, arbitrary: fc.constantFrom(0, masked, masked - 1, (masked + 1) / 2, (masked - 1) / 2) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: masked }) },
  );
}

describe.each([8, 16, 32] as const)("statistics of %i-bit frames", (depth) => {
  const masked = 2 ** depth - 1;

  it("agree with the scalar twin on random frames of 1 to 300 pixels and any threshold", () => {
    const threshold = fc.oneof(
      fc.integer({ min: 0, max: 30 }),
      fc.constantFrom(masked - 1, masked, masked + 1),
    );
    fc.assert(
      fc.property(
        fc.array(pixelValues(masked), { minLength: 1, maxLength: 300 }),
        threshold,
        (values, level) => {
          const pixels = ARRAYS[depth].from(values);
          const expected = scalarStatistics(pixels, { masked, threshold: level });
          expect(decoder.statistics(frameOf(pixels, depth), { threshold: level })).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("leave out the pixels of a mask, in a slot and elsewhere, and the frame is as it was", () => {
    const pixel = fc.tuple(pixelValues(masked), fc.integer({ min: 0, max: 2 }));
    fc.assert(
      fc.property(fc.array(pixel, { minLength: 1, maxLength: 300 }), (pixels) => {
        const values = ARRAYS[depth].from(pixels.map(([value]) => value));
        const mask = Uint8Array.from(pixels.map(([, chosen]) => chosen * 127));
        const expected = scalarStatistics(
          values.map((value, index) => (mask[index] === 0 ? value : masked)) as Pixels,
          { masked, threshold: 1 },
        );
        expect(decoder.statistics(frameOf(values, depth), { mask })).toEqual(expected);
        expect([...values]).toEqual(pixels.map(([value]) => value));
      }),
      { numRuns: 200 },
    );
    const frame = frameOf(new ARRAYS[depth](9), depth);
    expect(() => decoder.statistics(frame, { mask: new Uint8Array(8) })).toThrow(
      expect.objectContaining({ code: "BAD_OPTION" }),
    );
  });

  it("are exact on large frames where every lane is full", () => {
    const pixels = new ARRAYS[depth](1_500_001).fill(masked - 1);
    pixels[77] = masked;
    const count = BigInt(pixels.length - 1);
    expect(decoder.statistics(frameOf(pixels, depth), { threshold: masked - 1 })).toEqual({
      min: masked - 1,
      max: masked - 1,
      sum: count * BigInt(masked - 1),
      mean: masked - 1,
      valid: pixels.length - 1,
      masked: 1,
      zero: 0,
      atOrAboveThreshold: pixels.length - 1,
    });
  });

  it("of a frame that is masked throughout are null, not 0", () => {
    const pixels = new ARRAYS[depth](40).fill(masked);
    expect(decoder.statistics(frameOf(pixels, depth))).toMatchObject({
      min: null,
      max: null,
      mean: null,
      sum: 0n,
      masked: 40,
    });
  });

  it("are the same in a slot, in one pass, as in foreign memory, in chunks", () => {
    const lease = decoder.slots.acquire(4_000_000, { pixelOffset: 0 });
    let state = 1;
    for (let index = 0; index < lease.bytes.length; index++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      lease.bytes[index] = state > 0xc0000000 ? 255 : state >>> 29;
    }
    const { buffer, byteOffset, byteLength } = lease.bytes;
    const pixels = new ARRAYS[depth](buffer, byteOffset, (byteLength * 8) / depth);
    const inSlot = new DetectorFrame({ pixels, rows: 1, columns: pixels.length, depth, lease });
    expect(decoder.statistics(inSlot)).toEqual(scalarStatistics(pixels, { masked, threshold: 1 }));
    expect(decoder.statistics(inSlot.copy())).toEqual(decoder.statistics(inSlot));
    lease.release();
  });
});
