import { expect, test } from "vitest";
import { CrashBrake } from "../../src/pool/workers/crashBrake.ts";
import { ManualClock } from "../support/manualClock.ts";

/** Lives of a node one after the other, each ended after some milliseconds of asking; how many it took to be the last. */
function livesUntilBraked(life: {
  readonly asks?: number;
  readonly own?: boolean;
  readonly event?: true;
}): number {
  const clock = new ManualClock();
  const brake = new CrashBrake({ rank: 1, clock });
  for (let lives = 1; lives <= 20; lives++) {
    brake.begin();
    clock.advance(60_000);
    if (life.asks !== undefined) brake.ready();
    clock.advance(life.asks ?? 0);
    if (life.event) brake.release();
    if (brake.crashed("reason", { own: life.own ?? false }) !== undefined) return lives;
  }
  return Number.POSITIVE_INFINITY;
}

test.each([
  ["that never becomes ready, however slow its start", {}, 5],
  ["that is gone soon after it was ready", { asks: 9000 }, 5],
  ["that fails by its own error, however late", { asks: 20_000, own: true }, 5],
  ["that was ready for long, and had no event", { asks: 10_000 }, Number.POSITIVE_INFINITY],
  ["that has had events", { asks: 10, event: true } as const, Number.POSITIVE_INFINITY],
])("a node %s has %s lives", (_, life, lives) => {
  expect(livesUntilBraked(life)).toBe(lives);
});

test("the next life begins at once, but not when lives are many and short", () => {
  const clock = new ManualClock();
  const brake = new CrashBrake({ rank: 1, clock });
  const pauses = [1, 2, 3].map(() => {
    brake.begin();
    brake.release();
    brake.crashed("reason", { own: false });
    return brake.pause;
  });
  expect(pauses).toEqual([0, 0, 500]);
  clock.advance(10_000);
  brake.crashed("reason", { own: false });
  expect(brake.pause).toBe(0);
});
