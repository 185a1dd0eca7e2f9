import { expect, test } from "vitest";
import { systemClock } from "../../src/simplon/index.ts";
import { AwaitedClock } from "../om/support/awaitedClock.ts";
import { ShiftedClock } from "../support/shiftedClock.ts";
import { faultRun, onImage } from "./support/faultRun.ts";

/** Seconds. */
const [HOUR, DAY] = [3600, 86_400];

test.each([HOUR, -HOUR, DAY, -DAY])(
  "F42 the wall clock jumps by %i s: no pause, no time-out, no rate changes",
  async (seconds) => {
    let jump = 0;
    const clock = new AwaitedClock();
    const run = await faultRun({
      faults: [onImage([2, 3], { kind: "status", status: 500 })],
      clock: {
        now: () => clock.now(),
        wallTime: () => clock.wallTime() + jump,
        setTimeout: (callback, milliseconds) => clock.setTimeout(callback, milliseconds),
        clearTimeout: (handle) => clock.clearTimeout(handle),
      },
      random: () => 1,
    });
    run.expose(3);
    expect(await run.next()).toBe("1_0");
    const next = run.next();
    expect(await run.failed(1)).toMatchObject({ retryIn: 100 });
    jump = seconds;
    await clock.pass(100);
    expect(await run.failed(2)).toMatchObject({ retryIn: 200 });
    await clock.pass(200);
    expect(await next).toBe("1_1");
    expect(await run.next()).toBe("1_2");
    expect(run.handler.counters).toMatchObject({ polls: 5, faults: 2, transitLost: 0 });
  },
);

test("F43 ten minutes asleep: one look at the mode, and no burst of requests", async () => {
  const clock = new ShiftedClock();
  const paths: string[] = [];
  const run = await faultRun({
    clock,
    timeout: 20,
    fetch: (input, init) => {
      paths.push(
        new URL(input instanceof Request ? input.url : String(input)).pathname.replace(/.*1\.8\.0\//, ""),
      );
      return fetch(input, init);
    },
  });
  const next = run.next();
  await run.states.reached("waiting");
  const asleep = paths.length;
  clock.putForward(600_000);
  const looks = () => paths.slice(asleep).filter((path) => path === "config/mode").length;
  await expect.poll(looks, { interval: 1 }).toBe(1);
  const polls = paths.filter((path) => path === "images/next").length;
  expect(polls).toBe(run.handler.counters.polls);
  run.expose(1);
  expect(await next).toBe("1_0");
  // Each request waited for its 20 ms, as before.
  expect(run.handler.counters).toMatchObject({ fast408: 0, faults: 0 });
  expect(looks()).toBe(1);
  await run.delivers("1_1");
  expect(systemClock.now()).toBeGreaterThan(0);
});
