import { parseColour } from "../worker/colour.ts";
import { provenLevels } from "./levelsPolicy.ts";
import type { Look } from "./viewerState.ts";

/** A look with changes, of which those that cannot be are left out. Levels that are set stay: they follow no image then. */
export function provenLook(look: Look, changes: Partial<Look>): Look {
  const next = { ...look, ...changes };
  const isByHand = changes.levels !== undefined && changes.auto === undefined;
  return {
    ...next,
    levels: provenLevels(next.levels) ?? look.levels,
    auto: isByHand ? null : next.auto,
    maskedColour: parseColour(next.maskedColour) === null ? look.maskedColour : next.maskedColour,
    saturatedColour: parseColour(next.saturatedColour) === null ? look.saturatedColour : next.saturatedColour,
  };
}
