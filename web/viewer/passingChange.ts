import type { ViewerState } from "./viewerState.ts";

/** What changes with every image, and between two: nothing that a person has done waits for it. */
const PASSING: readonly (keyof ViewerState)[] = ["image", "counters", "rates", "history", "look", "results"];

/**
 * Is all the difference between two states that images come? Then figures can wait for the picture that they belong to,
 * and are drawn in one frame with it.
 */
export function isPassingChange(before: ViewerState, state: ViewerState): boolean {
  const keys = Object.keys(state) as (keyof ViewerState)[];
  const isOther = keys.some((key) => before[key] !== state[key] && !PASSING.includes(key));
  return !isOther && !state.paused && isSameFrame(before.image, state.image) && isFollowed(before, state);
}

function isSameFrame(before: ViewerState["image"], image: ViewerState["image"]): boolean {
  if (before === null || image === null) return before === image;
  return before.columns === image.columns && before.rows === image.rows;
}

/** Levels that follow the images are no change of the look by hand. */
function isFollowed({ look: before }: ViewerState, { look, image }: ViewerState): boolean {
  if (before === look) return true;
  return (
    image !== null &&
    look.auto !== null &&
    JSON.stringify({ ...before, levels: look.levels }) === JSON.stringify(look)
  );
}
