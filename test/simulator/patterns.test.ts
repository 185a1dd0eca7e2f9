import { describe, expect, test } from "vitest";
import {
  columnGaps,
  type DetectorModel,
  isGap,
  DETECTOR_MODELS as MODELS,
  rowGaps,
} from "../../src/simulator/models.ts";
import { DiffractionPattern } from "../../src/simulator/patterns/diffractionPattern.ts";
import { type BitDepth, maskedValue } from "../../src/simulator/patterns/pattern.ts";
import { RampPattern } from "../../src/simulator/patterns/rampPattern.ts";

function modelOf(name: string): DetectorModel {
  const model = MODELS.get(name);
  if (model === undefined) throw new Error(`no model ${name}`);
  return model;
}

describe("the models", () => {
  test("have the sizes that their manuals state", () => {
    const sizes = [...MODELS.values()].map(({ name, columns, rows }) => `${name} ${columns}×${rows}`);
    expect(sizes).toEqual([
      "eiger-500k 1030×514",
      "eiger-1m 1030×1065",
      "eiger-4m 2070×2167",
      "eiger-9m 3110×3269",
      "eiger-16m 4150×4371",
      "eiger2-250k 512×512",
      "eiger2-500k 1028×512",
      "eiger2-1m 1028×1062",
      "eiger2-4m 2068×2162",
      "eiger2-9m 3108×3262",
      "eiger2-16m 4148×4362",
      "eiger2-1m-w 2068×512",
      "eiger2-2m-w 4148×512",
      "quadro 512×512",
    ]);
  });

  test("have gaps between modules", () => {
    expect(rowGaps(modelOf("eiger-1m"))).toEqual([[514, 551]]);
    expect(columnGaps(modelOf("eiger2-9m"))).toEqual([
      [1028, 1040],
      [2068, 2080],
    ]);
  });
});

describe("the ramp", () => {
  test.for([
    ["eiger-1m", 8, 0],
    ["eiger-1m", 16, 49],
    ["eiger2-4m", 32, 1_999_999_999],
    ["eiger-500k", 32, 250],
  ] as const)(
    "of %s with %i bits is (x + 3·y + 7·i) mod 251 in image %i, gaps masked",
    ([name, bitDepth, image]) => {
      const model = modelOf(name);
      let [index, wrong] = [0, 0];
      for (const part of new RampPattern({ model, bitDepth }).pixels(image)) {
        for (const value of part) {
          const [column, row] = [index % model.columns, Math.floor(index / model.columns)];
          const count = (column + 3 * row + 7 * image) % 251;
          if (value !== (isGap(model, { column, row }) ? 2 ** bitDepth - 1 : count)) wrong += 1;
          index += 1;
        }
      }
      expect({ pixels: index, wrong }).toEqual({ pixels: model.columns * model.rows, wrong: 0 });
    },
  );
});

describe("the diffraction picture", () => {
  const model = modelOf("eiger2-500k");
  const draw = (imageId: number, { seed = 1, bitDepth = 32 as BitDepth, threshold = 1 } = {}) => {
    const [pixels] = new DiffractionPattern({ model, bitDepth, thresholds: 2, seed }).pixels(imageId, {
      threshold,
    });
    if (pixels === undefined) throw new Error("no pixels");
    return pixels;
  };
  /** Valid pixels with more counts than the background has. */
  const peaks = (pixels: ArrayLike<number>) =>
    Array.from(pixels).flatMap((count, index) => (count > 40 && count < 2 ** 32 - 1 ? [index] : []));

  test("is the same for the same seed, and another for another", () => {
    expect(Buffer.compare(Buffer.from(draw(3).buffer), Buffer.from(draw(3).buffer))).toBe(0);
    expect(Buffer.compare(Buffer.from(draw(3).buffer), Buffer.from(draw(3, { seed: 2 }).buffer))).not.toBe(0);
  });

  test("has peaks that move from image to image", () => {
    const [first, second] = [peaks(draw(0)), peaks(draw(4))];
    expect(first.length).toBeGreaterThan(20);
    expect(second.length).toBeGreaterThan(20);
    const common = first.filter((index) => second.includes(index));
    expect(common.length).toBeLessThan(first.length / 2);
  });

  test("has a background that falls from the beam to the corner", () => {
    const pixels = draw(0);
    const mean = (row: number, column: number) => {
      const counts = Array.from({ length: 40 * 40 }, (_, index) => {
        const at = (row + Math.floor(index / 40)) * model.columns + column + (index % 40);
        return Math.min(pixels[at] ?? 0, 10);
      });
      return counts.reduce((sum, count) => sum + count, 0) / counts.length;
    };
    expect(mean(180, 600)).toBeGreaterThan(mean(0, 0) + 0.5);
  });

  test.for([8, 16, 32] as const)("masks a few dead pixels in %i bits, and no others", (bitDepth) => {
    const pixels = draw(0, { bitDepth });
    const { deadPixels } = new DiffractionPattern({ model, bitDepth, thresholds: 1, seed: 1 });
    const masked = Array.from(pixels).flatMap((count, index) =>
      count === maskedValue(bitDepth) ? [index] : [],
    );
    expect(deadPixels.length).toBeGreaterThan(5);
    expect(masked).toEqual([...deadPixels].sort((a, b) => a - b));
  });

  test("has few counts above the second threshold", () => {
    const sum = (pixels: ArrayLike<number>) =>
      Array.from(pixels).reduce((total, count) => total + (count === 2 ** 32 - 1 ? 0 : count), 0);
    expect(sum(draw(0, { threshold: 2 }))).toBeLessThan(sum(draw(0)) / 10);
  });
});
