export type { ImageFigures } from "./imageFigures.ts";
export type { ImageResults, ProjectionFacts } from "./imageResults.ts";
export { ImageStatistics, type ImageStatisticsOptions } from "./imageStatistics.ts";
export { PIXEL_KINDS, type PixelMap } from "./pixelMap.ts";
export type { Projection } from "./projections.ts";
export type {
  CollectedData,
  EventData,
  Feedback,
  FeedbackData,
  OmProcessingProtocol,
  ProcessedData,
} from "./protocols.ts";
export type { ResultPoint } from "./resultHistory.ts";
