import { describe, expect, it } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";
import { buildTiff } from "../support/tiffBuilder.ts";

const expected = Array.from({ length: 24 }, (_, index) => index % 251);

describe("Decoder", () => {
  it("knows its kernels and the meaning of its error codes, through as-bind", async () => {
    const { information } = await createDecoder();
    expect(information.kernels).toContain("statistics");
    expect(information.errors.get(-1)).toEqual({ code: "INTERNAL", text: expect.stringContaining("memory") });
  });

  it("gives a view of the body where pixels are aligned", async () => {
    const decoder = await createDecoder();
    const body = buildTiff({ depth: 32 });
    const frame = decoder.decode(body);
    expect(frame.data.buffer).toBe(body.buffer);
    expect([...frame.data]).toEqual(expected);
    expect(frame).toMatchObject({ shape: [4, 6], dtype: "uint32", maskedValue: 0xffffffff, depth: 32 });
  });

  for (const littleEndian of [true, false]) {
    for (const depth of [8, 16, 32] as const) {
      for (const [what, options] of Object.entries({
        "in one strip": {},
        "in strips": { rowsPerStrip: 1 },
        "in strips apart": { rowsPerStrip: 3, stripGap: 5 },
        "at an odd offset": { shift: 3 },
      })) {
        it(`reads ${depth}-bit ${littleEndian ? "little" : "big"}-endian pixels ${what}`, async () => {
          const decoder = await createDecoder();
          const frame = decoder.decode(buildTiff({ littleEndian, depth, ...options }));
          expect([...frame.data]).toEqual(expected);
        });
      }
    }
  }

  it("places the next body so that its pixels are aligned, once it knows where they are", async () => {
    const decoder = await createDecoder();
    const file = buildTiff({ depth: 32, shift: 3 });
    const placed = [1, 2].map(() => {
      const lease = decoder.slots.acquire(file.length);
      lease.bytes.set(file);
      const frame = decoder.decode(lease);
      const inPlace = frame.data.buffer === lease.bytes.buffer;
      frame.close();
      lease.release();
      return inPlace;
    });
    expect(placed).toEqual([false, true]);
  });

  it("refuses bytes that are no TIFF and goes on with the next", async () => {
    const decoder = await createDecoder();
    expect(() => decoder.decode(new Uint8Array(10))).toThrow(
      expect.objectContaining({ name: "DecodeError" }),
    );
    expect([...decoder.decode(buildTiff()).data]).toEqual(expected);
  });
});

describe("a frame's memory", () => {
  it("is used again once released, and the closed frame throws instead of showing another image", async () => {
    const decoder = await createDecoder();
    const file = buildTiff();
    for (let index = 0; index < 100; index++) {
      const lease = decoder.slots.acquire(file.length);
      lease.bytes.set(file);
      const frame = decoder.decode(lease);
      const copy = frame.copy();
      lease.release();
      lease.release();
      expect(() => frame.data).toThrow(
        expect.objectContaining({ name: "FrameClosedError", code: "FRAME_CLOSED" }),
      );
      expect(() => decoder.statistics(frame)).toThrow(expect.objectContaining({ name: "FrameClosedError" }));
      expect([...copy.data]).toEqual(expected);
    }
    expect(decoder.slots.created).toBe(1);
  });

  it("is never shared while it is held, also when a larger body comes", async () => {
    const decoder = await createDecoder();
    const leases = Array.from({ length: 50 }, (_, index) => {
      const lease = decoder.slots.acquire(1000 * (index + 1));
      lease.bytes.fill(index);
      return lease;
    });
    leases.forEach((lease, index) => {
      expect(lease.bytes.every((byte) => byte === index)).toBe(true);
    });
    expect(new Set(leases.map((lease) => lease.bytes.buffer)).size).toBe(50);
  });

  it("asked for beyond what the module may have is a LIMIT, and the pool goes on", async () => {
    const decoder = await createDecoder();
    expect(() => decoder.slots.acquire(2 ** 30)).toThrow(
      expect.objectContaining({ name: "DecodeError", code: "LIMIT" }),
    );
    expect(decoder.slots.acquire(10).bytes).toHaveLength(10);
  });
});
