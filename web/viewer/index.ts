/** The viewer. Importing it defines nothing and touches no page; `define.ts` registers `<eiger-viewer>`. */
export { createViewer } from "./controller.ts";
export type { PixelReading } from "./controls/readout.ts";
export { EigerViewerElement } from "./element.ts";
export type { ViewerEventDetails, ViewerEventMap } from "./events.ts";
export type * from "./messages/protocol.ts";
export type * from "./viewerController.ts";
export type * from "./viewerState.ts";
