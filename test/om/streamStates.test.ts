import { describe, expect, test } from "vitest";
import type { EigerHttpDataEventHandler } from "../../src/om/index.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { ShiftedClock } from "../support/shiftedClock.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";
import { AwaitedClock } from "./support/awaitedClock.ts";
import { handlerFor, PROCESSING_NODE, takeEvent } from "./support/retrieval.ts";
import { inTurn, scriptedMonitor } from "./support/scriptedMonitor.ts";
import { StateLog } from "./support/stateLog.ts";

const IMAGE = { body: buildTiff({ dectris: dectrisEntries() }) };
const BUSY_LIMITS = { stallTimeout: 60_000 };

/** A stream that waits for the first image, and what a test needs to see of it. */
async function waiting(options: Parameters<typeof handlerFor>[1] = {}) {
  const served = await watchedDcu();
  const [clock, states] = [new ShiftedClock(), new StateLog()];
  const ports = { clock, timeout: 20, onState: states.onState, ...options };
  const handler = handlerFor(served.source, ports);
  const event = takeEvent(handler);
  await states.reached("waiting");
  return { served, clock, states, handler, event };
}

describe("a control unit that was initialised", () => {
  test("is found disabled within 30 s, which is said once, and goes on by itself when it is enabled", async () => {
    const { served, clock, states, event } = await waiting();
    await served.command("monitor/command/initialize");
    clock.putForward(30_000);
    const { hint } = await states.reached("disabled");
    expect(hint).toContain("Enable the monitor");
    await served.put("monitor/config/mode", "enabled");
    clock.putForward(2000);
    await states.reached("waiting");
    served.dcu.expose();
    expect((await event).eventId).toBe("1_0");
    expect(states.names).toEqual(["connecting", "waiting", "disabled", "waiting", "live", "stopped"]);
  });

  test("is enabled again with its buffer where that is wanted", async () => {
    const { served, clock, states, event } = await waiting({ keepEnabled: true });
    await served.command("monitor/command/initialize");
    clock.putForward(30_000);
    const { hint } = await states.reached("disabled");
    expect(hint).toContain("enabled again");
    await states.reached("waiting");
    const keys = ["mode", "discard_new", "buffer_size"];
    const values = await Promise.all(keys.map((key) => served.value(`monitor/config/${key}`)));
    expect(values).toEqual(["enabled", false, 10]);
    served.dcu.expose();
    expect((await event).eventId).toBe("1_0");
  });

  test("is left alone by whoever may not write, after one try", async () => {
    const monitor = await scriptedMonitor({
      "GET config/mode": () => ({ body: '{"value":"disabled"}' }),
      "PUT config/mode": () => ({ status: 403, body: "no" }),
    });
    const [clock, states, warnings] = [new ShiftedClock(), new StateLog(), [] as string[]];
    const ports = { clock, timeout: 5, keepEnabled: true, onState: states.onState };
    const controller = new AbortController();
    const handler = handlerFor(monitor.source, {
      ...ports,
      onWarning: (message) => void warnings.push(message),
    });
    const next = handler.eventGenerator({ ...PROCESSING_NODE, signal: controller.signal }).next();
    await states.reached("waiting");
    const looks = () => monitor.lines.filter((line) => line === "GET config/mode").length;
    for (const look of [1, 2, 3]) {
      clock.putForward(30_000);
      await expect.poll(looks, { interval: 1, timeout: 20_000 }).toBe(look);
    }
    controller.abort();
    expect(await next).toMatchObject({ done: true });
    expect(monitor.lines.filter((line) => line.startsWith("PUT"))).toHaveLength(1);
    expect(warnings).toEqual([expect.stringMatching(/mode cannot be set to enabled.*403/)]);
    expect(states.names).toEqual(["connecting", "waiting", "disabled", "stopped"]);
  });
});

/** Enabled again by hand after a restart, so that only the buffer is not as it was. */
test("after a fault, a buffer that is not as it was set is set again where that is wanted", async () => {
  const monitor = await scriptedMonitor({
    "GET images/next": inTurn({ status: 500 }, { status: 408 }, IMAGE),
    "GET config/discard_new": () => ({ body: '{"value":true}' }),
    "GET config/buffer_size": () => ({ body: '{"value":100}' }),
  });
  await takeEvent(handlerFor(monitor.source, { keepEnabled: true, timeout: 5, random: () => 0 }));
  expect(monitor.lines).toEqual([
    "GET images/next",
    "GET images/next",
    "GET config/mode",
    "GET config/discard_new",
    "GET config/buffer_size",
    'PUT config/mode {"value":"enabled"}',
    'PUT config/discard_new {"value":false}',
    'PUT config/buffer_size {"value":10}',
    "GET config/mode",
    "GET images/next",
  ]);
});

test("a monitor that says no mode is watched all the same", async () => {
  const monitor = await scriptedMonitor({
    "GET images/next": inTurn({ status: 500 }, { status: 408 }, IMAGE),
    "GET config/mode": () => ({ status: 403, body: "not through this bridge" }),
  });
  const handler = handlerFor(monitor.source, { timeout: 5, random: () => 0 });
  expect((await takeEvent(handler)).eventId).toBe("7_42");
  expect(handler.counters).toMatchObject({ polls: 3, faults: 1, faultsByKind: { SERVER_ERROR: 1 } });
});

