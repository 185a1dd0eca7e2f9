import { describe, expect, test } from "vitest";
import { accounting } from "../../src/om/index.ts";
import { NO_COUNTS } from "./support/noCounts.ts";

const COUNTS = { ...NO_COUNTS, delivered: 90, decodeErrors: 3, transitLost: 2, dcuDropped: 4 };

describe("the law of a monitor", () => {
  test("holds when every image has one fate", () => {
    expect(accounting(COUNTS, { produced: 100, queueDropped: 1 })).toEqual({
      produced: 100,
      accounted: 100,
      difference: 0,
      holds: true,
    });
  });

  test.each([
    ["one too few", 101, 1],
    ["one too many", 99, -1],
  ])("does not hold with %s", (_, produced, difference) => {
    expect(accounting(COUNTS, { produced, queueDropped: 1 })).toMatchObject({ difference, holds: false });
  });

  test("knows of images that are still in the control unit, or that it threw away uncounted", () => {
    expect(accounting(COUNTS, { produced: 112, buffered: 10, discarded: 3 }).holds).toBe(true);
  });

  test("counts the images of a dropped exposure", () => {
    expect(accounting(COUNTS, { produced: 103, thresholds: 2 }).holds).toBe(true);
  });

  test("does not hold with a negative count, even if the sum is right", () => {
    expect(accounting({ ...COUNTS, transitLost: -1 }, { produced: 96 })).toMatchObject({
      difference: 0,
      holds: false,
    });
  });

  test("by id: what is pushed out was taken before or is lost, and nothing else may be lost", () => {
    const byId = (produced: number) => accounting(COUNTS, { produced, take: "byId" });
    expect([95, 99, 100, 94].map((produced) => byId(produced).holds)).toEqual([true, true, false, false]);
    expect(byId(97).difference).toBe(2);
  });
});
