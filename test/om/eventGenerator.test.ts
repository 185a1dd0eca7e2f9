import { describe, expect, test } from "vitest";
import { simulatorClock } from "../../src/simulator/clock.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { buildTiff } from "../support/tiffBuilder.ts";
import { handlerFor, PROCESSING_NODE, takeEvent, takeEvents } from "./support/retrieval.ts";
import { scriptedMonitor } from "./support/scriptedMonitor.ts";

describe("events", () => {
  test("come in the detector's order, none left out and none twice", async () => {
    const dcu = await watchedDcu();
    for (let image = 0; image < 5; image++) dcu.dcu.expose();
    const handler = handlerFor(dcu.source);
    const events = await takeEvents(handler, 5);
    expect(events.map(({ eventId }) => eventId)).toEqual(["1_0", "1_1", "1_2", "1_3", "1_4"]);
    expect(events.map(({ image }) => image)).toEqual([0, 1, 2, 3, 4]);
    expect(events.every(({ series, threshold }) => series === 1 && threshold === 1)).toBe(true);
    expect(handler.counters).toMatchObject({ polls: 5, images: 5, noImage: 0, faults: 0, decodeErrors: 0 });
  });

  test("are objects of their own that nobody can change", async () => {
    const dcu = await watchedDcu();
    dcu.dcu.expose();
    dcu.dcu.expose();
    const [first, second] = await takeEvents(handlerFor(dcu.source), 2);
    if (first === undefined || second === undefined) throw new Error("two events are needed");
    expect(second).not.toBe(first);
    expect(second.additional_info).not.toBe(first.additional_info);
    expect(second.bytes.buffer).not.toBe(first.bytes.buffer);
    for (const event of [first, second]) {
      expect(Object.isFrozen(event) && Object.isFrozen(event.additional_info)).toBe(true);
    }
    expect(() => Object.assign(first, { image: 99 })).toThrow(TypeError);
    expect(() => Object.assign(first.additional_info, { timestamp: 0 })).toThrow(TypeError);
    expect([first.image, second.image]).toEqual([0, 1]);
  });

  test("have OM's additional_info: the file, and the time of the image", async () => {
    const files = [buildTiff({ depth: 8 }), buildTiff({ depth: 32 })];
    const dcu = await watchedDcu({ replay: files });
    dcu.dcu.expose();
    dcu.dcu.expose();
    const events = await takeEvents(handlerFor(dcu.source), 2);
    expect(events.map(({ additional_info: { image_file } }) => image_file)).toEqual(files);
    expect(events.map(({ byteLength }) => byteLength)).toEqual(files.map(({ length }) => length));
    expect(events.map(({ additional_info: { timestamp } }) => timestamp)).toEqual([null, null]);
  });

  test("tell the time of the image from the time of its arrival", async () => {
    const taken = Date.parse("2024-02-29T12:00:00.250Z");
    const dcu = await watchedDcu({ rate: 10, clock: { ...simulatorClock, wallTime: () => taken + 100 } });
    const before = Date.now() / 1000;
    dcu.dcu.expose();
    const event = await takeEvent(handlerFor(dcu.source));
    expect(event.timestamp).toBe(taken / 1000);
    expect(event.additional_info.timestamp).toBe(event.timestamp);
    expect(event.timestampNanoseconds).toBe(BigInt(taken) * 1_000_000n);
    expect(event.arrival).toBeGreaterThanOrEqual(before);
    expect(event.arrival).toBeLessThanOrEqual(Date.now() / 1000);
    expect(event.fetchTime).toBeGreaterThan(0);
  });

  test("come when the image does, while the control unit waits for it", async () => {
    const dcu = await watchedDcu();
    const event = takeEvent(handlerFor(dcu.source, { timeout: 10_000 }));
    await dcu.value("monitor/status/state");
    dcu.dcu.expose();
    expect((await event).eventId).toBe("1_0");
  });
});

describe("the stream of events", () => {
  test("asks for an image only when the consumer wants it", async () => {
    const monitor = await scriptedMonitor({ "GET images/next": () => ({ body: buildTiff() }) });
    const events = handlerFor(monitor.source).eventGenerator(PROCESSING_NODE);
    const asked = async () => {
      // An answered request of another kind: what was sent before it has arrived.
      await (await fetch(`${monitor.source}/config/mode`)).text();
      return monitor.lines.filter((line) => line === "GET images/next").length;
    };
    expect(await asked()).toBe(0);
    await events.next();
    expect([await asked(), await asked()]).toEqual([1, 1]);
    await events.next();
    expect([await asked(), await asked()]).toEqual([2, 2]);
    await events.return();
    expect([await asked(), await asked()]).toEqual([2, 2]);
  });

  test("ends with a consumer that breaks off, and leaves the other images in the buffer", async () => {
    const dcu = await watchedDcu();
    for (let image = 0; image < 3; image++) dcu.dcu.expose();
    const states: string[] = [];
    const handler = handlerFor(dcu.source, { onState: ({ state }) => states.push(state) });
    for await (const event of handler.eventGenerator(PROCESSING_NODE)) {
      expect(event.eventId).toBe("1_0");
      break;
    }
    expect(states).toEqual(["connecting", "live", "stopped"]);
    expect(await (await dcu.get("monitor/images")).json()).toEqual([[1, [1, 2]]]);
    expect(handler.counters.polls).toBe(1);
  });

  test("ends, with the event at hand still valid, when the signal aborts between two events", async () => {
    const dcu = await watchedDcu();
    dcu.dcu.expose();
    dcu.dcu.expose();
    const controller = new AbortController();
    const { signal } = controller;
    const handler = handlerFor(dcu.source);
    const seen: (number | undefined)[] = [];
    for await (const event of handler.eventGenerator({ ...PROCESSING_NODE, signal })) {
      controller.abort();
      seen.push(event.frame().data[0]);
    }
    expect(seen).toEqual([0]);
    expect(await (await dcu.get("monitor/images")).json()).toEqual([[1, [1]]]);
  });

  test("does not begin, and sends nothing, when the signal has aborted before", async () => {
    const monitor = await scriptedMonitor();
    const events = handlerFor(monitor.source).eventGenerator({
      ...PROCESSING_NODE,
      signal: AbortSignal.abort(),
    });
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(monitor.requests).toEqual([]);
  });

  test("can begin anew after it ended, where it was", async () => {
    const dcu = await watchedDcu();
    for (let image = 0; image < 3; image++) dcu.dcu.expose();
    const handler = handlerFor(dcu.source);
    const ids = [await takeEvents(handler, 2), await takeEvents(handler, 1)].flat();
    expect(ids.map(({ eventId }) => eventId)).toEqual(["1_0", "1_1", "1_2"]);
  });
});

describe("two streams of one detector", () => {
  async function taken(sources: (source: string) => readonly ReturnType<typeof handlerFor>[]) {
    const dcu = await watchedDcu({ bitDepth: 8 });
    for (let image = 0; image < 100; image++) dcu.dcu.expose();
    const streams = sources(dcu.source).map((handler) => takeEvents(handler, 50));
    const ids = (await Promise.all(streams)).flat().map(({ image }) => image ?? -1);
    return ids.sort((a, b) => a - b);
  }
  const all = Array.from({ length: 100 }, (_, image) => image);

  test("never get the same image, and together get every one", async () => {
    expect(await taken((source) => [handlerFor(source), handlerFor(source)])).toEqual(all);
  });

  test("do so also when one handler has both", async () => {
    const shared = (source: string) => {
      const handler = handlerFor(source);
      return [handler, handler];
    };
    expect(await taken(shared)).toEqual(all);
  });
});
