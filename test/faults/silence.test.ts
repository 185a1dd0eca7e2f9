import { describe, expect, test } from "vitest";
import { AwaitedClock } from "../om/support/awaitedClock.ts";
import { faultRun, onImage, TRANSPORTS } from "./support/faultRun.ts";

/** The control unit's wait of 500 ms, and 2 s. */
const HEADERS_TIMEOUT = 2500;
const FIRST_PAUSE = 100;

describe.each(TRANSPORTS)("over %s:", (_, transport) => {
  test("F15 headers never come: it is given up 2 s after the control unit's wait", async () => {
    const clock = new AwaitedClock();
    const run = await faultRun({
      faults: [onImage(1, { kind: "noReply" })],
      clock,
      random: () => 1,
      imageTransport: transport({ clock }),
    });
    run.expose(1);
    const next = run.next();
    await run.injected(1);
    await clock.pass(HEADERS_TIMEOUT);
    await clock.pass(FIRST_PAUSE);
    expect(await next).toBe("1_0");
    expect(run.handler.counters).toMatchObject({ polls: 2, faultsByKind: { TIMEOUT: 1 }, transitLost: 0 });
    await run.delivers("1_1");
    run.expectLaw();
  });

  test("F16 the body stalls: it is given up after 5 s of silence", async () => {
    const clock = new AwaitedClock();
    const run = await faultRun({
      faults: [onImage(1, { kind: "stall", fraction: 0.5 })],
      clock,
      random: () => 1,
      imageTransport: transport({ clock }),
    });
    run.expose(2);
    const next = run.next();
    await clock.pass(5000);
    await clock.pass(FIRST_PAUSE);
    expect(await next).toBe("1_1");
    expect(run.handler.counters).toMatchObject({ faultsByKind: { STALLED: 1 }, transitLost: 1 });
    await run.delivers("1_2");
    run.expectLaw();
  });

  test("F17 the body drips: it is given up after 120 s in all", async () => {
    const clock = new AwaitedClock();
    const run = await faultRun({
      faults: [onImage(1, { kind: "drip", bytes: 1, interval: 1 })],
      clock,
      random: () => 1,
      // It never stalls: time passes here by leaps that no byte can keep up with.
      limits: { stallTimeout: 1e6 },
      imageTransport: transport({ clock }),
    });
    run.expose(2);
    const next = run.next();
    await clock.pass(120_000);
    await clock.pass(FIRST_PAUSE);
    expect(await next).toBe("1_1");
    expect(run.handler.counters).toMatchObject({ faults: 1, transitLost: 1 });
    await run.delivers("1_2");
    run.expectLaw();
  });
});
