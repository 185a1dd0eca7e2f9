import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileDecoder, instantiateKernels } from "../../src/decoder/wasmModule.ts";

const kernels = instantiateKernels(await compileDecoder());
kernels.memory.grow(40);
const OUT_OF_RANGE = -1;
const MEMORY_BYTES = kernels.memory.buffer.byteLength;
/** Areas of the tests' own, and what lies between them. */
const [GUARD, REQUEST, TONES, SCRATCH, TARGET, PIXELS] = [1024, 2 ** 16, 2 ** 17, 2 ** 19, 2 ** 20, 2 ** 21];
const STEP_COUNT = TONES + 262_208;
const COLUMNS = 50;
const ROWS = 30;

interface Request {
  readonly floats: readonly number[];
  readonly words: readonly number[];
}

const GOOD: Request = {
  floats: [0, 0, COLUMNS, ROWS],
  words: [COLUMNS, ROWS, 0, ROWS, COLUMNS, 0, ROWS, -1],
};

function draw(request: Request, pixels = PIXELS): number {
  const { buffer } = kernels.memory;
  new Float64Array(buffer, REQUEST, 4).set(request.floats);
  new Uint32Array(buffer, REQUEST + 32, 8).set(request.words);
  new Uint32Array(buffer, STEP_COUNT, 4).set([1, 0, 0, 0xff00ff00]);
  kernels.prepareTones(TONES);
  return kernels.picture(2, pixels, REQUEST, TONES, SCRATCH, TARGET);
}

/** `request` with one field changed. */
function altered(field: number, value: number): Request {
  const { floats, words } = GOOD;
  return field < 4
    ? { floats: floats.with(field, value), words }
    : { floats, words: words.with(field - 4, value) };
}

describe("the picture kernels", () => {
  it.each<[string, Request, number?]>([
    ["a region that is not a number", altered(0, Number.NaN)],
    ["a region without a width", altered(2, 0)],
    ["a region of negative height", altered(3, -1)],
    ["a region at infinity", altered(1, Number.POSITIVE_INFINITY)],
    ["no columns", altered(4, 0)],
    ["no rows", { ...GOOD, words: [COLUMNS, 0, 0, 0, COLUMNS, 0, ROWS, -1] }],
    ["more columns than fit", altered(4, 65_537)],
    ["more rows than fit", altered(5, 2 ** 32 - 1)],
    ["rows that end before they begin", altered(6, ROWS + 1)],
    ["rows beyond the picture", altered(7, ROWS + 1)],
    ["frame rows beyond memory", altered(10, 65_536)],
    ["more bits of a fraction than are exact", altered(11, 7)],
    ["pixels beyond memory", GOOD, MEMORY_BYTES - COLUMNS * ROWS * 2 + 1],
  ])("refuse %s", (_, request, pixels) => {
    expect(draw(GOOD)).toBe(0);
    expect(draw(request, pixels)).toBe(OUT_OF_RANGE);
  });

  it("refuse more steps than lie in memory", () => {
    new Uint32Array(kernels.memory.buffer, STEP_COUNT, 1).set([2 ** 31]);
    expect(kernels.prepareTones(TONES)).toBe(OUT_OF_RANGE);
    expect(kernels.picture(2, PIXELS, REQUEST, TONES, SCRATCH, TARGET)).toBe(OUT_OF_RANGE);
    expect(kernels.prepareTones(MEMORY_BYTES - 8)).toBe(OUT_OF_RANGE);
  });

  it("draw any request that they take into the target and nowhere else", () => {
    const field = (good: number) =>
      fc.oneof(fc.constant(good), fc.nat(70), fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1));
    const float = (good: number) =>
      fc.oneof(
        fc.constant(good),
        fc.double(),
        fc.double({ min: -100, max: 100 }),
        fc.integer({ min: -99, max: 99 }),
      );
    const requests = fc.record({
      floats: fc.tuple(...GOOD.floats.map(float)),
      words: fc.tuple(...GOOD.words.slice(0, 7).map(field), fc.constantFrom(-1, 0, 3, 6, 7)),
    });
    const memory = new Uint8Array(kernels.memory.buffer);
    let drawn = 0;
    fc.assert(
      fc.property(requests, (request) => {
        const { words } = request;
        const written = 4 * (words[0] ?? 0) * ((words[3] ?? 0) - (words[2] ?? 0));
        memory.fill(0xa5, TARGET - GUARD, TARGET);
        memory.fill(0xa5, TARGET, PIXELS);
        const code = draw(request);
        expect([0, OUT_OF_RANGE]).toContain(code);
        drawn += code === 0 ? 1 : 0;
        const end = TARGET + (code === 0 ? written : 0);
        expect(memory.subarray(TARGET - GUARD, TARGET).every((byte) => byte === 0xa5)).toBe(true);
        expect(memory.subarray(end, end + GUARD).every((byte) => byte === 0xa5)).toBe(true);
      }),
      { numRuns: 5000 },
    );
    expect(drawn).toBeGreaterThan(20);
  });

  it.each([1, 2, 4])("histogram refuses what is not in memory, %i bytes a pixel", (element) => {
    expect(kernels.histogram(element, PIXELS, 2 ** 32 - 1, SCRATCH)).toBe(OUT_OF_RANGE);
    expect(kernels.histogram(element, PIXELS, 10, MEMORY_BYTES - 100)).toBe(OUT_OF_RANGE);
    expect(kernels.histogram(element, MEMORY_BYTES - 8, 2, SCRATCH)).toBe(0);
  });

  it.each([1, 2, 4])("accumulate refuses what is not in memory, %i bytes a pixel", (element) => {
    const end = MEMORY_BYTES - 16;
    expect(kernels.accumulate(element, end, 100, SCRATCH, SCRATCH, SCRATCH)).toBe(OUT_OF_RANGE);
    expect(kernels.accumulate(element, SCRATCH, 100, end, SCRATCH, SCRATCH)).toBe(OUT_OF_RANGE);
    expect(kernels.accumulate(element, SCRATCH, 100, SCRATCH, end, SCRATCH)).toBe(OUT_OF_RANGE);
    expect(kernels.accumulate(element, SCRATCH, 100, SCRATCH, SCRATCH, end)).toBe(OUT_OF_RANGE);
  });
});
