import { mergedGeometry, NOTHING_BY_HAND } from "./mergedGeometry.ts";
import type { Look, RingSettings, ViewerState } from "./viewerState.ts";

/** Right at first sight: no counts are white, as on film; linear; levels follow the whole image. */
export const USUAL_LOOK: Look = {
  levels: [0, 5],
  auto: "whole",
  scale: "linear",
  colours: "inverted-grey",
  binning: "maximum",
  maskedColour: "#aec7e8",
  saturatedColour: "#ff7f0e",
};

const USUAL_RINGS: RingSettings = { visible: false, resolutions: null, ice: false };

/** What a viewer knows before it follows anything. */
export const START_STATE: ViewerState = {
  source: null,
  fetchMode: "newest",
  connection: "idle",
  problem: null,
  paused: false,
  image: null,
  counters: { received: 0, shown: 0, skipped: 0, failed: 0, dropped: null, bytes: 0 },
  rates: { received: 0, shown: 0, bytes: 0 },
  history: { ids: [], keys: [], bytes: 0, position: -1 },
  geometry: mergedGeometry({ hand: NOTHING_BY_HAND, image: NOTHING_BY_HAND, configuration: NOTHING_BY_HAND }),
  view: { x: 0, y: 0, zoom: 1, fit: true },
  look: USUAL_LOOK,
  rings: USUAL_RINGS,
  threshold: null,
  thresholds: null,
  writable: false,
  results: null,
  projection: null,
};
