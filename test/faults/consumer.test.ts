import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/simulator/index.ts";
import { handlerFor, PROCESSING_NODE } from "../om/support/retrieval.ts";
import { StateLog } from "../om/support/stateLog.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { collectGarbage } from "../support/garbage.ts";
import { faultRun, onImage, TRANSPORTS } from "./support/faultRun.ts";

const DONE = { done: true, value: undefined };

describe.each(TRANSPORTS)("over %s:", (_, transport) => {
  const places: readonly (readonly [string, Fault | undefined])[] = [
    ["wait", undefined],
    ["headers", { kind: "noReply" }],
    ["body", { kind: "stall", fraction: 0.5 }],
    ["back-off", { kind: "status", status: 503, headers: { "Retry-After": "30" } }],
  ];

  test.each(places)(
    "F21 an abort in the %s ends the stream, also after a garbage collection",
    async (_place, fault) => {
      const dcu = await watchedDcu({
        bitDepth: 8,
        faults: { faults: fault === undefined ? [] : [onImage(1, fault)] },
      });
      if (fault !== undefined) dcu.dcu.expose();
      const abort = new AbortController();
      const handler = handlerFor(dcu.source, { timeout: 60_000, imageTransport: transport({}) });
      const events = handler.eventGenerator({ ...PROCESSING_NODE, signal: abort.signal });
      const next = events.next();
      const reached = () => handler.counters.polls + (dcu.dcu.faults[fault?.kind ?? ""] ?? 0);
      await expect.poll(reached, { interval: 1 }).toBe(fault === undefined ? 1 : 2);
      // Answered after the request above was taken up.
      await dcu.value("monitor/status/state");
      collectGarbage();
      abort.abort();
      expect(await next).toEqual(DONE);
    },
  );

  test("F21 an abort while the consumer has an image ends the stream at its next step", async () => {
    const dcu = await watchedDcu({ bitDepth: 8 });
    dcu.dcu.expose();
    dcu.dcu.expose();
    const abort = new AbortController();
    const handler = handlerFor(dcu.source, { imageTransport: transport({}) });
    const events = handler.eventGenerator({ ...PROCESSING_NODE, signal: abort.signal });
    expect((await events.next()).value).toMatchObject({ eventId: "1_0" });
    collectGarbage();
    abort.abort();
    expect(await events.next()).toEqual(DONE);
  });

  test("F22 stop() while a request waits: its image is delivered, then the stream ends", async () => {
    const dcu = await watchedDcu({ bitDepth: 8 });
    const states = new StateLog();
    const handler = handlerFor(dcu.source, {
      timeout: 60_000,
      onState: states.onState,
      imageTransport: transport({}),
    });
    const events = handler.eventGenerator(PROCESSING_NODE);
    const next = events.next();
    await expect.poll(() => handler.counters.polls, { interval: 1 }).toBe(1);
    await dcu.value("monitor/status/state");
    const stopped = handler.stop();
    dcu.dcu.expose();
    expect((await next).value).toMatchObject({ eventId: "1_0" });
    await stopped;
    expect(await events.next()).toEqual(DONE);
    expect(states.names).toEqual(["connecting", "live", "stopped"]);
  });
});

test("F44 a slow consumer: nothing is asked for meanwhile, and the control unit drops", async () => {
  const run = await faultRun();
  await run.served.put("monitor/config/buffer_size", 5);
  await run.handler.readDropped();
  run.expose(1);
  expect(await run.next()).toBe("1_0");
  run.expose(50);
  expect(run.handler.counters.polls).toBe(1);
  expect(run.served.dcu.dropped).toBe(45);
  expect(await run.ids(5)).toEqual(["1_1", "1_2", "1_3", "1_4", "1_5"]);
  await run.delivers("1_51");
  expect(await run.handler.readDropped()).toBe(45);
  run.expectLaw();
});
