import { describe, expect, test } from "vitest";
import { Backoff } from "../../src/simplon/index.ts";
import { ManualClock } from "../support/manualClock.ts";

/** The longest and shortest waits there can be: chance is held at its ends. */
const LONGEST = 1;
const SHORTEST = 0;

/** Waits after so many failures in a row. */
function waits(backoff: Backoff, failures: number): readonly number[] {
  return Array.from({ length: failures }, () => backoff.next());
}

describe("the wait before the next try", () => {
  test("is at most 100 ms at first, doubles with each failure, and is never more than 5 s", () => {
    const backoff = new Backoff({ clock: new ManualClock(), random: () => LONGEST });
    expect(waits(backoff, 9)).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
    expect(Math.max(...waits(backoff, 5000))).toBe(5000);
  });

  test("is anything down to nothing by chance, so that clients do not come back all at once", () => {
    const clock = new ManualClock();
    expect(waits(new Backoff({ clock, random: () => SHORTEST }), 3)).toEqual([0, 0, 0]);
    expect(waits(new Backoff({ clock, random: () => 0.25 }), 3)).toEqual([25, 50, 100]);
  });

  test("is drawn anew each time", () => {
    const backoff = new Backoff({ clock: new ManualClock() });
    expect(new Set(waits(backoff, 20)).size).toBe(20);
  });

  test("begins anew after 10 s of answers, not sooner", () => {
    const clock = new ManualClock();
    const backoff = new Backoff({ clock, random: () => LONGEST });
    waits(backoff, 5);
    backoff.success();
    clock.advance(9999);
    backoff.success();
    expect(backoff.next()).toBe(3200);
    backoff.success();
    clock.advance(10_000);
    backoff.success();
    expect(waits(backoff, 2)).toEqual([100, 200]);
  });

  test("counts the 10 s from the last failure", () => {
    const clock = new ManualClock();
    const backoff = new Backoff({ clock, random: () => LONGEST });
    for (const expected of [100, 200, 400]) {
      expect(backoff.next()).toBe(expected);
      backoff.success();
      clock.advance(6000);
      backoff.success();
    }
  });

  test("does not begin anew because time has passed without an answer", () => {
    const clock = new ManualClock();
    const backoff = new Backoff({ clock, random: () => LONGEST });
    waits(backoff, 3);
    clock.advance(60_000);
    expect(backoff.next()).toBe(800);
  });

  test("is as long as the server asks, up to 30 s, and no shorter than chance says", () => {
    const backoff = new Backoff({ clock: new ManualClock(), random: () => LONGEST });
    expect(backoff.next(7000)).toBe(7000);
    expect(backoff.next(86_400_000)).toBe(30_000);
    expect(backoff.next(10)).toBe(400);
    expect(backoff.next(undefined)).toBe(800);
  });
});
