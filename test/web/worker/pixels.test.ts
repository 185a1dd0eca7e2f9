import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDecoder, DetectorFrame } from "../../../src/index.ts";
import { parseColour } from "../../../web/worker/colour.ts";
import { readConfigurationGeometry } from "../../../web/worker/configurationGeometry.ts";
import { displayHistogram } from "../../../web/worker/displayHistogram.ts";
import { imageGeometry, NO_GEOMETRY } from "../../../web/worker/imageGeometry.ts";
import { lineProfile, pixelValues } from "../../../web/worker/pixelValues.ts";
import { regionStatistics } from "../../../web/worker/regionStatistics.ts";
import { subFrame } from "../../../web/worker/subFrame.ts";

const MASKED = 65_535;
const decoder = await createDecoder();

/** 7 columns, 5 rows; pixel (x, y) has 10·y + x counts, (3, 2) is masked, (6, 4) saturated. */
const pixels = Uint16Array.from({ length: 35 }, (_, index) => 10 * Math.floor(index / 7) + (index % 7));
pixels[2 * 7 + 3] = MASKED;
pixels[4 * 7 + 6] = MASKED - 1;
const frame = new DetectorFrame({ pixels, rows: 5, columns: 7, depth: 16 });
const saturation = MASKED - 1;

describe("values of pixels", () => {
  it("are −1 where masked and NaN outside of the frame", () => {
    const { values } = pixelValues(frame, { x: 2, y: 2, columns: 2, rows: 1 });
    expect([...values]).toEqual([22, -1]);
    expect([...pixelValues(frame, { x: -1, y: 4, columns: 2, rows: 2 }).values]).toEqual([NaN, 40, NaN, NaN]);
  });

  it("are at most 4096, of whole pixels", () => {
    expect(pixelValues(frame, { x: 0, y: 0, columns: 64, rows: 64 }).values).toHaveLength(4096);
    for (const wrong of [{ columns: 4097 }, { columns: 0 }, { x: 0.5 }, { rows: Number.NaN }])
      expect(() => pixelValues(frame, { x: 0, y: 0, columns: 1, rows: 1, ...wrong })).toThrow(
        "expected whole pixels",
      );
  });

  it("along a line are one a pixel, from end to end", () => {
    expect([...lineProfile(frame, [0.5, 2.5], [6.5, 2.5]).values]).toEqual([20, 21, 22, NaN, 24, 25, 26]);
    expect([...lineProfile(frame, [1.5, 0.5], [1.5, 3.5]).values]).toEqual([1, 11, 21, 31]);
    expect([...lineProfile(frame, [-1.5, 0.5], [0.5, 0.5]).values]).toEqual([NaN, NaN, 0]);
    expect([...lineProfile(frame, [1.5, 1.5], [1.5, 1.5]).values]).toEqual([11, 11]);
  });
});

describe("statistics of a shape", () => {
  it("are of the pixels whose centres it has", () => {
    const figure = fc.double({ min: -2, max: 9, noNaN: true });
    const length = fc.double({ min: 0, max: 8, noNaN: true });
    fc.assert(
      fc.property(figure, figure, length, length, (x, y, width, height) => {
        const isInBox = (column: number, row: number) =>
          column + 0.5 >= x && column + 0.5 < x + width && row + 0.5 >= y && row + 0.5 < y + height;
        expectPixels(regionStatistics(frame, { kind: "box", x, y, width, height }, { saturation }), isInBox);
        const isInCircle = (column: number, row: number) => {
          const half = Math.sqrt(width ** 2 - (row + 0.5 - y) ** 2);
          return column + 0.5 >= x - half && column + 0.5 <= x + half;
        };
        expectPixels(
          regionStatistics(frame, { kind: "circle", x, y, radius: width }, { saturation }),
          isInCircle,
        );
      }),
    );
  });

  it("leave masked pixels out, and count them and the saturated ones", () => {
    const whole = { kind: "box", x: 0, y: 0, width: 7, height: 5 } as const;
    expect(regionStatistics(frame, whole, { saturation })).toMatchObject({
      pixels: 35,
      masked: 1,
      saturated: 1,
      min: 0,
      max: MASKED - 1,
    });
    const three = regionStatistics(frame, { kind: "box", x: 0, y: 0, width: 3, height: 1 }, { saturation });
    expect(three).toMatchObject({ sum: 3, mean: 1, standardDeviation: Math.sqrt(2 / 3) });
    const alone = { kind: "circle", x: 3.5, y: 2.5, radius: 0.4 } as const;
    expect(regionStatistics(frame, alone, { saturation })).toEqual({
      pixels: 1,
      masked: 1,
      saturated: 0,
      sum: 0,
      mean: null,
      min: null,
      max: null,
      standardDeviation: null,
    });
  });
});

