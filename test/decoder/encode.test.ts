import { beforeAll, describe, expect, it } from "vitest";
import { createDecoder, type Decoder, DetectorFrame, type Pixels } from "../../src/decoder/index.ts";
import { compileDecoder, instantiateKernels, type Kernels } from "../../src/decoder/wasmModule.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { FRAME_KINDS, makeFrame } from "../support/payload/frames.ts";
import { bytesOf } from "../support/payload/scalarForms.ts";
import { scalarPayload } from "../support/payload/scalarPayload.ts";

const COUNTS = [1, 7, 8, 13, 70, 128, 1024, 2048, 2056, 5003, 40_001];
const cases = ([8, 16, 32] as const).flatMap((depth) =>
  FRAME_KINDS.flatMap((kind) => COUNTS.map((count) => ({ depth, kind, count }))),
);
const GUARD = 0xc3;

let decoder: Decoder;
let kernels: Kernels;
beforeAll(async () => {
  decoder = await createDecoder();
  kernels = instantiateKernels(await compileDecoder());
});

function frameOf(pixels: Pixels, rows = 1): DetectorFrame {
  const depth = (8 * pixels.BYTES_PER_ELEMENT) as 8 | 16 | 32;
  return new DetectorFrame({ pixels, rows, columns: pixels.length / rows, depth });
}

function decode(payload: Uint8Array<ArrayBuffer>, { shape, depth }: DetectorFrame): DetectorFrame {
  return decoder.decode(payload, { encoding: `bs${depth}-lz4`, shape, depth });
}

describe("a frame that is encoded", () => {
  it("decodes to the same pixels, with our kernels and without them", () => {
    const random = new Random(5);
    for (const options of cases) {
      const pixels = makeFrame(random, options);
      const frame = frameOf(pixels);
      const payload = decoder.encode(frame);
      const name = JSON.stringify(options);
      const decoded = decode(payload, frame);
      expect(Buffer.compare(decoded.bytes, bytesOf(pixels)), name).toBe(0);
      decoded.close();
      const plain = scalarPayload(payload, { element: pixels.BYTES_PER_ELEMENT, size: pixels.byteLength });
      expect(Buffer.compare(plain ?? Buffer.alloc(0), bytesOf(pixels)), name).toBe(0);
    }
  });

  it("is the same whether it lies in a slot, in memory of its own, or is encoded in steps", () => {
    const pixels = makeFrame(new Random(6), { depth: 32, count: 700_003, kind: "peaks" });
    const frame = frameOf(pixels);
    const payload = decoder.encode(frame);
    const inSlot = decode(payload, frame);
    expect(Buffer.compare(decoder.encode(inSlot), payload)).toBe(0);
    const steps = decoder.encodeInSteps(inSlot);
    let count = 1;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count += 1;
    expect(count).toBe(3);
    expect(Buffer.compare(step.value, payload)).toBe(0);
    inSlot.close();
  });

  it("of few counts becomes a tenth or less, as a detector's own encoder makes it", () => {
    const pixels = makeFrame(new Random(7), {
      depth: 32,
      count: 2 ** 18,
      kind: "counts and gaps",
      density: 0.3,
    });
    expect(decoder.encode(frameOf(pixels)).length).toBeLessThan(pixels.byteLength / 8);
    expect(decoder.encode(frameOf(new Uint32Array(2 ** 20))).length).toBeLessThan(2 ** 15);
  });
});

/** What the kernel makes of pixels, between guard bytes; capacity as `encodedBytes` says. */
function encodeGuarded(pixels: Pixels): {
  readonly written: number;
  readonly intact: boolean;
  readonly bound: number;
} {
  const { BYTES_PER_ELEMENT: element, length } = pixels;
  const source = Math.ceil(kernels.firstFreeByte() / 64) * 64 + 64;
  const scratch = source + 64 * Math.ceil(pixels.byteLength / 64) + 64;
  const output = scratch + 64 * Math.ceil(kernels.encodeScratchBytes() / 64) + 64;
  const bound = kernels.encodedBytes(element, length);
  const missing = Math.ceil((output + bound + 64 - kernels.memory.buffer.byteLength) / 65_536);
  if (missing > 0) kernels.memory.grow(missing);
  const memory = new Uint8Array(kernels.memory.buffer);
  memory.fill(GUARD, source - 64, output + bound + 64);
  memory.set(bytesOf(pixels), source);
  const written = kernels.encode(element, source, length, scratch, output);
  const isGuard = (start: number, end: number) => memory.subarray(start, end).every((byte) => byte === GUARD);
  const intact =
    Buffer.compare(memory.subarray(source, source + pixels.byteLength), bytesOf(pixels)) === 0 &&
    isGuard(source - 64, source) &&
    isGuard(source + pixels.byteLength, scratch) &&
    isGuard(scratch + kernels.encodeScratchBytes(), output) &&
    isGuard(output + bound, output + bound + 64);
  return { written, intact, bound };
}

describe("the kernel that encodes", () => {
  it("stays within its bound and writes nowhere else, whatever the pixels", () => {
    const random = new Random(8);
    for (const options of cases) {
      const { written, intact, bound } = encodeGuarded(makeFrame(random, { ...options, density: 1 }));
      expect(written, JSON.stringify(options)).toBeLessThanOrEqual(bound - 64);
      expect(intact, JSON.stringify(options)).toBe(true);
    }
  });

  it("refuses addresses outside of its memory", () => {
    const end = kernels.memory.buffer.byteLength;
    expect(kernels.encode(4, end - 4, 2, 0, 0)).toBe(-1);
    expect(kernels.encode(4, 1024, 2, end - 64, 1024)).toBe(-1);
    expect(kernels.encode(4, 1024, 2, 1024, end - 64)).toBe(-1);
  });
});
