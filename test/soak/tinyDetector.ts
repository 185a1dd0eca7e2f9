import type { DetectorModel } from "eiger-monitor/simulator";

/** 16 × 16 pixels: what is soaked is the loop, not the decoder. */
export const TINY: DetectorModel = {
  name: "eiger2-tiny",
  description: "Dectris EIGER2 Si TINY",
  moduleColumns: 16,
  moduleRows: 16,
  gapColumns: 0,
  gapRows: 0,
  modulesX: 1,
  modulesY: 1,
  columns: 16,
  rows: 16,
};
