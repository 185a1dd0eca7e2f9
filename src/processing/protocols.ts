import type { ExtractedData, NodeOptions } from "../om/index.ts";

/** What a processing node makes of an event: anything that structured cloning and CBOR can carry. */
export type ProcessedData = Readonly<Record<string, unknown>>;

/** What the collecting node tells nodes: merged into the data of their next event. */
export type FeedbackData = Readonly<Record<string, unknown>>;

/** Feedback by rank; rank 0 stands for every processing node. */
export type Feedback = ReadonlyMap<number, FeedbackData>;

/** Extracted data of one event, and the feedback that has come since the event before. */
export type EventData = ExtractedData;

/** Processed data, and the rank of the node that they come from. */
export interface CollectedData {
  readonly processedData: ProcessedData;
  readonly rank: number;
}

/** What is done with events (OM: `OmProcessingProtocol`), in the order in which a pool calls it. */
export interface OmProcessingProtocol {
  /** Once on each processing node, before its first event. */
  initializeProcessingNode(options: NodeOptions): Promise<void>;
  /** Once on the collecting node, before the first data. */
  initializeCollectingNode(options: NodeOptions): Promise<void>;
  /** For each event, on a processing node. */
  processData(options: NodeOptions & { readonly data: EventData }): Promise<ProcessedData>;
  /** On the collecting node, whenever nothing has come for a while. */
  waitForData(options: NodeOptions): Promise<void>;
  /** For each event's data, on the collecting node. */
  collectData(options: NodeOptions & CollectedData): Promise<Feedback | undefined>;
  /** Once on each processing node, after its last event; what it gives is collected as an event's data is. */
  endProcessingOnProcessingNode(options: NodeOptions): Promise<ProcessedData | undefined>;
  /** Once on the collecting node, after the last data. */
  endProcessingOnCollectingNode(options: NodeOptions): Promise<void>;
}
