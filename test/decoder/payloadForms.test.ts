import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";
import { encodePayload } from "../../src/simulator/index.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { FRAME_KINDS, makeFrame } from "../support/payload/frames.ts";
import { guardedKernels } from "../support/payload/guardedKernels.ts";
import { bytesOf, pixelsOf, scalarSaturated, scalarSparse } from "../support/payload/scalarForms.ts";
import { scalarPayload } from "../support/payload/scalarPayload.ts";
import { scalarStatistics } from "../support/scalarStatistics.ts";

const decoder = await createDecoder();
const kernels = await guardedKernels();
const DEPTHS = [8, 16, 32] as const;

/** Frames of every kind and density; blocks from eight pixels up, so that many are partial and few pixels are left over. */
const frames = fc.record({
  seed: fc.integer(),
  depth: fc.constantFrom(...DEPTHS),
  kind: fc.constantFrom(...FRAME_KINDS),
  density: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  count: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 71, max: 6000 })),
  eights: fc.oneof(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 41, max: 600 }),
    fc.constantFrom(128, 256, 512, 1024, 2 ** 15),
  ),
  threshold: fc.constantFrom(1, 2, 5, 127, 128, 254, 255, 256, 65_534, 2 ** 31),
});

type FrameOptions = typeof frames extends fc.Arbitrary<infer Options> ? Options : never;

function compressed(options: FrameOptions) {
  const element = (options.depth / 8) as 1 | 2 | 4;
  const pixels = makeFrame(new Random(options.seed), options);
  const blockBytes = 8 * element * options.eights;
  const payload = encodePayload(pixels, { encoding: "bslz4", blockBytes });
  return { pixels, element, payload, blockBytes, size: pixels.byteLength };
}

describe("a bslz4 payload of our encoder", () => {
  it("decodes to the frame it was made of, by the kernel and by the scalar twin", () => {
    const property = fc.property(frames, (options) => {
      const { pixels, element, payload, size } = compressed(options);
      const shape = [1, options.count] as const;
      const frame = decoder.decode(payload, { encoding: "bslz4", shape, depth: options.depth });
      const same = Buffer.compare(frame.bytes, bytesOf(pixels)) === 0;
      frame.close();
      const twin = scalarPayload(payload, { size, element });
      return same && twin !== undefined && Buffer.compare(twin, bytesOf(pixels)) === 0;
    });
    fc.assert(property, { numRuns: 1500 });
  });

  it("has the statistics of its frame", () => {
    const property = fc.property(frames, (options) => {
      const { pixels, payload } = compressed(options);
      const { depth, threshold } = options;
      const image = { encoding: "bslz4", shape: [options.count, 1], depth, threshold } as const;
      const { frame, statistics } = decoder.decodeMeasured(payload, image);
      expect(Buffer.compare(frame.bytes, bytesOf(pixels))).toBe(0);
      frame.close();
      expect(statistics).toEqual(
        scalarStatistics(pixels, { masked: 2 ** depth - 1, threshold: Math.min(threshold, 2 ** depth - 1) }),
      );
    });
    fc.assert(property, { numRuns: 1500 });
  });

  it("has as its sparse form each pixel with counts that is not masked", () => {
    const property = fc.property(frames, (options) => {
      const { pixels, payload, element, size } = compressed(options);
      const { code, output } = kernels.run({ payload, element, size, form: "sparse" });
      const expected = scalarSparse(pixels);
      expect(code).toBe(expected.indices.length);
      expect([...pixelsOf(output.subarray(0, 4 * code), 32)]).toEqual(expected.indices);
      expect([...pixelsOf(output.subarray(4 * code), options.depth)]).toEqual(expected.values);
    });
    fc.assert(property, { numRuns: 1500 });
  });

  it("gives both forms through the decoder, in memory that is given back", () => {
    const property = fc.property(frames, (options) => {
      const { pixels, payload } = compressed(options);
      const image = { encoding: "bslz4", shape: [options.count, 1], depth: options.depth } as const;
      const { indices, values } = decoder.sparse(payload, image);
      expect({ indices: [...indices], values: [...values] }).toEqual(scalarSparse(pixels));
      const frame = decoder.decodeSaturated(payload, image);
      const expected = options.depth === 32 ? scalarSaturated(pixels) : pixels;
      expect([...frame.data]).toEqual([...expected]);
      frame.close();
    });
    fc.assert(property, { numRuns: 300 });
    expect(decoder.slots.free).toBeGreaterThan(0);
  });

  it("of 32 bits saturates in 16: counts above 65534 are 65534, masked pixels 65535", () => {
    const property = fc.property(frames, (options) => {
      const { pixels, payload, element, size } = compressed({ ...options, depth: 32 });
      const { code, output } = kernels.run({ payload, element, size, form: "saturated" });
      expect(code).toBe(0);
      expect([...pixelsOf(output, 16)]).toEqual([...scalarSaturated(pixels)]);
    });
    fc.assert(property, { numRuns: 700 });
  });
});

describe("an lz4 payload of our encoder", () => {
  it("decodes to the frame it was made of, with blocks of any size", () => {
    const property = fc.property(frames, fc.integer({ min: 1, max: 20_000 }), (options, blockBytes) => {
      const { pixels, size } = compressed(options);
      const payload = encodePayload(pixels, { encoding: "lz4", blockBytes });
      const shape = [1, options.count] as const;
      const frame = decoder.decode(payload, { encoding: "lz4", shape, depth: options.depth });
      const same = Buffer.compare(frame.bytes, bytesOf(pixels)) === 0;
      frame.close();
      const twin = scalarPayload(payload, { size, element: 0 });
      return same && twin !== undefined && Buffer.compare(twin, bytesOf(pixels)) === 0;
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

describe("frames of every small size", () => {
  it.each(DEPTHS)("decode, 1 to 70 pixels of %i bits in blocks of 8, 16 and 64 pixels", (depth) => {
    const random = new Random(depth);
    for (let count = 1; count <= 70; count++) {
      for (const kind of FRAME_KINDS) {
        for (const eights of [1, 2, 8]) {
          const options = { seed: random.next(), depth, kind, density: 0.5, count, eights, threshold: 2 };
          const { pixels, payload, element, size } = compressed(options);
          const { code, output } = kernels.run({ payload, element, size });
          expect([code, Buffer.compare(output, bytesOf(pixels))], JSON.stringify(options)).toEqual([0, 0]);
        }
      }
    }
  });

  it.each(DEPTHS)("and of every block size from 8 pixels to 1 MiB decode, %i bits", (depth) => {
    const element = (depth / 8) as 1 | 2 | 4;
    const random = new Random(depth);
    for (let blockBytes = 8 * element; blockBytes <= 2 ** 20; blockBytes *= 2) {
      const count = (2.3 * blockBytes) / element + 5;
      const pixels = makeFrame(random, { depth, count: Math.floor(count), kind: "peaks" });
      const payload = encodePayload(pixels, { encoding: "bslz4", blockBytes });
      const { code, output } = kernels.run({ payload, element, size: pixels.byteLength });
      expect([blockBytes, code, Buffer.compare(output, bytesOf(pixels))]).toEqual([blockBytes, 0, 0]);
    }
  });
});