test.each([404, 400])(
  "an address that is not known (%i) is looked for every 5 s, and the version that there is is said",
  async (status) => {
    const monitor = await scriptedMonitor({
      "GET images/next": inTurn({ status, body: "?" }, { status, body: "?" }, IMAGE),
      "GET /monitor/api/version": () => ({ body: '{"value":"1.9.0"}' }),
    });
    const [clock, states] = [new AwaitedClock(), new StateLog()];
    const ports = { clock, limits: BUSY_LIMITS, onState: states.onState };
    const event = takeEvent(handlerFor(monitor.source, ports));
    await clock.pass(5000);
    await clock.pass(5000);
    expect((await event).eventId).toBe("7_42");
    expect(states.names).toEqual(["connecting", "apiVersion", "live", "stopped"]);
    expect(states.changes[1]).toMatchObject({
      reason: expect.stringContaining("speaks API 1.9.0, the address says 1.8.0"),
      hint: `Try ${monitor.url}/monitor/api/1.9.0`,
    });
    const round = ["GET images/next", "GET /monitor/api/version", "GET config/mode"];
    expect(monitor.lines).toEqual([...round, ...round, "GET images/next"]);
  },
);

test("a refusal says what can be done about it", async () => {
  const monitor = await scriptedMonitor({ "GET images/next": () => ({ status: 403, body: "no" }) });
  const states = new StateLog();
  const handler = handlerFor(monitor.source, { onState: states.onState });
  await expect(takeEvent(handler)).rejects.toMatchObject({ code: "HTTP_STATUS", status: 403 });
  expect(states.changes[1]).toMatchObject({ state: "forbidden", hint: expect.stringContaining("access") });
  expect(handler.counters.faultsByKind).toEqual({ FORBIDDEN: 1 });
});

test("a bridge whose control unit is away is told from the control unit", async () => {
  const behind = { status: 502, body: '{"code":"UPSTREAM_UNREACHABLE"}' };
  const monitor = await scriptedMonitor({ "GET images/next": inTurn(behind, IMAGE) });
  const states = new StateLog();
  await takeEvent(handlerFor(monitor.source, { onState: states.onState, random: () => 0 }));
  expect(states.changes[1]).toMatchObject({
    state: "unreachable",
    hint: expect.stringContaining("The bridge answers"),
  });
});

describe("time", () => {
  test("that stood still for ten minutes is followed by one look, and no burst", async () => {
    const monitor = await scriptedMonitor();
    const [clock, controller] = [new AwaitedClock(), new AbortController()];
    const events = handlerFor(monitor.source, { clock }).eventGenerator({
      ...PROCESSING_NODE,
      signal: controller.signal,
    });
    const next = events.next();
    await clock.waited(500);
    clock.advance(600_000);
    await clock.waited(500);
    expect(monitor.lines).toEqual(["GET images/next", "GET config/mode", "GET images/next"]);
    controller.abort();
    await next;
  });

  test("of the wall may jump by a day and changes no wait", async () => {
    const failures = Array.from({ length: 4 }, () => ({ status: 500 }));
    const monitor = await scriptedMonitor({ "GET images/next": inTurn(...failures, IMAGE) });
    const clock = new JumpingClock();
    const event = takeEvent(handlerFor(monitor.source, { clock, random: () => 1, limits: BUSY_LIMITS }));
    for (const [pause, jump] of [
      [100, 86_400],
      [200, -86_400],
      [400, 3600],
      [800, -3600],
    ] as const) {
      await clock.waited(pause);
      clock.jump += jump;
      clock.advance(pause);
    }
    expect((await event).eventId).toBe("7_42");
  });
});

class JumpingClock extends AwaitedClock {
  /** Seconds. */
  jump = 0;

  override wallTime(): number {
    return super.wallTime() + this.jump;
  }
}

describe("what the control unit dropped", () => {
  test("is counted from the first reading on, also when its own count begins anew", async () => {
    const served = await watchedDcu();
    await served.put("monitor/config/buffer_size", 1);
    const expose = (count: number) => Array.from({ length: count }, () => served.dcu.expose());
    const handler: EigerHttpDataEventHandler = handlerFor(served.source);
    expose(3);
    expect(await handler.readDropped()).toBe(0);
    expose(4);
    expect(await handler.readDropped()).toBe(4);
    await served.command("monitor/command/clear");
    expose(3);
    expect(await handler.readDropped()).toBe(6);
    expect(await handler.readDropped()).toBe(6);
    expect(handler.counters.dcuDropped).toBe(6);
  });

  test("is not counted twice by questions that overlap", async () => {
    const served = await watchedDcu();
    await served.put("monitor/config/buffer_size", 1);
    const handler = handlerFor(served.source);
    await handler.readDropped();
    for (let image = 0; image < 6; image++) served.dcu.expose();
    await Promise.all(Array.from({ length: 5 }, () => handler.readDropped()));
    expect(handler.counters.dcuDropped).toBe(5);
  });
});
