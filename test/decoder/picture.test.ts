import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Colour,
  createDecoder,
  DetectorFrame,
  type PictureOptions,
  type Region,
  type Scale,
} from "../../src/decoder/index.ts";
import { type FrameRecipe, frameOf, frameRecipes } from "../support/randomFrame.ts";
import { scalarPicture } from "../support/scalarPicture.ts";

const decoder = await createDecoder();
const MASKED: Colour = [1, 2, 3, 4];
const SATURATED: Colour = [5, 6, 7, 8];
const OUTSIDE: Colour = [9, 10, 11, 12];
const ENTRIES = [2, 256, 300, 4096] as const;

/** Along one axis: where the picture begins, its pixels, and source pixels to each. */
interface Axis {
  readonly origin: number;
  readonly pixels: number;
  readonly step: number;
}

/** Zooms from 50 to 0.01, edges anywhere from far outside on one side to far outside on the other. */
const anyAxis: fc.Arbitrary<Axis> = fc.record({
  origin: fc.oneof(
    fc.double({ min: -30, max: 80, noNaN: true }),
    fc.integer({ min: -60, max: 140 }).map((halves) => halves / 2),
  ),
  pixels: fc.integer({ min: 1, max: 40 }),
  step: fc.double({ min: Math.log(1 / 50), max: Math.log(100), noNaN: true }).map(Math.exp),
});
/** Whole steps from whole pixels: the fast forms. */
const wholeAxis: fc.Arbitrary<Axis> = fc.record({
  origin: fc.integer({ min: -10, max: 40 }),
  pixels: fc.integer({ min: 1, max: 72 }),
  step: fc.constantFrom(1, 2, 4, 8),
});

interface Look {
  readonly scale: Exclude<Scale, "hdr">;
  readonly levels: readonly [number, number];
  readonly entries: (typeof ENTRIES)[number];
  readonly binning: "maximum" | "mean";
  readonly saturation: number | undefined;
}

const looks: fc.Arbitrary<Look> = fc.record({
  scale: fc.constantFrom("linear", "sqrt", "log"),
  levels: fc
    .tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(1, 5, 100, 255, 1000, 40_000, 2 ** 24))
    .map(([low, span]): [number, number] => [low, low + span]),
  entries: fc.constantFrom(...ENTRIES),
  binning: fc.constantFrom("maximum", "mean"),
  saturation: fc.constantFrom(undefined, 1, 12, 200, 60_000),
});

/** Colour tables that tell every entry from every other, by how many they have. */
const numberedColours: ReadonlyMap<number, Uint8ClampedArray<ArrayBuffer>> = new Map(
  ENTRIES.map((entries) => [
    entries,
    Uint8ClampedArray.from(Array.from({ length: entries }, (_, entry) => numbered(entry)).flat()),
  ]),
);

function numbered(entry: number): Colour {
  return [entry & 255, entry >> 8, 200, 255];
}

const FRACTIONS: Readonly<Record<Look["scale"], (count: number, span: number) => number>> = {
  linear: (count, span) => count / span,
  sqrt: (count, span) => Math.sqrt(count / span),
  log: (count, span) => Math.log1p(count) / Math.log1p(span),
};

/** As the docstrings say it: rounded to the next of the colours; means in 64ths of a count. */
function colourOf(value: number, { scale, levels: [low, high], entries, binning, saturation }: Look): Colour {
  const count = binning === "mean" ? Math.floor(value * 64) / 64 : value;
  if (saturation !== undefined && count >= saturation) return SATURATED;
  const fraction = FRACTIONS[scale](Math.min(Math.max(count, low), high) - low, high - low);
  return numbered(Math.floor((entries - 1) * fraction + 0.5 + 1e-10));
}

function regionOf(across: Axis, down: Axis): Region {
  return {
    x: across.origin,
    y: down.origin,
    width: across.pixels * across.step,
    height: down.pixels * down.step,
  };
}

