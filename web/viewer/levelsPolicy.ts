import type { Look, ShownImage } from "./viewerState.ts";

/** A frame with hardly a count must not be stretched until its noise looks like a signal. */
const LEAST_WHITE = 5;
/** Levels that follow every image flicker: they move when their aim has moved by more than this part. */
const HYSTERESIS = 0.2;

type Levels = Look["levels"];

/**
 * Where levels belong for counts of which `percentile999` is the 99.9th percentile: frames of counted photons are mostly zeros and
 * ones, so black is 0 and only a high percentile says anything.
 */
export function usualLevels(percentile999: number | null): Levels {
  return [0, Math.max(percentile999 ?? 0, LEAST_WHITE)];
}

/** Levels for the next image: the former ones, unless the aim is far from them, or the image of another series. */
export function followedLevels(
  former: Levels,
  options: { readonly percentile999: number | null; readonly isOtherSeries: boolean },
): Levels {
  const aim = usualLevels(options.percentile999);
  const moved = Math.abs(aim[1] - former[1]) > HYSTERESIS * former[1] || former[0] !== aim[0];
  return moved || options.isOtherSeries ? aim : former;
}

/** Has this image nothing to do with the one that the levels were made for? */
export function isOtherSeries(
  image: Pick<ShownImage, "series" | "threshold">,
  levelled: Pick<ShownImage, "series" | "threshold"> | null,
): boolean {
  return levelled === null || image.series !== levelled.series || image.threshold !== levelled.threshold;
}

/** Levels that can be drawn with: finite, ascending, from 0 on; null for others. */
export function provenLevels([black, white]: readonly [number, number]): Levels | null {
  return Number.isFinite(black) && Number.isFinite(white) && black >= 0 && white > black
    ? [black, white]
    : null;
}