function expectPixels(
  statistics: ReturnType<typeof regionStatistics>,
  isInside: (column: number, row: number) => boolean,
): void {
  const inside = [...pixels].filter((_, index) => isInside(index % 7, Math.floor(index / 7)));
  const valid = inside.filter((value) => value !== MASKED);
  const sum = valid.reduce((total, value) => total + value, 0);
  expect(statistics).toMatchObject({ pixels: inside.length, masked: inside.length - valid.length, sum });
}

describe("the histogram that is displayed", () => {
  it("has every valid pixel in the bin of its count, in at most 256 bins", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 ** 32 - 2 }), { minLength: 1, maxLength: 200 }), (counts) => {
        const data = Uint32Array.from(counts);
        const measured = decoder.histogram(
          new DetectorFrame({ pixels: data, rows: 1, columns: data.length, depth: 32 }),
        );
        const max = Math.max(...counts);
        const { edges, counts: bins } = displayHistogram(measured, max);
        expect(bins.length).toBeLessThanOrEqual(256);
        expect(edges).toHaveLength(bins.length + 1);
        expect([edges[0], edges.at(-1)]).toEqual([0, max + 1]);
        expect([...edges]).toEqual([...edges].sort((a, b) => a - b));
        expect(bins.reduce((sum, pixelsOfBin) => sum + pixelsOfBin, 0)).toBe(counts.length);
      }),
    );
  });

  it("has a bin for each count where there are few", () => {
    const data = Uint32Array.of(0, 0, 1, 3, 3, 3);
    const measured = decoder.histogram(new DetectorFrame({ pixels: data, rows: 1, columns: 6, depth: 32 }));
    const { edges, counts } = displayHistogram(measured, 3);
    expect([...edges]).toEqual([0, 1, 2, 3, 4]);
    expect([...counts]).toEqual([2, 1, 0, 3]);
  });
});

describe("a part of a frame", () => {
  it("has the pixels that a region touches", () => {
    const part = subFrame(frame, { x: 1.2, y: 3.9, width: 1.5, height: 40 });
    expect([part?.columns, part?.rows]).toEqual([2, 2]);
    expect([...(part?.data ?? [])]).toEqual([31, 32, 41, 42]);
    expect(subFrame(frame, { x: -1, y: -1, width: 99, height: 99 })).toBe(frame);
    expect(subFrame(frame, { x: 7, y: 0, width: 3, height: 3 })).toBeNull();
    expect(subFrame(frame, { x: Number.NaN, y: 0, width: 3, height: 3 })).toBeNull();
  });
});

describe("how the detector stands", () => {
  it("is read from the configuration in the units that it says", () => {
    const distance = (value: number, unit: string) =>
      readConfigurationGeometry({ detector_distance: { value, unit } }).detectorDistance;
    expect(distance(0.15, "m")).toBe(0.15);
    expect(distance(150, "mm")).toBe(0.15);
    expect(distance(150, "furlong")).toBeNull();
    expect(distance(0, "m")).toBeNull();
    const size = { x_pixel_size: { value: 75, unit: "um" }, y_pixel_size: { value: 7.5e-5, unit: "m" } };
    expect(readConfigurationGeometry(size).pixelSize).toEqual([75e-6, 75e-6]);
    expect(readConfigurationGeometry({ wavelength: { value: 0.1, unit: "nm" } }).wavelength).toBe(1);
  });

  it("is nothing where the configuration is something else", () => {
    for (const reply of [null, 7, "text", [], {}, { beam_center_x: { value: "left" } }])
      expect(readConfigurationGeometry(reply)).toEqual(NO_GEOMETRY);
    // One that is missing, or 0 and 0, is no beam centre.
    expect(readConfigurationGeometry({ beam_center_x: { value: 5 } }).beamCenter).toBeNull();
    const unset = { beam_center_x: { value: 0 }, beam_center_y: { value: 0 } };
    expect(readConfigurationGeometry(unset).beamCenter).toBeNull();
    expect(imageGeometry(null)).toEqual(NO_GEOMETRY);
  });
});

describe("colours", () => {
  it("are read as style sheets write them", () => {
    expect(parseColour("#0f8")).toEqual([0, 255, 136, 255]);
    expect(parseColour("#0F88")).toEqual([0, 255, 136, 136]);
    expect(parseColour("#ff7f0e")).toEqual([255, 127, 14, 255]);
    expect(parseColour("#ff7f0e80")).toEqual([255, 127, 14, 128]);
    expect(parseColour("rgb(1, 2, 3)")).toEqual([1, 2, 3, 255]);
    expect(parseColour("rgb(1 2 3 / 0.5)")).toEqual([1, 2, 3, 128]);
    for (const text of ["", "red", "#12345", "rgb(1,2,300)", "rgb(1,2)", "url(x)", "#ggg"])
      expect(parseColour(text)).toBeNull();
  });
});
