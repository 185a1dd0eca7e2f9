import type { View, ViewerState } from "./viewerState.ts";

/** A view with changes; one that cannot be is the former one. */
export function provenView(view: View, changes: Partial<View>): View {
  const next = { ...view, ...changes };
  const isPlace = Number.isFinite(next.x) && Number.isFinite(next.y);
  return isPlace && next.zoom > 0 && next.zoom < Infinity ? next : view;
}

/** A view of the whole frame is on the middle of it. */
export function viewOf({ view, image: former }: ViewerState, image: ViewerState["image"]): View {
  const isNew = image !== null && (former?.columns !== image.columns || former.rows !== image.rows);
  return view.fit && isNew ? { ...view, x: image.columns / 2, y: image.rows / 2 } : view;
}
