import { describe, expect, test } from "vitest";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { wireServer } from "../support/wireServer.ts";
import { AwaitedClock } from "./support/awaitedClock.ts";
import { handlerFor, PROCESSING_NODE } from "./support/retrieval.ts";
import { scriptedMonitor } from "./support/scriptedMonitor.ts";
import { StateLog } from "./support/stateLog.ts";

const DONE = { done: true, value: undefined };

describe("a stream that is stopped", () => {
  test("waits for the request that is on its way, and delivers its image", async () => {
    const served = await watchedDcu();
    const states = new StateLog();
    const handler = handlerFor(served.source, { timeout: 10_000, onState: states.onState });
    const events = handler.eventGenerator(PROCESSING_NODE);
    const next = events.next();
    await expect.poll(() => served.dcu.produced + handler.counters.polls, { interval: 1 }).toBe(1);
    // Answered after the request above was taken up.
    for (let request = 0; request < 2; request++) await served.value("monitor/status/state");
    const stopped = handler.stop();
    served.dcu.expose();
    expect((await next).value).toMatchObject({ eventId: "1_0" });
    await stopped;
    expect(await events.next()).toEqual(DONE);
    expect(states.names.at(-1)).toBe("stopped");
    expect(handler.counters).toMatchObject({ polls: 1, images: 1, delivered: 1 });
  });

  test("does not wait longer than its grace time", async () => {
    const server = await wireServer(() => undefined);
    const clock = new AwaitedClock();
    const handler = handlerFor(server.url, { clock });
    const next = handler.eventGenerator(PROCESSING_NODE).next();
    await server.asked();
    const stopped = handler.stop({ graceTime: 1234 });
    await clock.pass(1234);
    await stopped;
    expect(await next).toEqual(DONE);
    expect(clock.pending).toBe(0);
  });

  test("ends a pause at once", async () => {
    const monitor = await scriptedMonitor({ "GET images/next": () => ({ status: 500 }) });
    const clock = new AwaitedClock();
    const handler = handlerFor(monitor.source, { clock, random: () => 1 });
    const next = handler.eventGenerator(PROCESSING_NODE).next();
    await clock.waited(100);
    await handler.stop();
    expect(await next).toEqual(DONE);
    expect(clock.pending).toBe(0);
  });

  test("may be stopped by its own consumer, and begin anew", async () => {
    const served = await watchedDcu();
    for (let image = 0; image < 3; image++) served.dcu.expose();
    const handler = handlerFor(served.source);
    const ids: (string | null)[] = [];
    for (let round = 0; round < 2; round++) {
      for await (const event of handler.eventGenerator(PROCESSING_NODE)) {
        ids.push(event.eventId);
        await handler.stop();
      }
    }
    expect(ids).toEqual(["1_0", "1_1"]);
  });
});
