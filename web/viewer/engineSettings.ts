import type { EngineSettings } from "../worker/workerDoor.ts";
import type { ViewerOptions } from "./viewerController.ts";

const MOST_IMAGES = 120;
const MOST_BYTES = 2 ** 30;

/** What of a viewer's options is its engine's. */
export function engineSettings({ historyImages, historyBytes, maxRate }: ViewerOptions): EngineSettings {
  return {
    historyImages: historyImages ?? MOST_IMAGES,
    historyBytes: historyBytes ?? MOST_BYTES,
    ...(maxRate !== undefined && { maxRate }),
  };
}
