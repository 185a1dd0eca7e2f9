import { decode } from "fast-png";
import { expect, it } from "vitest";
import { createDecoder, DetectorFrame } from "../../src/decoder/index.ts";
import { encodePng } from "../../src/frameFiles/png.ts";

const decoder = await createDecoder();

async function pixelsOfPng(counts: readonly number[]): Promise<readonly number[][]> {
  const pixels = Uint16Array.from(counts);
  const frame = new DetectorFrame({ pixels, rows: 1, columns: counts.length, depth: 16 });
  const { data, width, height, channels } = decode(await encodePng(frame, { decoder }));
  expect({ width, height, channels }).toEqual({ width: counts.length, height: 1, channels: 3 });
  return counts.map((_, index) => [...data.subarray(3 * index, 3 * index + 3)]);
}

it("a PNG is white without counts, black from the 99.9th percentile on, light blue where masked", async () => {
  const [none, some, most, masked] = await pixelsOfPng([0, 100, 1000, 65_535]);
  expect(none).toEqual([255, 255, 255]);
  expect(some).toEqual([229, 229, 229]);
  expect(most).toEqual([0, 0, 0]);
  expect(masked).toEqual([174, 199, 232]);
});

it("a PNG of hardly any counts is not stretched: one count of 5 is a fifth", async () => {
  expect(await pixelsOfPng([0, 1])).toEqual([
    [255, 255, 255],
    [204, 204, 204],
  ]);
});

it("leaves the thread to others between its parts, however it is done with the frame", async () => {
  const frame = new DetectorFrame({ pixels: new Uint16Array(200 * 3), rows: 200, columns: 3, depth: 16 });
  let parts = 0;
  const making = encodePng(frame, {
    decoder,
    between: async () => {
      parts += 1;
      await new Promise(setImmediate);
    },
  });
  frame.close();
  expect(decode(await making).height).toBe(200);
  expect(parts).toBeGreaterThanOrEqual(4);
});
