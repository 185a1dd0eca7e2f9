import { onTestFinished } from "vitest";
import { createViewer } from "../../web/viewer/controller.ts";
import type { Drawing, ViewerController, ViewerOptions } from "../../web/viewer/viewerController.ts";
import type { ViewerState } from "../../web/viewer/viewerState.ts";

/** A viewer that ends with its test. */
export function openViewer(options: ViewerOptions = {}): ViewerController {
  const viewer = createViewer(options);
  onTestFinished(() => viewer.destroy());
  return viewer;
}

/** The first state, from now on, that is as wanted. */
export function stateWhere(
  viewer: ViewerController,
  isWanted: (state: ViewerState) => boolean,
): Promise<ViewerState> {
  return new Promise((resolve) => {
    const look = (state: ViewerState) => {
      if (!isWanted(state)) return;
      stop();
      resolve(state);
    };
    const stop = viewer.subscribe(look);
    look(viewer.state);
  });
}

export function imageShown(viewer: ViewerController, id: string): Promise<ViewerState> {
  return stateWhere(viewer, ({ image }) => image?.id === id);
}

/** RGBA of a drawing; closes it. */
export function pixelsOf({ bitmap }: Pick<Drawing, "bitmap">): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}
