/** Attributes of `<eiger-viewer>`, read. What is not understood is as if it were not there. */
import type { ColourTableName, Scale } from "../../src/index.ts";
import { CONTROL_NAMES } from "./face.ts";
import type { Look } from "./viewerState.ts";

const SCALES: readonly string[] = ["linear", "sqrt", "log", "hdr"] satisfies readonly Scale[];
const COLOURS: readonly string[] = [
  "inverted-grey",
  "grey",
  "viridis",
  "cividis",
  "hdr",
] satisfies readonly ColourTableName[];

export function isColours(value: string | null): value is ColourTableName {
  return value !== null && COLOURS.includes(value);
}

export function isScale(value: string | null): value is Scale {
  return value !== null && SCALES.includes(value);
}

/** "0 20" or "0,20": by hand; all else: by the image. */
export function levelsOf(value: string | null): Partial<Look> {
  const [black, white, ...rest] = (value ?? "")
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  const areLevels = black !== undefined && white !== undefined && rest.length === 0 && white > black;
  return areLevels ? { levels: [black, white], auto: null } : { auto: "whole" };
}

export function controlsOf(value: string | null): ReadonlySet<string> {
  const names = (value ?? "all").split(/[\s,]+/).filter(Boolean);
  return new Set(names.includes("all") ? CONTROL_NAMES : names);
}
