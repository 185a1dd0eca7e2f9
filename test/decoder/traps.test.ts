import { describe, expect, test } from "vitest";
import { readModuleInformation } from "../../src/decoder/asBind.ts";
import { Decoder } from "../../src/decoder/index.ts";
import { encodePayload } from "../../src/simulator/index.ts";
import { handlerFor, PROCESSING_NODE } from "../om/support/retrieval.ts";
import { inTurn, scriptedMonitor } from "../om/support/scriptedMonitor.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";
import { type Trap, trappingModule } from "../support/trappingModule.ts";

const INTERNAL = expect.objectContaining({
  name: "DecodeError",
  code: "INTERNAL",
  message: expect.stringContaining("trapped"),
});
/** The first byte of the first pixel. */
const MARK = 0xee;

async function decoderThat(trap: Trap): Promise<Decoder> {
  const [module, information] = await Promise.all([trappingModule(trap), readModuleInformation()]);
  return new Decoder({ module, information });
}

function pixels(first: number): Uint16Array<ArrayBuffer> {
  return Uint16Array.from({ length: 24 }, (_, index) => (index === 0 ? first : index));
}

/** Its pixels are swapped by a kernel. */
const bigEndian = (first: number, image = 0) =>
  buildTiff({ littleEndian: false, pixels: pixels(first), dectris: dectrisEntries({ image }) });
const SWAP: Trap = { kernel: "swapBytes", when: { parameter: 1, offset: 0, byte: MARK } };

describe("a trap in the module", () => {
  test("while a TIFF is decoded is one INTERNAL error, and the next frame is right in another instance", async () => {
    const decoder = await decoderThat(SWAP);
    for (let traps = 1; traps <= 5; traps++) {
      expect(() => decoder.decode(bigEndian(MARK << 8))).toThrow(INTERNAL);
      expect([decoder.traps, decoder.slots.free]).toEqual([traps, 0]);
      const frame = decoder.decode(bigEndian(7));
      expect([...frame.data]).toEqual([...pixels(7)]);
      frame.close();
      expect([decoder.slots.created, decoder.slots.free]).toEqual([traps + 1, 1]);
    }
  });

  test.each(["prove", "decompress"] as const)("in %s costs a payload, not the next", async (kernel) => {
    const decoder = await decoderThat({
      kernel,
      when: { parameter: kernel === "prove" ? 0 : 1, offset: 11, byte: 32 },
    });
    const counts = Uint16Array.from({ length: 4096 }, (_, index) => index % 50);
    const image = { encoding: "bslz4", shape: [64, 64], depth: 16 } as const;
    const payload = (blockBytes: number) => encodePayload(counts, { encoding: "bslz4", blockBytes });
    for (let traps = 1; traps <= 3; traps++) {
      expect(() => decoder.decode(payload(32), image)).toThrow(INTERNAL);
      const frame = decoder.decode(payload(8192), image);
      expect([...frame.data]).toEqual([...counts]);
      frame.close();
      expect([decoder.traps, decoder.slots.created]).toEqual([traps, traps + 1]);
    }
  });

  test("while a frame is measured in place leaves its pixels, and all else is then done on a copy of them", async () => {
    const decoder = await decoderThat({ kernel: "histogram", when: { parameter: 1, offset: 2, byte: MARK } });
    const values = pixels(3);
    values[1] = MARK;
    const payload = encodePayload(values, { encoding: "bslz4" });
    const frame = decoder.decode(payload, { encoding: "bslz4", shape: [4, 6], depth: 16 });
    const broken = frame.lease?.slot;
    expect(() => decoder.histogram(frame)).toThrow(INTERNAL);
    // What the kernel changed before it trapped stays changed.
    frame.data[1] = 5;
    expect([frame.lease, broken?.broken]).toEqual([undefined, true]);
    expect(decoder.statistics(frame).max).toBe(23);
    expect(decoder.histogram(frame).percentile(1)).toBe(23);
    expect(decoder.picture(frame)).toMatchObject({ columns: 6, rows: 4 });
    const kept = decoder.encode(frame);
    frame.close();
    const again = decoder.decode(kept, { encoding: "bslz4", shape: [4, 6], depth: 16 });
    expect([...again.data]).toEqual([3, 5, ...values.subarray(2)]);
    expect(again.lease?.slot).not.toBe(broken);
    expect(decoder.traps).toBe(1);
  });

  test("while a picture is drawn in place costs the picture, and the frame's memory is given back once", async () => {
    const decoder = await decoderThat({ kernel: "picture", when: { parameter: 1, offset: 0, byte: MARK } });
    const payload = encodePayload(pixels(MARK), { encoding: "bslz4" });
    const frame = decoder.decode(payload, { encoding: "bslz4", shape: [4, 6], depth: 16 });
    expect(() => decoder.picture(frame)).toThrow(INTERNAL);
    expect(frame.closed).toBe(false);
    frame.close();
    expect([decoder.traps, decoder.slots.free]).toEqual([1, 0]);
  });

  test("in an accumulation ends that one; nothing runs in its memory again, and a new one is right", async () => {
    const decoder = await decoderThat({
      kernel: "accumulate",
      when: { parameter: 1, offset: 0, byte: MARK },
    });
    const accumulation = decoder.accumulate(decoder.decode(buildTiff({ pixels: pixels(1) })));
    const bad = decoder.decode(buildTiff({ pixels: pixels(MARK) }));
    expect(() => decoder.accumulate(bad, { into: accumulation })).toThrow(INTERNAL);
    const good = decoder.decode(buildTiff({ pixels: pixels(2) }));
    expect(() => decoder.accumulate(good, { into: accumulation })).toThrow(INTERNAL);
    expect(decoder.traps).toBe(1);
    accumulation.close();
    expect([...decoder.accumulate(good).sum.data]).toEqual([...pixels(2)]);
  });

  test("at its start is an INTERNAL error, not a bare one", async () => {
    const decoder = await decoderThat({ kernel: "prepare" });
    const expected = expect.objectContaining({ name: "DecodeError", code: "INTERNAL" });
    expect(() => decoder.slots.acquire(1)).toThrow(expected);
    expect(decoder.slots.created).toBe(0);
  });
});

describe("the stream of events", () => {
  test("goes on behind a frame in which the module trapped", async () => {
    const decoder = await decoderThat(SWAP);
    const bodies = [7, MARK << 8, 8, MARK << 8, 9].map((first, image) => ({ body: bigEndian(first, image) }));
    const monitor = await scriptedMonitor({ "GET images/next": inTurn(...bodies) });
    const handler = handlerFor(monitor.source, { decoder });
    const outcomes: unknown[] = [];
    for await (const event of handler.eventGenerator(PROCESSING_NODE)) {
      outcomes.push(
        await handler.extractData({ event }).then(
          () => event.frame().data[0],
          ({ name, cause }) => [name, cause.code],
        ),
      );
      handler.closeEvent({ event });
      if (event.image === 4) break;
    }
    const failed = ["OmDataExtractionError", "INTERNAL"];
    expect(outcomes).toEqual([7, failed, 8, failed, 9]);
    expect(handler.counters).toMatchObject({ images: 5, delivered: 3, decodeErrors: 2, decoderTraps: 2 });
    expect(decoder.traps).toBe(2);
    expect(decoder.slots.created - decoder.slots.free).toBe(2);
  });
});
