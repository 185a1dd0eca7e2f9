import { describe, expect, test } from "vitest";
import type { MonitorFaultKind } from "../../src/om/index.ts";
import type { Fault } from "../../src/simulator/index.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { AwaitedClock } from "../om/support/awaitedClock.ts";
import { faultRun, onImage } from "./support/faultRun.ts";

test("F23 no image yet (408): one request for each wait, and no fault", async () => {
  const run = await faultRun({ timeout: 20 });
  const next = run.next();
  await run.states.reached("waiting");
  run.expose(1);
  expect(await next).toBe("1_0");
  const { polls, noImage } = run.handler.counters;
  expect(polls).toBe(noImage + 1);
  expect(run.handler.counters).toMatchObject({ faults: 0, fast408: 0 });
  expect(run.warnings).toEqual([]);
  await run.delivers("1_1");
});

test("F24 408 at once: the rest of the wait is waited, and it is counted", async () => {
  const clock = new AwaitedClock();
  const run = await faultRun({ faults: [onImage([1, 2], { kind: "noImage" })], clock });
  run.expose(1);
  const next = run.next();
  for (let fast = 1; fast <= 2; fast++) {
    await run.injected(fast);
    await clock.pass(500);
  }
  expect(await next).toBe("1_0");
  expect(run.handler.counters).toMatchObject({ polls: 3, noImage: 2, fast408: 2, faults: 0 });
  await run.delivers("1_1");
  run.expectLaw();
});

test("F25 a reply that the page may not see: a failed connection, whose hint names the origin", async () => {
  let refusals = 0;
  const run = await faultRun({
    fetch: (input, init) => {
      refusals += 1;
      // All that a browser says.
      return refusals === 1 ? Promise.reject(new TypeError("Failed to fetch")) : fetch(input, init);
    },
  });
  run.expose(1);
  expect(await run.next()).toBe("1_0");
  expect(run.handler.counters.faultsByKind).toEqual({ NETWORK: 1 });
  expect(run.states.changes[1]).toMatchObject({
    state: "unreachable",
    hint: expect.stringContaining("origin"),
  });
  await run.delivers("1_1");
});

test.each([500, 502, 504])(
  "F26 a burst of %i: at most 100 requests in the first 60 s, then on",
  async (status) => {
    const clock = new AwaitedClock();
    const random = new Random(status);
    const on = { route: "images/next", from: 1, to: 40 };
    const run = await faultRun({
      faults: [{ on, do: { kind: "status", status } }],
      clock,
      random: () => random.fraction(),
    });
    run.expose(1);
    const next = run.next();
    let inFirstMinute = 0;
    for (let burst = 1; burst <= 40; burst++) {
      const { retryIn } = await run.failed(burst);
      if (clock.now() <= 60_000) inFirstMinute = burst;
      await clock.pass(retryIn ?? 0);
    }
    expect(await next).toBe("1_0");
    expect(clock.now()).toBeGreaterThan(60_000);
    expect(inFirstMinute).toBeLessThanOrEqual(100);
    expect(run.handler.counters).toMatchObject({ faults: 40, faultsByKind: { SERVER_ERROR: 40 } });
    await run.delivers("1_1");
  },
);

describe.each([
  ["F27 503", 503],
  ["F28 429", 429],
])("%s", (_, status) => {
  test.each([
    ["1", 1000],
    ["86400", 30_000],
    ["soon", 100],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 100],
  ])("with Retry-After %s is waited for %i ms", async (retryAfter, milliseconds) => {
    const clock = new AwaitedClock();
    const busy: Fault = { kind: "status", status, headers: { "Retry-After": retryAfter } };
    const run = await faultRun({ faults: [onImage(1, busy)], clock, random: () => 1 });
    run.expose(1);
    const next = run.next();
    expect(await run.failed(1)).toMatchObject({ kind: "BUSY", retryIn: milliseconds });
    await clock.pass(milliseconds);
    expect(await next).toBe("1_0");
    await run.delivers("1_1");
  });
});

test("F29 another API version: said with the address to take, and looked for every 5 s", async () => {
  const clock = new AwaitedClock();
  const run = await faultRun({
    faults: [
      onImage(1, { kind: "apiVersion", version: "1.9.0" }),
      onImage(2, { kind: "apiVersion", version: "1.8.0" }),
    ],
    clock,
  });
  run.expose(1);
  const next = run.next();
  expect(await run.failed(1)).toMatchObject({ kind: "UNKNOWN_ADDRESS", retryIn: 5000 });
  expect(run.states.changes.at(-1)).toMatchObject({
    state: "apiVersion",
    reason: expect.stringContaining("1.9.0"),
    hint: expect.stringContaining("/monitor/api/1.9.0"),
  });
  await clock.pass(5000);
  expect(await next).toBe("1_0");
  await run.delivers("1_1");
});

test.each([401, 403, 405])(
  "F30 %i: the stream ends with its error, and nothing is asked again",
  async (status) => {
    const run = await faultRun({
      faults: [{ on: { route: "images/next", from: 2 }, do: { kind: "status", status } }],
    });
    run.expose(2);
    expect(await run.next()).toBe("1_0");
    await expect(run.next()).rejects.toMatchObject({ name: "MonitorRequestError", status });
    expect(await run.next()).toBeUndefined();
    expect(run.states.names).toEqual(["connecting", "live", "forbidden", "stopped"]);
    expect(run.served.dcu.faults).toEqual({ status: 1 });
    expect(run.handler.counters).toMatchObject({ polls: 2, faultsByKind: { FORBIDDEN: 1 } });
  },
);

const STATUSES: readonly (readonly [string, Fault, MonitorFaultKind])[] = [
  ["F31 302 to elsewhere", { kind: "redirect", location: "http://127.0.0.1:9/" }, "REDIRECT"],
  ["F34 204", { kind: "status", status: 204 }, "UNEXPECTED_STATUS"],
  ["F34 206", { kind: "status", status: 206, body: "part" }, "UNEXPECTED_STATUS"],
  ["F34 304", { kind: "status", status: 304 }, "UNEXPECTED_STATUS"],
];

test.each(STATUSES)("%s: a fault, and no image", async (_, fault, kind) => {
  const run = await faultRun({ faults: [onImage(2, fault)] });
  run.expose(3);
  expect(await run.ids(3)).toEqual(["1_0", "1_1", "1_2"]);
  expect(run.handler.counters).toMatchObject({
    faultsByKind: { [kind]: 1 },
    transitLost: 0,
    decodeErrors: 0,
  });
  await run.delivers("1_3");
  run.expectLaw();
});

test.each<[string, Fault, string]>([
  ["F32 200 with a page of HTML", { kind: "page" }, "NOT_TIFF"],
  ["F32 200 with JSON", { kind: "page", type: "json" }, "NOT_TIFF"],
  ["F33 200 without a body", { kind: "empty" }, "TRUNCATED"],
])("%s: no image, counted and said", async (_, fault, code) => {
  const run = await faultRun({ faults: [onImage(2, fault)] });
  run.expose(3);
  expect(await run.ids(3)).toEqual(["1_0", "1_1", "1_2"]);
  expect(run.handler.counters).toMatchObject({ images: 4, decodeErrors: 1, faults: 0, delivered: 3 });
  expect(run.warnings).toEqual([expect.stringContaining(code)]);
  await run.delivers("1_3");
});
