import { describe, expect, it } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";
import { encodePayload } from "../../src/simulator/index.ts";

describe("a decoder that was warmed up", () => {
  for (const depth of [8, 16, 32] as const) {
    it(`has memory for a frame of ${depth} bits already, all of it free, and decodes as ever`, async () => {
      const shape = [400, 512] as const;
      const decoder = await createDecoder({ warmUp: { shape, depth } });
      expect(decoder.slots).toMatchObject({ created: 1, free: 1 });
      const pixels = testPixels(shape[0] * shape[1], depth);
      const before = decoder.slots.acquire(0);
      const { byteLength } = before.slot;
      before.release();
      const frame = decoder.decode(encodePayload(pixels, { encoding: "bslz4" }), {
        encoding: "bslz4",
        shape,
        depth,
      });
      expect(frame.data).toEqual(pixels);
      expect(frame.lease?.slot.byteLength).toBe(byteLength);
      expect(decoder).toMatchObject({ traps: 0, slots: { created: 1 } });
    });
  }
});

function testPixels(count: number, depth: 8 | 16 | 32) {
  const values = Array.from(
    { length: count },
    (_, index) => (Math.imul(index, 0x9e3779b1) >>> 30) * (index % 3),
  );
  if (depth === 8) return Uint8Array.from(values);
  return depth === 16 ? Uint16Array.from(values) : Uint32Array.from(values);
}
