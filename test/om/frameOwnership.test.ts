import { describe, expect, test } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";
import type { EigerDataEvent } from "../../src/om/index.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { buildTiff, dectrisEntries, type TestTiff } from "../support/tiffBuilder.ts";
import { digest, QUARTER_MEGAPIXEL, rampPixels } from "./support/rampImage.ts";
import { handlerFor, PROCESSING_NODE, takeEvents } from "./support/retrieval.ts";
import { inTurn, scriptedMonitor } from "./support/scriptedMonitor.ts";

const CLOSED = expect.objectContaining({ name: "FrameClosedError", code: "FRAME_CLOSED" });
const SMALL = { rows: 4, columns: 6 } as const;

/** Files whose pixels are the ramp of their image number. */
function rampFiles(count: number, options: TestTiff): readonly Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: count }, (_, image) =>
    buildTiff({ ...SMALL, ...options, pixels: rampPixels(image, SMALL), dectris: dectrisEntries({ image }) }),
  );
}

/** A control unit that has these files in its buffer. */
async function loadedDcu(replay: readonly Uint8Array[]): Promise<string> {
  const dcu = await watchedDcu({ replay });
  await dcu.put("monitor/config/buffer_size", replay.length);
  for (const _ of replay) dcu.dcu.expose();
  return dcu.source;
}

function expectRamp(event: EigerDataEvent): void {
  expect([...event.frame().data], event.eventId ?? "").toEqual([...rampPixels(event.image ?? 0, SMALL)]);
}

const KINDS: readonly (readonly [string, TestTiff])[] = [
  ["8 bits", { depth: 8 }],
  ["16 bits, big endian", { depth: 16, littleEndian: false }],
  ["32 bits, big endian, in strips", { depth: 32, littleEndian: false, rowsPerStrip: 1 }],
  ["16 bits, in strips apart", { depth: 16, rowsPerStrip: 3, stripGap: 6 }],
  ["32 bits at an odd offset", { depth: 32, shift: 3 }],
];

describe("a consumer that closes no event", () => {
  test("and keeps three hundred has three hundred, each with its own pixels", async () => {
    const dcu = await watchedDcu({ bitDepth: 8 });
    // More than after which the ramp repeats itself.
    const count = 300;
    await dcu.put("monitor/config/buffer_size", count);
    for (let image = 0; image < count; image++) dcu.dcu.expose();
    const events = await takeEvents(handlerFor(dcu.source), count);
    const expected = Array.from({ length: 251 }, (_, image) => digest(rampPixels(image, QUARTER_MEGAPIXEL)));
    const wrong = events.filter(
      (event) => digest(event.frame().bytes) !== expected[Number(event.image) % 251],
    );
    expect(wrong).toEqual([]);
    expect(events.map(({ image }) => image)).toEqual(Array.from({ length: count }, (_, image) => image));
    expect(new Set(events.map((event) => event.frame().data.buffer)).size).toBe(count);
  });

  test.each(KINDS)("keeps every frame of %s", async (_, options) => {
    const events = await takeEvents(handlerFor(await loadedDcu(rampFiles(30, options))), 30);
    for (const event of events) event.frame();
    for (const event of events) expectRamp(event);
  });
});

describe("a consumer that closes each event", () => {
  test.each(KINDS)("runs with three slots or fewer, on frames of %s", async (_, options) => {
    const decoder = await createDecoder();
    const handler = handlerFor(await loadedDcu(rampFiles(40, options)), { decoder });
    for await (const event of handler.eventGenerator(PROCESSING_NODE)) {
      expectRamp(event);
      handler.closeEvent({ event });
      if (event.image === 39) break;
    }
    expect(decoder.slots.created).toBeLessThanOrEqual(3);
    expect(decoder.slots.free).toBe(decoder.slots.created);
  });

  test("does so also with bodies whose length nobody announced, of any size, decoded or not", async () => {
    const files = Array.from({ length: 40 }, (_, index) => buildTiff({ rows: 1 + ((index * 7) % 40) }));
    const monitor = await scriptedMonitor({
      "GET images/next": inTurn(
        ...files.map((body) => ({ body, headers: { "transfer-encoding": "chunked" } })),
      ),
    });
    const decoder = await createDecoder();
    const handler = handlerFor(monitor.source, { decoder });
    let taken = 0;
    for await (const event of handler.eventGenerator(PROCESSING_NODE)) {
      expect(event.bytes).toEqual(files[taken]);
      if (taken % 2 === 0) expect(event.frame().rows).toBe(event.tiff.rows);
      handler.closeEvent({ event });
      taken += 1;
      if (taken === files.length) break;
    }
    expect(decoder.slots.created).toBeLessThanOrEqual(3);
  });

  test("with a thousand of them makes no slot after the first few", async () => {
    const decoder = await createDecoder();
    const handler = handlerFor(await loadedDcu(rampFiles(1000, { depth: 16 })), { decoder });
    for await (const event of handler.eventGenerator(PROCESSING_NODE)) {
      expectRamp(event);
      handler.closeEvent({ event });
      if (event.image === 999) break;
    }
    expect(decoder.slots.created).toBeLessThanOrEqual(3);
  });
});

test("an event decodes its frame once, and gives the same one each time", async () => {
  const [event] = await takeEvents(handlerFor(await loadedDcu(rampFiles(1, {}))), 1);
  expect(event?.frame()).toBeDefined();
  expect(event?.frame()).toBe(event?.frame());
  expect(event?.frame().data).toBe(event?.frame().data);
});

describe("a closed event", () => {
  test.each(KINDS)("of %s throws instead of showing another image; a copy stays", async (_, options) => {
    const handler = handlerFor(await loadedDcu(rampFiles(20, options)));
    const closed: EigerDataEvent[] = [];
    for await (const event of handler.eventGenerator(PROCESSING_NODE)) {
      const frame = event.frame();
      const copy = frame.copy();
      handler.closeEvent({ event });
      closed.push(event);
      for (const former of closed) {
        expect(() => former.bytes).toThrow(CLOSED);
        expect(() => former.additional_info.image_file).toThrow(CLOSED);
        expect(() => former.frame()).toThrow(CLOSED);
      }
      for (const use of [() => frame.data, () => frame.bytes, () => frame.copy()])
        expect(use).toThrow(CLOSED);
      expect(frame.closed).toBe(true);
      expect([...copy.data]).toEqual([...rampPixels(event.image ?? 0, SMALL)]);
      expect(copy.closed).toBe(false);
      if (event.image === 19) break;
    }
    expect(closed).toHaveLength(20);
  });

  test("still says which image it was", async () => {
    const handler = handlerFor(await loadedDcu(rampFiles(1, {})));
    const [event] = await takeEvents(handler, 1);
    event?.close();
    expect(event).toMatchObject({ eventId: "7_0", threshold: 1, timestamp: expect.any(Number) });
    expect(event?.additional_info.timestamp).toBe(event?.timestamp);
  });

  test("closed again takes nothing from the event that has its memory now", async () => {
    const decoder = await createDecoder();
    const handler = handlerFor(await loadedDcu(rampFiles(3, {})), { decoder });
    const stream = handler.eventGenerator(PROCESSING_NODE);
    const take = async () => {
      const { value } = await stream.next();
      if (value === undefined) throw new Error("the stream ended");
      return value;
    };
    const first = await take();
    first.close();
    const second = await take();
    first.close();
    const third = await take();
    expectRamp(second);
    expectRamp(third);
    expect(decoder.slots.created).toBe(2);
    await stream.return();
  });
});
