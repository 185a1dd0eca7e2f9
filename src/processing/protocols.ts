import type { Decoder } from "../decoder/index.ts";
import type { ExtractedData, NodeOptions, ParameterTable } from "../om/index.ts";

/**
 * What a processing node makes of an event: plain values, typed arrays, arrays and objects of them; anything that
 * structured cloning and CBOR can carry. Arrays that cover their whole buffer change hands: keep no other view of them.
 */
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

/** Results for whoever listens, as OM broadcasts them: a tag, and what there is to know. */
export interface Broadcast {
  /** OM's tag, e.g. `omdata`. */
  readonly tag: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A line for a person; `event`: one of those that come with every event, `report`: one of the others. */
export type Say = (line: string, kind: "event" | "report") => void;

/** What a processing layer is constructed with, on every node alike. */
export interface ProcessingOptions {
  readonly monitorParameters: ParameterTable;
  /** The node's own, shared with its data events. */
  readonly decoder: Decoder;
  readonly say?: Say | undefined;
  /** Takes what the collecting node broadcasts. */
  readonly onBroadcast?: ((broadcast: Broadcast) => void) | undefined;
  /** Milliseconds that only go forward; default: `performance.now`. */
  readonly now?: (() => number) | undefined;
}

/** A processing layer's class, ours or a user's. */
export type ProcessingClass = new (options: ProcessingOptions) => OmProcessingProtocol;
