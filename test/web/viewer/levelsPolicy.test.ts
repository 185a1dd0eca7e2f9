import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  followedLevels,
  isOtherSeries,
  provenLevels,
  usualLevels,
} from "../../../web/viewer/levelsPolicy.ts";

const SAME = { isOtherSeries: false };

describe("levels", () => {
  it("go from 0 to the 99.9th percentile, or 5 where there is hardly a count", () => {
    expect(usualLevels(212)).toEqual([0, 212]);
    expect(usualLevels(1)).toEqual([0, 5]);
    expect(usualLevels(null)).toEqual([0, 5]);
  });

  it("stay while their aim is within a fifth, so that a live picture does not flicker", () => {
    const levels = [0, 100] as const;
    expect(followedLevels(levels, { ...SAME, percentile999: 119 })).toBe(levels);
    expect(followedLevels(levels, { ...SAME, percentile999: 81 })).toBe(levels);
    expect(followedLevels(levels, { ...SAME, percentile999: 121 })).toEqual([0, 121]);
    expect(followedLevels(levels, { ...SAME, percentile999: 79 })).toEqual([0, 79]);
  });

  it("are made anew for another series, and where black is not 0", () => {
    expect(followedLevels([0, 100], { isOtherSeries: true, percentile999: 101 })).toEqual([0, 101]);
    expect(followedLevels([30, 100], { ...SAME, percentile999: 100 })).toEqual([0, 100]);
    const image = { series: 3, threshold: 1 };
    expect(isOtherSeries(image, null)).toBe(true);
    expect(isOtherSeries(image, { series: 3, threshold: 1 })).toBe(false);
    expect(isOtherSeries(image, { series: 2, threshold: 1 })).toBe(true);
    expect(isOtherSeries(image, { series: 3, threshold: 2 })).toBe(true);
  });

  it("can always be drawn with", () => {
    const count = fc.option(fc.nat({ max: 2 ** 32 - 2 }));
    fc.assert(
      fc.property(count, count, fc.boolean(), (first, next, other) => {
        const levels = followedLevels(usualLevels(first), { percentile999: next, isOtherSeries: other });
        expect(provenLevels(levels)).toEqual(levels);
      }),
    );
    expect(provenLevels([5, 5])).toBeNull();
    expect(provenLevels([-1, 5])).toBeNull();
    expect(provenLevels([0, Number.NaN])).toBeNull();
    expect(provenLevels([0, Infinity])).toBeNull();
  });
});
