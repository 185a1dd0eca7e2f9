import type { KnownGeometry } from "../worker/engineApi.ts";
import type { LinkedState } from "./linkText.ts";
import type { ViewerController } from "./viewerController.ts";
import type { ViewerState } from "./viewerState.ts";

/** What a link to a state says; `byHand` is what the user has set of the geometry. */
export function linkedState(state: ViewerState, byHand: KnownGeometry): LinkedState {
  const { source, fetchMode, threshold, view, look, rings, paused, image } = state;
  return {
    ...(source !== null && { source }),
    fetchMode,
    threshold,
    view,
    look,
    rings,
    geometry: byHand,
    ...(image !== null && { imageId: paused ? image.id : null }),
  };
}

/** Gives a viewer the settings of a link; what it does not say stays. */
export function restoreSettings(viewer: ViewerController, linked: LinkedState): void {
  const { view, look, rings, geometry, threshold } = linked;
  if (view !== undefined) viewer.setView(view);
  if (look !== undefined) viewer.setLook(look);
  if (rings !== undefined) viewer.setRings(rings);
  if (geometry !== undefined) viewer.setGeometry(geometry);
  if (threshold !== undefined) viewer.setThreshold(threshold);
}
