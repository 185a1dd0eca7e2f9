import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Accumulation,
  type AccumulationPart,
  createDecoder,
  DetectorFrame,
  type Pixels,
} from "../../src/decoder/index.ts";
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

/** The frames divided among so many nodes, which come in any order. */
function mergedFrom(parts: readonly (readonly DetectorFrame[])[]): Accumulation {
  const [first, ...others] = parts.filter((frames) => frames.length > 0).map((frames) => partOf(frames));
  if (first === undefined) throw new Error("no part");
  const merged = decoder.merge(first);
  for (const part of others) decoder.merge(part, { into: merged });
  return merged;
}

function partOf(frames: readonly DetectorFrame[]): AccumulationPart {
  const accumulation = accumulate(frames);
  const part = accumulation.part();
  accumulation.close();
  return part;
}

/** Large arrays are slow to compare one by one. */
function expectSameBytes(one: Pixels | null, other: Pixels | null): void {
  const bytes = (plane: Pixels | null) => new Uint8Array(plane?.buffer ?? new ArrayBuffer(0));
  expect(Buffer.compare(bytes(one), bytes(other))).toBe(0);
}

function expectEqual(merged: Accumulation, whole: Accumulation): void {
  expect(merged.frames).toBe(whole.frames);
  const [ours, theirs] = [merged.part(), whole.part()];
  expect(ours.high === null).toBe(theirs.high === null);
  for (const plane of ["maximum", "low", "high"] as const) expectSameBytes(ours[plane], theirs[plane]);
  merged.close();
  whole.close();
}

describe.each([8, 16, 32] as const)("parts of %i-bit frames", (depth) => {
  it("merge to what all frames add up to, however they are divided and in any order", () => {
    fc.assert(
      fc.property(
        frameRecipes(depth),
        fc.array(
          fc.record({ masked: fc.constantFrom(0, 8, 16), seed: fc.integer(), node: fc.nat({ max: 3 }) }),
          { minLength: 1, maxLength: 8 },
        ),
        (recipe, variants) => {
          const nodes: DetectorFrame[][] = [[], [], [], []];
          const frames = variants.map(({ node, ...variant }) => {
            const frame = frameOf({ ...recipe, ...variant }, depth);
            nodes[node]?.push(frame);
            return frame;
          });
          expectEqual(mergedFrom(nodes), accumulate(frames));
          expectEqual(mergedFrom(nodes.toReversed()), accumulate(frames));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("of a large frame merge strip by strip", () => {
    const frames = [1, 2, 3].map((seed) =>
      frameOf({ rows: 700, columns: 1999, masked: 1, bits: depth, seed }, depth),
    );
    expectEqual(mergedFrom(frames.map((frame) => [frame])), accumulate(frames));
  });
});

describe("a part", () => {
  const part = (): AccumulationPart =>
    partOf([frameOf({ rows: 3, columns: 7, masked: 1, bits: 3, seed: 1 }, 16)]);

  it("carries sums beyond 32 bits", () => {
    const pixels = new Uint32Array(5).fill(2 ** 32 - 2);
    const frame = new DetectorFrame({ pixels, rows: 1, columns: 5, depth: 32 });
    const two = partOf([frame, frame]);
    const merged = decoder.merge(two);
    decoder.merge(two, { into: merged });
    expect(merged.sumAt(0, 4)).toBe(4n * (2n ** 32n - 2n));
    expect([...merged.sum.data]).toEqual([...pixels]);
    merged.close();
  });

  it.each<[what: string, change: Partial<AccumulationPart>]>([
    ["another shape", { rows: 7, columns: 3 }],
    ["another depth", { depth: 32 }],
    ["negative sides", { rows: -3, columns: -7 }],
    ["a part of a frame", { frames: 0.5 }],
    ["a maximum of half a row", { maximum: new Uint16Array(20) }],
    ["rows beyond its end", { firstRow: 1 }],
    ["rows before its begin", { firstRow: -1 }],
    ["a maximum of another depth", { maximum: new Uint32Array(21) }],
    ["no sums", { low: new Uint32Array(0) }],
    ["too many high sums", { high: new Uint32Array(22) }],
  ])("with %s is refused, and changes nothing", (_, change) => {
    const merged = decoder.merge(part());
    const before = merged.part();
    expect(() => decoder.merge({ ...part(), ...change }, { into: merged })).toThrow(
      expect.objectContaining({ code: "BAD_OPTION" }),
    );
    expect(merged.part()).toEqual(before);
    merged.close();
  });

  it("may be a strip of rows", () => {
    const whole = part();
    const strip = (firstRow: number, end: number): AccumulationPart => ({
      ...whole,
      firstRow,
      frames: end === 3 ? 1 : 0,
      maximum: whole.maximum.slice(7 * firstRow, 7 * end),
      low: whole.low.slice(7 * firstRow, 7 * end),
    });
    const merged = decoder.merge(strip(1, 3));
    expect([...merged.maximum.data.subarray(0, 7)]).toEqual(new Array(7).fill(2 ** 16 - 1));
    decoder.merge(strip(0, 1), { into: merged });
    expect(merged.part()).toEqual(whole);
    merged.close();
  });

  it("that is none begins no accumulation", () => {
    for (const change of [
      { depth: 7 as never },
      { rows: 2 ** 30, columns: 2 ** 30 },
      { rows: -3, columns: -7 },
    ])
      expect(() => decoder.merge({ ...part(), ...change })).toThrow(
        expect.objectContaining({ code: "BAD_OPTION" }),
      );
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
