import { formatDuration } from "./format.ts";
import type { ShownImage } from "./viewerState.ts";

/** Seconds that an image's own time may lie before its arrival; more is no age but clocks that differ. */
const OLDEST = 86_400;

/** How old an image is: by its own time, or, where that says nothing, since it was received. */
export interface ImageAge {
  readonly isByArrival: boolean;
  /** Seconds. */
  readonly seconds: number;
}

/** `now`: Unix seconds. An image was taken before it came, and not long before: else its clock is not the reader's. */
export function ageOf(
  { timestamp, arrival }: Pick<ShownImage, "timestamp" | "arrival">,
  now: number,
): ImageAge {
  const isKnown = timestamp !== null && timestamp <= arrival && arrival - timestamp <= OLDEST;
  return { isByArrival: !isKnown, seconds: Math.max(now - (isKnown ? timestamp : arrival), 0) };
}

/** "1.2 s", or "1.2 s ago" where it is since it was received. */
export function ageText({ isByArrival, seconds }: ImageAge): string {
  return isByArrival ? `${formatDuration(seconds)} ago` : formatDuration(seconds);
}
