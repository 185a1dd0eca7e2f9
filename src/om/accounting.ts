import type { MonitorCounters } from "./monitorCounters.ts";

/** What the counters cannot know. */
export interface OutsideCounts {
  /** Images that the detector made while the monitor was enabled: exposures times thresholds. */
  readonly produced: number;
  /** How they were taken. Default `next`. */
  readonly take?: "next" | "byId";
  /** Images that a queue behind the stream dropped. Default 0. */
  readonly queueDropped?: number;
  /** Images that are still in the DCU, and not taken. Default 0. */
  readonly buffered?: number;
  /** Images that the DCU threw away without counting them: `clear`, `initialize`, a restart. Default 0. */
  readonly discarded?: number;
  /** `dcuDropped` counts exposures: so many images are in one. Default 1. */
  readonly thresholds?: number;
}

/** Whether every image is accounted for. */
export interface Accounting {
  readonly produced: number;
  /** Images whose fate is known. */
  readonly accounted: number;
  /** `produced − accounted`; negative: more came than were made. */
  readonly difference: number;
  /** `next`: the difference is 0. `byId`: it is not more than what the DCU dropped. */
  readonly holds: boolean;
}

type Counted = Pick<MonitorCounters, "delivered" | "decodeErrors" | "transitLost" | "dcuDropped">;

/**
 * The law of a monitor: produced = delivered + decodeErrors + transitLost + dcuDropped + queueDropped, to the image.
 *
 * Images that are taken by id stay in the DCU until newer ones push them out, which it counts as dropped whether they were
 * taken or not. There the difference is what was lost, and none of it may be lost otherwise than by the DCU.
 */
export function accounting(counters: Counted, outside: OutsideCounts): Accounting {
  const { produced, take = "next", queueDropped = 0, buffered = 0, discarded = 0, thresholds = 1 } = outside;
  const { delivered, decodeErrors, transitLost } = counters;
  const dropped = thresholds * counters.dcuDropped;
  const parts = [delivered, decodeErrors, transitLost, queueDropped, buffered, discarded];
  const known = parts.reduce((sum, part) => sum + part, 0);
  const accounted = take === "next" ? known + dropped : known;
  const difference = produced - accounted;
  const most = take === "next" ? 0 : dropped;
  const negative = [...parts, dropped].some((part) => part < 0);
  return { produced, accounted, difference, holds: difference >= 0 && difference <= most && !negative };
}
