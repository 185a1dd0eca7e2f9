export type {
  CollectedData,
  EventData,
  Feedback,
  FeedbackData,
  OmProcessingProtocol,
  ProcessedData,
} from "./protocols.ts";
