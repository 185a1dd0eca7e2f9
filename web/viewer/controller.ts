import type { ViewerController, ViewerOptions } from "./viewerController.ts";

/** Stands here until the worker does. */
export function createViewer(_options: ViewerOptions = {}): ViewerController {
  throw new Error("no engine yet");
}
