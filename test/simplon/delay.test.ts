import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { delay } from "../../src/simplon/index.ts";
import { expectEndsAtOnce } from "../support/expectEndsAtOnce.ts";
import { ManualClock } from "../support/manualClock.ts";

describe("a delay", () => {
  test("ends when its time has come, and leaves nothing on the signal", async () => {
    const clock = new ManualClock();
    const { signal } = new AbortController();
    let ended = false;
    const waiting = delay(1000, { signal, clock }).then(() => {
      ended = true;
    });
    clock.advance(999);
    await Promise.resolve();
    expect(ended).toBe(false);
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    clock.advance(1);
    await waiting;
    expect([getEventListeners(signal, "abort"), clock.pending]).toEqual([[], 0]);
  });

  test("ends at once with the signal's reason, and leaves neither timer nor listener", async () => {
    const clock = new ManualClock();
    const controller = new AbortController();
    await expectEndsAtOnce(delay(60_000, { signal: controller.signal, clock }), controller);
    expect([getEventListeners(controller.signal, "abort"), clock.pending]).toEqual([[], 0]);
  });

  test("does not begin under a signal that has aborted", async () => {
    const clock = new ManualClock();
    const signal = AbortSignal.abort("over");
    await expect(delay(60_000, { signal, clock })).rejects.toBe("over");
    expect([getEventListeners(signal, "abort"), clock.pending]).toEqual([[], 0]);
  });

  test("needs neither signal nor clock", async () => {
    const start = performance.now();
    await delay(20);
    expect(performance.now() - start).toBeGreaterThan(18);
  });
});
