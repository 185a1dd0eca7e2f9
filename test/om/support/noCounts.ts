import type { MonitorCounters } from "../../../src/om/index.ts";

/** Counters of a stream that has not begun. */
export const NO_COUNTS: MonitorCounters = {
  polls: 0,
  images: 0,
  noImage: 0,
  fast408: 0,
  faults: 0,
  faultsByKind: {},
  transitLost: 0,
  decodeErrors: 0,
  decoderTraps: 0,
  delivered: 0,
  duplicates: 0,
  reordered: 0,
  gaps: 0,
  missing: 0,
  series: 0,
  evicted: 0,
  dcuDropped: 0,
  bytes: 0,
};
