import { describe, expect, it } from "vitest";
import { encodePayload } from "../../src/simulator/index.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { FRAME_KINDS, makeFrame } from "../support/payload/frames.ts";
import { FORMS, type GuardedRun, guardedKernels, isSameOutcome } from "../support/payload/guardedKernels.ts";

const kernels = await guardedKernels();
const DEPTHS = [8, 16, 32] as const;

/** Good payloads of all kinds, and each with a byte changed, which may be good or not. */
function* payloads(depth: 8 | 16 | 32): Generator<GuardedRun> {
  const random = new Random(depth);
  for (const count of [1, 70, 128, 2049]) {
    for (const kind of FRAME_KINDS) {
      const pixels = makeFrame(random, { depth, count, kind });
      const size = pixels.byteLength;
      const element = (depth / 8) as 1 | 2 | 4;
      for (const encoding of ["lz4", "bslz4"] as const) {
        const payload = encodePayload(pixels, { encoding, blockBytes: 2048 });
        const image = { element: encoding === "lz4" ? 0 : element, size } as const;
        yield { ...image, payload };
        for (let change = 0; change < 5; change++) {
          const changed = payload.slice();
          const place = 12 + (random.next() % Math.max(payload.length - 12, 1));
          if (place < changed.length) changed[place] = random.next();
          yield { ...image, payload: changed };
        }
      }
    }
  }
}

/** The forms that an encoding and a depth have. */
function formsOf({ element }: GuardedRun) {
  if (element === 0) return ["pixels"] as const;
  return FORMS.filter((form) => form !== "saturated" || element === 4);
}

function* runs(depth: 8 | 16 | 32): Generator<GuardedRun> {
  for (const run of payloads(depth)) {
    for (const form of formsOf(run)) yield { ...run, form };
  }
}

describe.each(DEPTHS)("kernels for %i bits", (depth) => {
  it("change no byte around payload, scratch memory and output, nor of the payload", () => {
    for (const run of runs(depth)) {
      for (const shift of [0, 1, 6]) expect(kernels.run({ ...run, shift }).intact).toBe(true);
    }
  });

  it("do the same with a payload that ends where linear memory ends", () => {
    for (const run of runs(depth)) {
      const atEnd = kernels.run({ ...run, atMemoryEnd: true });
      expect([isSameOutcome(atEnd, kernels.run(run)), atEnd.intact]).toEqual([true, true]);
    }
  });

  it("do the same whatever memory held before", () => {
    let [good, refused] = [0, 0];
    for (const run of runs(depth)) {
      const outcome = kernels.run({ ...run, fill: 0 });
      expect(isSameOutcome(kernels.run({ ...run, fill: 0xa5 }), outcome)).toBe(true);
      if (outcome.code < 0) refused += 1;
      else good += 1;
    }
    expect(Math.min(good, refused)).toBeGreaterThan(100);
  });
});
