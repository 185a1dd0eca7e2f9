/** eiger-monitor/viewer: a live viewer for web pages. Importing it touches nothing of a page. */
export { createViewer } from "./controller.ts";
export type * from "./viewerController.ts";
export type * from "./viewerState.ts";
