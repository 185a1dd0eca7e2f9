import { describe, expect, test } from "vitest";
import { TIFF_LAYOUTS, type TiffLayout } from "../../src/simulator/index.ts";
import { bytesOf, watchedDcu } from "./support/servedDcu.ts";

async function imageOf(layout: TiffLayout, bitDepth: 8 | 16 | 32 = 16): Promise<DataView> {
  const dcu = await watchedDcu({ layout, bitDepth, model: "eiger-500k" });
  dcu.dcu.expose();
  dcu.dcu.expose();
  await (await dcu.get("monitor/images/next")).arrayBuffer();
  return bytesOf(await dcu.get("monitor/images/next"));
}

function text(bytes: DataView, offset: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + offset, length).toString("latin1");
}

/** Tags of the directory at `offset`, with the words of their values. */
function tags(bytes: DataView, offset: number): Map<number, number> {
  const count = bytes.getUint16(offset, true);
  const entries = Array.from({ length: count }, (_, index) => offset + 2 + 12 * index);
  expect(bytes.getUint32(offset + 2 + 12 * count, true)).toBe(0);
  return new Map(entries.map((at) => [bytes.getUint16(at, true), bytes.getUint32(at + 8, true)]));
}

const PIXEL_BYTES = 1030 * 514 * 2;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/;

describe("the monitor's TIFF", () => {
  test("of EIGER: pixels at 8, eight tags in the last 102 bytes, no metadata", async () => {
    const bytes = await imageOf("eiger1");
    expect(bytes.byteLength).toBe(1_058_950);
    expect(bytes.getUint32(4, true)).toBe(1_058_848);
    const main = tags(bytes, 1_058_848);
    expect([...main.keys()]).toEqual([256, 257, 258, 259, 273, 278, 279, 339]);
    expect([...main.values()]).toEqual([1030, 514, 16, 1, 8, 514, PIXEL_BYTES, 1]);
  });

  test("of 2020.2: series at 42, image at 54, date of 29 characters at 162, pixels at 216", async () => {
    const bytes = await imageOf("2020.2");
    expect([bytes.getInt32(42, true), bytes.getInt32(54, true)]).toEqual([1, 1]);
    expect(text(bytes, 162, 29)).toMatch(DATE);
    expect([bytes.getUint32(46, true), bytes.getUint32(50, true)]).toEqual([0x0004_0003, 1]);
    expect(text(bytes, 134, 26)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(bytes.getFloat64(192, true)).toBeCloseTo(6199.21, 2);
    expect(bytes.getFloat64(200, true)).toBeCloseTo(0.0999999, 7);
    expect(bytes.getFloat64(208, true)).toBeCloseTo(12_398.42, 2);
    const main = tags(bytes, bytes.getUint32(4, true));
    expect([...main.keys()]).toEqual([256, 257, 258, 259, 262, 273, 277, 278, 279, 339, 51_192]);
    expect([...main.values()]).toEqual([1030, 514, 16, 1, 1, 216, 1, 514, PIXEL_BYTES, 1, 8]);
    expect(bytes.byteLength).toBe(216 + PIXEL_BYTES + 138);
  });

  test("of 2024.1: thirteen entries, so that the date is at 198; series and image stay where they were", async () => {
    const bytes = await imageOf("2024.1");
    expect([...tags(bytes, 8).keys()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 18, 22, 23]);
    expect([bytes.getInt32(42, true), bytes.getInt32(54, true)]).toEqual([1, 1]);
    expect(text(bytes, 198, 29)).toMatch(DATE);
    expect(tags(bytes, bytes.getUint32(4, true)).get(273)).toBe(284);
  });

  test("that is compatible: ten entries at 8 for fixed offsets, thirteen behind the pixels for tag 51192", async () => {
    const bytes = await imageOf("compatible");
    expect(tags(bytes, 8).size).toBe(10);
    expect(text(bytes, 162, 29)).toMatch(DATE);
    const main = tags(bytes, bytes.getUint32(4, true));
    const dectris = tags(bytes, main.get(51_192) ?? 0);
    expect(main.get(51_192)).toBe(216 + PIXEL_BYTES);
    expect([dectris.size, dectris.get(2), dectris.get(3)]).toEqual([13, 1, 1]);
    expect(bytes.getFloat64(dectris.get(0x0a) ?? 0, true)).toBeCloseTo(1, 9);
    expect(bytes.getFloat64(dectris.get(0x17) ?? 0, true)).toBeCloseTo(0.15, 9);
  });

  test.for(TIFF_LAYOUTS)("of layout %s has what its strip says, in 8, 16 and 32 bits", async (layout) => {
    for (const bitDepth of [8, 16, 32] as const) {
      const bytes = await imageOf(layout, bitDepth);
      const main = tags(bytes, bytes.getUint32(4, true));
      expect([main.get(258), main.get(279)]).toEqual([bitDepth, (1030 * 514 * bitDepth) / 8]);
      // Image 1, column 0, row 0: 7.
      expect(bytes.getUint8(main.get(273) ?? 0)).toBe(7);
    }
  });
});
