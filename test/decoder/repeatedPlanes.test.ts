import { describe, expect, it } from "vitest";
import { encodePayload } from "../../src/simulator/index.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { writePayload } from "../support/payload/framing.ts";
import { FORMS, guardedKernels } from "../support/payload/guardedKernels.ts";
import { ENDINGS, type Ending, repeatingBlock } from "../support/payload/repeatingBlock.ts";
import { bytesOf, pixelsOf, scalarSaturated, scalarSparse } from "../support/payload/scalarForms.ts";
import { scalarLz4 } from "../support/payload/scalarLz4.ts";
import { scalarUnshuffle } from "../support/payload/scalarPayload.ts";

const kernels = await guardedKernels();
const PLANES_OF = { 1: 8, 2: 16, 4: 32 } as const;
const UNTOUCHED = 0xa5;

function payloadOf(block: Uint8Array, size: number): Uint8Array {
  return writePayload({ size: BigInt(size), blockBytes: size, blocks: [block], rest: new Uint8Array() });
}

/** Planes that were never written, for they are like the one before. */
function skippedPlanes(scratch: Uint8Array, plane: number): number {
  let skipped = 0;
  for (let place = 0; place + plane <= scratch.length / 3 - 64; place += plane) {
    if (scratch.subarray(place, place + plane).every((byte) => byte === UNTOUCHED)) skipped += 1;
  }
  return skipped;
}

/** Decodes blocks of one ending; how many were good, and in how many planes were skipped. */
function decodeMany(
  element: 1 | 2 | 4,
  ending: Ending,
): { readonly good: number; readonly skipping: number } {
  const random = new Random(element + 10 * ENDINGS.indexOf(ending));
  let [good, skipping] = [0, 0];
  for (let index = 0; index < 400; index++) {
    const plane = [40, 64, 128, 256, 24 + (random.next() % 200)][index % 5] ?? 64;
    const planes = PLANES_OF[element];
    const block = repeatingBlock(random, { plane, planes, ending });
    const size = plane * planes;
    const twin = scalarLz4(block, size);
    const expected = twin?.length === size ? scalarUnshuffle(twin, element) : undefined;
    const payload = payloadOf(block, size);
    const { code, output, scratch, intact } = kernels.run({ payload, element, size, fill: UNTOUCHED });
    expect([index, code >= 0, intact]).toEqual([index, expected !== undefined, true]);
    if (expected === undefined) continue;
    expect(Buffer.compare(output, expected), `block ${index}`).toBe(0);
    good += 1;
    if (skippedPlanes(scratch, plane) > 0) skipping += 1;
  }
  return { good, skipping };
}

describe("planes that repeat", () => {
  it("are skipped up to the end of a block of 32 bits", () => {
    const { good, skipping } = decodeMany(4, "at once");
    expect(good).toBeGreaterThan(300);
    expect(skipping).toBeGreaterThan(50);
  });

  for (const ending of ENDINGS) {
    it.each([1, 2, 4] as const)(
      `give the right pixels of %i bytes when they end with: ${ending}`,
      (element) => {
        const { good } = decodeMany(element, ending);
        if (ending === "cut match") expect(good).toBe(0);
        else expect(good).toBeGreaterThan(300);
      },
    );
  }

  it("give every form of a frame", () => {
    const random = new Random(5);
    for (let index = 0; index < 200; index++) {
      const plane = 128;
      const size = 32 * plane;
      const ending = ENDINGS[index % 4] ?? "at once";
      const block = repeatingBlock(random, { plane, planes: 32, ending });
      const bytes = scalarLz4(block, size);
      if (bytes?.length !== size) continue;
      const pixels = pixelsOf(scalarUnshuffle(bytes, 4), 32);
      const sparse = scalarSparse(pixels);
      const outputs = FORMS.map(
        (form) =>
          kernels.run({ payload: payloadOf(block, size), element: 4, size, form, fill: UNTOUCHED }).output,
      );
      expect(outputs.map(({ length }) => length)).toEqual([
        size,
        size + 28,
        size / 2,
        8 * sparse.indices.length,
      ]);
      const [plain, measured, saturated, list] = outputs.map((output) => Buffer.from(output));
      expect(plain?.compare(bytesOf(pixels))).toBe(0);
      expect(measured?.subarray(0, size).compare(bytesOf(pixels))).toBe(0);
      expect(saturated?.compare(new Uint8Array(scalarSaturated(pixels).buffer))).toBe(0);
      expect(
        list?.compare(new Uint8Array(Uint32Array.from([...sparse.indices, ...sparse.values]).buffer)),
      ).toBe(0);
    }
  });

  it("are as many as a frame of low counts has, by our encoder, and are skipped there", () => {
    const random = new Random(3);
    const pixels = Uint32Array.from({ length: 2048 }, (_, index) =>
      index % 97 < 5 ? 0xffffffff : Math.floor(random.fraction() * 3),
    );
    const payload = encodePayload(pixels, { encoding: "bslz4" });
    const run = kernels.run({ payload, element: 4, size: pixels.byteLength, fill: UNTOUCHED });
    expect(Buffer.compare(run.output, bytesOf(pixels))).toBe(0);
    expect(skippedPlanes(run.scratch, 256)).toBeGreaterThan(20);
  });
});
