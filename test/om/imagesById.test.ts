import { describe, expect, test } from "vitest";
import {
  type EigerDataEvent,
  type EigerHttpDataEventHandler,
  type EventHandlerPorts,
  takeById,
} from "../../src/om/index.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { ListingMonitor } from "./support/listingMonitor.ts";
import { handlerFor, PROCESSING_NODE, takeEvents } from "./support/retrieval.ts";
import { StateLog } from "./support/stateLog.ts";

const PORTS = { take: takeById, timeout: 5, random: () => 0 };

function idsOf(events: readonly EigerDataEvent[]): readonly string[] {
  return events.map(({ eventId, threshold }) => `${eventId}/${threshold}`);
}

/** All events until the monitor has no more. */
async function takeAll(handler: EigerHttpDataEventHandler, states: StateLog): Promise<readonly string[]> {
  const events: EigerDataEvent[] = [];
  const taking = (async () => {
    for await (const event of handler.eventGenerator(PROCESSING_NODE)) events.push(event);
  })();
  await states.reached("waiting");
  await handler.stop();
  await taking;
  return idsOf(events);
}

async function listing(options: Partial<EventHandlerPorts> = {}) {
  const monitor = await new ListingMonitor().serve();
  const states = new StateLog();
  const handler = handlerFor(monitor.url, { ...PORTS, ...options, onState: states.onState });
  return { monitor, handler, all: () => takeAll(handler, states) };
}

describe("images by id", () => {
  test("come in order, with all thresholds, and stay where they are", async () => {
    const served = await watchedDcu({ thresholds: 2 });
    for (let image = 0; image < 3; image++) served.dcu.expose();
    await served.command("detector/command/arm");
    for (let image = 0; image < 2; image++) served.dcu.expose();
    const handler = handlerFor(served.source, PORTS);
    const ids = ["1_0", "1_1", "1_2", "2_0", "2_1"].flatMap((id) => [`${id}/1`, `${id}/2`]);
    expect(idsOf(await takeEvents(handler, 10))).toEqual(ids);
    expect(await (await served.get("monitor/images")).json()).toEqual([
      [1, [0, 1, 2]],
      [2, [0, 1]],
    ]);
    expect(handler.counters).toMatchObject({ delivered: 10, duplicates: 0, gaps: 0, evicted: 0, faults: 0 });
  });

  test("come when the detector takes them, each once", async () => {
    const served = await watchedDcu();
    const states = new StateLog();
    const handler = handlerFor(served.source, { ...PORTS, onState: states.onState });
    const events = handler.eventGenerator(PROCESSING_NODE);
    for (const image of [0, 1, 2]) {
      const next = events.next();
      await states.reached("waiting");
      served.dcu.expose();
      expect((await next).value).toMatchObject({ image });
    }
    await events.return();
  });

  test("of one threshold are asked for once, after that was found out", async () => {
    const { monitor, all } = await listing();
    monitor.add(7, [0, 1, 2]);
    expect(await all()).toEqual(["7_0/1", "7_1/1", "7_2/1"]);
    const images = monitor.asked.filter((address) => address !== "list");
    expect(images).toEqual(["7/0", "7/0/2", "7/0/3", "7/0/4", "7/1/1", "7/2/1"]);
  });

  test("that are cut on their way are asked for again, and none is lost", async () => {
    const { monitor, handler, all } = await listing();
    monitor.add(7, [0, 1, 2, 3], { thresholds: [1, 2] });
    monitor.cuts.set("7/0/1", 2).set("7/0/2", 1).set("7/2/2", 2).set("7/3/1", 1);
    expect(await all()).toEqual([0, 1, 2, 3].flatMap((image) => [`7_${image}/1`, `7_${image}/2`]));
    expect(handler.counters).toMatchObject({
      ...{ delivered: 8, faults: 6, faultsByKind: { TRUNCATED_BODY: 6 } },
      ...{ transitLost: 0, duplicates: 0, evicted: 0, reordered: 0 },
    });
  });

  test("of which one never comes whole hold up no other one", async () => {
    const { monitor, handler } = await listing();
    monitor.add(7, [0, 1, 2]);
    monitor.cuts.set("7/1/1", 1e9);
    expect(idsOf(await takeEvents(handler, 2))).toEqual(["7_0/1", "7_2/1"]);
  });

  test("that are pushed out before they came are counted", async () => {
    const { monitor, handler, all } = await listing();
    monitor.add(7, [3, 4]);
    monitor.ghosts.add("7/2");
    expect(await all()).toEqual(["7_3/1", "7_4/1"]);
    expect(handler.counters).toMatchObject({ delivered: 2, evicted: 1, faults: 0 });
  });

  test("of a list that names what is not there are not asked for in a hurry", async () => {
    const { monitor, all } = await listing({ timeout: 150 });
    monitor.ghosts.add("7/0").add("7/1");
    expect(await all()).toEqual([]);
    expect(monitor.asked.filter((address) => address === "list").length).toBeLessThanOrEqual(5);
  });
});

describe("a control unit that began anew, with the same numbers,", () => {
  const before = { uniqueId: "BEFORE" };
  const after = { uniqueId: "AFTER" };

  test("is known by the next image that comes: those before it are taken, too", async () => {
    const { monitor, handler } = await listing();
    monitor.add(7, [0, 1], before);
    const events = handler.eventGenerator(PROCESSING_NODE);
    const take = async () => (await events.next()).value?.eventId;
    expect([await take(), await take()]).toEqual(["7_0", "7_1"]);
    monitor.add(7, [0, 1, 2], after);
    expect([await take(), await take(), await take()]).toEqual(["7_2", "7_0", "7_1"]);
    await events.return();
  });

  test("is known by a buffer that has lost its newest images", async () => {
    const { monitor, handler } = await listing();
    monitor.add(7, [0, 1, 2], before);
    const events = handler.eventGenerator(PROCESSING_NODE);
    for (let image = 0; image < 3; image++) await events.next();
    monitor.images.clear();
    monitor.add(7, [0], after);
    expect((await events.next()).value).toMatchObject({ eventId: "7_0", seriesUniqueId: "AFTER" });
    await events.return();
  });

  test("is known after a fault by asking again for an image that was taken", async () => {
    const { monitor, handler, all } = await listing({ onFault: () => restart() });
    const restart = () => {
      monitor.images.clear();
      monitor.add(7, [0, 1], after);
    };
    monitor.add(7, [0, 1], before);
    const events = handler.eventGenerator(PROCESSING_NODE);
    for (let image = 0; image < 2; image++) await events.next();
    monitor.failures = 1;
    expect((await events.next()).value).toMatchObject({ eventId: "7_1", seriesUniqueId: "AFTER" });
    await events.return();
    expect(await all()).toEqual(["7_0/1"]);
  });

  test("is not suspected without cause: an image that is the same is not delivered again", async () => {
    const { monitor, handler, all } = await listing();
    monitor.add(7, [0, 1]);
    monitor.cuts.set("7/1/1", 1);
    expect(await all()).toEqual(["7_0/1", "7_1/1"]);
    expect(handler.counters).toMatchObject({ faults: 1, delivered: 2, duplicates: 0 });
  });
});
