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
export { TestProcessing } from "./testProcessing.ts";