function draw(frame: DetectorFrame, look: Look, options: PictureOptions): Uint8ClampedArray {
  const { entries, saturation, ...rest } = look;
  return decoder.picture(frame, {
    ...rest,
    ...options,
    ...(saturation !== undefined && { saturation }),
    colours: numberedColours.get(entries) ?? "grey",
    maskedColour: MASKED,
    saturatedColour: SATURATED,
    outsideColour: OUTSIDE,
  }).pixels;
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8ClampedArray): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function expectAgreement(frame: DetectorFrame, look: Look, across: Axis, down: Axis): void {
  const region = regionOf(across, down);
  const size = { columns: across.pixels, rows: down.pixels };
  const twin = scalarPicture(frame, {
    region,
    size,
    binning: look.binning,
    colourOf: (count) => colourOf(count, look),
    masked: MASKED,
    outside: OUTSIDE,
  });
  const drawn = draw(frame, look, { region, size });
  if (bytesOf(drawn).equals(bytesOf(twin))) return;
  const different = drawn.findIndex((channel, index) => channel !== twin[index]);
  expect({ different, channels: drawn.slice(different & ~3, (different | 3) + 1) }).toEqual({
    different: -1,
    channels: twin.slice(different & ~3, (different | 3) + 1),
  });
}

describe.each([8, 16, 32] as const)("pictures of %i-bit frames", (depth) => {
  for (const [name, axis, numRuns] of [
    ["at any zoom, of any region", anyAxis, 400],
    ["at whole steps, from whole pixels", wholeAxis, 600],
  ] as const) {
    it(`agree with the scalar twin ${name}`, () => {
      fc.assert(
        fc.property(frameRecipes(depth), looks, axis, axis, (recipe, look, across, down) => {
          expectAgreement(frameOf(recipe, depth), look, across, down);
        }),
        { numRuns },
      );
    });
  }

  it("have the right colour for every count around every colour's first", () => {
    const look: Look = {
      scale: "log",
      levels: [0, 60_000],
      entries: 4096,
      binning: "maximum",
      saturation: undefined,
    };
    const counts = Math.min(2 ** depth - 1, 70_000);
    const recipe: FrameRecipe = { rows: 1, columns: counts, masked: 0, bits: 1, seed: 1 };
    const frame = frameOf({ ...recipe, columns: Math.min(counts, 65_535) }, depth);
    frame.data.forEach((_, index) => {
      frame.data[index] = index + Math.max(counts - 65_535, 0);
    });
    for (let x = 0; x < frame.columns; x += 16_000)
      expectAgreement(frame, look, { origin: x, pixels: 16_000, step: 1 }, { origin: 0, pixels: 1, step: 1 });
  });

  it("are the same in a slot as in foreign memory, in parts", () => {
    const [rows, columns] = [1100, 2100];
    const lease = decoder.slots.acquire((rows * columns * depth) / 8, { pixelOffset: 0 });
    const { data } = frameOf({ rows, columns, masked: 1, bits: 4, seed: 3 }, depth);
    lease.bytes.set(new Uint8Array(data.buffer));
    const { buffer, byteOffset } = lease.bytes;
    const pixels = { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array }[depth];
    const parts = { pixels: new pixels(buffer, byteOffset, data.length), rows, columns, depth, lease };
    const inSlot = new DetectorFrame(parts);
    const views: PictureOptions[] = [
      {},
      { region: { x: 0, y: 0, width: columns, height: rows }, size: { columns: 1050, rows: 550 } },
      { region: { x: -33.3, y: 20.7, width: 2000, height: 1333 }, size: { columns: 301, rows: 207 } },
      { region: { x: 500.5, y: 300, width: 80, height: 60 }, size: { columns: 1600, rows: 1200 } },
      { size: { columns: 1, rows: 1 } },
    ];
    for (const view of views) {
      for (const binning of ["maximum", "mean"] as const) {
        const options = { ...view, binning, levels: [0, 16] as const };
        const [here, there] = [inSlot, inSlot.copy()].map((frame) =>
          bytesOf(decoder.picture(frame, options).pixels),
        );
        expect(here?.equals(there ?? Buffer.alloc(0))).toBe(true);
      }
    }
    lease.release();
    expect(() => decoder.picture(inSlot)).toThrow(expect.objectContaining({ name: "FrameClosedError" }));
  });
});

