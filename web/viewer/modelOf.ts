/** What follows from the controller's state and the face's. Pure. */
import type { FaceState, Model } from "./model.ts";
import { brightness, colourAt } from "./tone.ts";
import type { ViewerState } from "./viewerState.ts";
import { resolveView, type Viewport } from "./viewport.ts";

/** A snapshot of everything that is shown. */
export function modelOf(state: ViewerState, face: FaceState): Model {
  return { state, face, viewport: viewportOf(state, face) };
}

/** What lies on the picture is dark where pixels without counts are bright, and bright where they are dark. */
export function groundOf({ colours }: ViewerState["look"]): "bright" | "dark" {
  return brightness(colourAt(0, colours)) > 0.5 ? "bright" : "dark";
}

function viewportOf({ image, view }: ViewerState, { canvas }: FaceState): Viewport | null {
  if (image === null || canvas.width === 0 || canvas.height === 0) return null;
  return resolveView(view, canvas, image);
}
