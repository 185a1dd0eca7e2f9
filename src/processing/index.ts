export type { ImageFigures } from "./imageFigures.ts";
export type { ImageResults, ProjectionFacts } from "./imageResults.ts";
export { ImageStatistics, type ImageStatisticsOptions } from "./imageStatistics.ts";
export { PIXEL_KINDS, type PixelMap } from "./pixelMap.ts";
export type { Projection } from "./projections.ts";
export type {
  Broadcast,
  CollectedData,
  EventData,
  Feedback,
  FeedbackData,
  OmProcessingProtocol,
  ProcessedData,
  ProcessingClass,
  ProcessingOptions,
  Say,
} from "./protocols.ts";
export type { ResultPoint } from "./resultHistory.ts";
export { TestProcessing } from "./testProcessing.ts";