describe("a picture", () => {
  const frame = frameOf({ rows: 30, columns: 40, masked: 1, bits: 3, seed: 9 }, 16);

  it("shows the whole frame 1:1 in inverted grey unless told otherwise, transparent where the frame is not", () => {
    const whole = decoder.picture(frame);
    expect(whole).toMatchObject({ columns: 40, rows: 30 });
    const around = decoder.picture(frame, { region: { x: -1, y: -1, width: 42, height: 32 } });
    expect([...around.pixels.subarray(0, 4)]).toEqual([0, 0, 0, 0]);
    expect([...around.pixels.subarray(4 * 43, 4 * 43 + 160)]).toEqual([...whole.pixels.subarray(0, 160)]);
  });

  it("keeps a peak of one pixel at any zoom, and a masked pixel only where all are masked", () => {
    const pixels = new Uint16Array(1000 * 1000).fill(65_535);
    pixels[777_777] = 60_000;
    const lonely = new DetectorFrame({ pixels, rows: 1000, columns: 1000, depth: 16 });
    for (const side of [1, 7, 99, 250, 500, 999, 1000]) {
      const picture = decoder.picture(lonely, { size: { columns: side, rows: side }, levels: [0, 60_000] });
      const black = new Uint32Array(picture.pixels.buffer).filter((rgba) => rgba === 0xff000000);
      expect(black).toHaveLength(1);
    }
  });

  it("is drawn into memory of the caller's", () => {
    const into = new Uint8ClampedArray(40 * 30 * 4);
    expect(decoder.picture(frame, { into }).pixels).toBe(into);
    expect(into).toEqual(decoder.picture(frame).pixels);
  });

  it("means averages in fractions of a count", () => {
    const pixels = Uint32Array.of(1, 0, 0, 0xffffffff);
    const quarter = new DetectorFrame({ pixels, rows: 2, columns: 2, depth: 32 });
    const options = { size: { columns: 1, rows: 1 }, levels: [0, 1], colours: "grey" } as const;
    expect(decoder.picture(quarter, { ...options, binning: "mean" }).pixels[0]).toBe(
      Math.round(255 * (21 / 64)),
    );
    expect(decoder.picture(quarter, options).pixels[0]).toBe(255);
  });

  it("spreads the HDR scale from white over black to 10 000 times the upper level", () => {
    const counts = Uint32Array.of(0, 5, 10, 100, 1000, 10_000, 100_000, 1_000_000);
    const row = new DetectorFrame({ pixels: counts, rows: 1, columns: counts.length, depth: 32 });
    const { pixels } = decoder.picture(row, { scale: "hdr", colours: "hdr", levels: [0, 10] });
    const colours = Array.from(counts, (_, index) => [...pixels.subarray(4 * index, 4 * index + 3)]);
    expect(colours[0]).toEqual([255, 255, 255]);
    expect(colours[2]?.every((channel) => channel <= 1)).toBe(true);
    const [, , , , red] = colours;
    expect(red?.[0]).toBeGreaterThan(180);
    expect(red?.[2]).toBe(0);
    expect(colours[6]).toEqual([255, 255, 255]);
    expect(colours[7]).toEqual([255, 255, 255]);
  });

  it.each<[string, PictureOptions]>([
    ["levels that do not ascend", { levels: [5, 5] }],
    ["levels that are no numbers", { levels: [0, Number.NaN] }],
    ["a region without an extent", { region: { x: 0, y: 0, width: 0, height: 5 } }],
    ["a region that is nowhere", { region: { x: Number.NaN, y: 0, width: 5, height: 5 } }],
    ["a size of no pixels", { size: { columns: 0, rows: 5 } }],
    ["a size of half pixels", { size: { columns: 2.5, rows: 5 } }],
    ["a size beyond 16384", { size: { columns: 16_385, rows: 1 } }],
    ["a colour table of one colour", { colours: new Uint8ClampedArray(4) }],
    ["memory of another size", { into: new Uint8ClampedArray(7) }],
    ["a saturation at no counts", { saturation: 0 }],
  ])("refuses %s", (_, options) => {
    expect(() => decoder.picture(frame, options)).toThrow(expect.objectContaining({ code: "BAD_OPTION" }));
    expect(decoder.traps).toBe(0);
  });
});
