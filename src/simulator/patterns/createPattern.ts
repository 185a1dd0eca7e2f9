import { DiffractionPattern } from "./diffractionPattern.ts";
import type { Pattern, PatternOptions } from "./pattern.ts";
import { RampPattern } from "./rampPattern.ts";

export function createPattern(
  options: PatternOptions & {
    readonly pattern: "diffraction" | "ramp";
    readonly thresholds: number;
    readonly seed: number;
  },
): Pattern {
  return options.pattern === "ramp" ? new RampPattern(options) : new DiffractionPattern(options);
}
