import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Accumulation, createDecoder, DetectorFrame } from "../../src/decoder/index.ts";
import type { Depth } from "../../src/tiff/index.ts";
import { frameOf, frameRecipes } from "../support/randomFrame.ts";
import { scalarAccumulation } from "../support/scalarAccumulation.ts";

const decoder = await createDecoder();

function accumulate(frames: readonly DetectorFrame[]): Accumulation {
  const [first, ...others] = frames;
  if (first === undefined) throw new Error("no frame");
  const accumulation = decoder.accumulate(first);
  for (const frame of others) decoder.accumulate(frame, { into: accumulation });
  return accumulation;
}

function expectAgreement(frames: readonly DetectorFrame[], depth: Depth): void {
  const masked = 2 ** depth - 1;
  const twin = scalarAccumulation(
    frames.map(({ data }) => data),
    { masked },
  );
  const accumulation = accumulate(frames);
  const { columns, maximum, sum } = accumulation;
  const sums = twin.map((_, index) => accumulation.sumAt(Math.floor(index / columns), index % columns));
  expect([...maximum.data]).toEqual(twin.map((pixel) => pixel.maximum));
  expect(sums).toEqual(twin.map((pixel) => pixel.sum));
  const most = 2n ** 32n - 2n;
  const shown = twin.map(({ sum: exact }) =>
    exact === null ? 2 ** 32 - 1 : Number(exact > most ? most : exact),
  );
  expect([...sum.data]).toEqual(shown);
  accumulation.close();
}

describe.each([8, 16, 32] as const)("sum and maximum of %i-bit frames", (depth) => {
  it("agree with the scalar twin, masked only where every frame is", () => {
    fc.assert(
      fc.property(
        frameRecipes(depth),
        fc.array(fc.record({ masked: fc.constantFrom(0, 1, 8, 16), seed: fc.integer() }), {
          minLength: 1,
          maxLength: 6,
        }),
        (recipe, variants) => {
          expectAgreement(
            variants.map((variant) => frameOf({ ...recipe, ...variant }, depth)),
            depth,
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it("of a large frame are the same from a slot as from foreign memory", () => {
    const frame = frameOf({ rows: 700, columns: 2000, masked: 1, bits: 3, seed: 5 }, depth);
    const accumulation = accumulate([frame, frame, frame]);
    expect(accumulation.frames).toBe(3);
    expect(Buffer.compare(accumulation.maximum.bytes, frame.bytes)).toBe(0);
    const { maskedValue } = frame;
    const tripled = Uint32Array.from(frame.data, (count) =>
      count === maskedValue ? 2 ** 32 - 1 : Math.min(3 * count, 2 ** 32 - 2),
    );
    expect(Buffer.compare(accumulation.sum.bytes, new Uint8Array(tripled.buffer))).toBe(0);
    const statistics = decoder.statistics(frame);
    expect(decoder.statistics(accumulation.maximum)).toEqual(statistics);
    expect(decoder.statistics(accumulation.sum).masked).toBe(statistics.masked);
    accumulation.close();
  });
});

describe("a sum", () => {
  it("goes on beyond 32 bits, and its frame stays at the highest count there is", () => {
    const highest = 2 ** 32 - 2;
    const values = [0, 1, highest, highest - 1, 2 ** 31, 2 ** 31 - 1, 2 ** 32 - 1, 5];
    for (let turn = 0; turn < values.length; turn++) {
      const frames = [0, 1, 2, 3].map((step) => {
        const pixels = Uint32Array.from(
          values,
          (_, index) => values[(index * (step + turn)) % values.length] ?? 0,
        );
        return new DetectorFrame({ pixels, rows: 1, columns: values.length, depth: 32 });
      });
      expectAgreement(frames, 32);
    }
  });

  it("begins again after a reset, and is closed with its accumulation", () => {
    const frame = frameOf({ rows: 3, columns: 7, masked: 1, bits: 3, seed: 1 }, 16);
    const accumulation = accumulate([frame, frame]);
    accumulation.reset();
    expect(accumulation.sum.data.every((sum) => sum === 2 ** 32 - 1)).toBe(true);
    accumulation.add(frame);
    expect([...accumulation.maximum.data]).toEqual([...frame.data]);
    const { sum } = accumulation;
    accumulation.close();
    expect(() => sum.data).toThrow(expect.objectContaining({ name: "FrameClosedError" }));
    expect(() => accumulation.add(frame)).toThrow(expect.objectContaining({ name: "FrameClosedError" }));
  });

  it("refuses frames of another shape or depth", () => {
    const recipe = { rows: 3, columns: 7, masked: 1, bits: 3, seed: 1 };
    const accumulation = accumulate([frameOf(recipe, 16)]);
    for (const other of [frameOf({ ...recipe, rows: 4 }, 16), frameOf(recipe, 32)])
      expect(() => accumulation.add(other)).toThrow(expect.objectContaining({ code: "BAD_OPTION" }));
    accumulation.close();
  });
});
