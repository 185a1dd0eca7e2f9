import type { FeedbackData, ProcessedData } from "../processing/index.ts";

/** What a node has done so far, from its own start. */
export interface NodeCounts {
  /** Images that the DCU has given to this node, whole or not. */
  readonly taken: number;
  /** Events whose data were sent. */
  readonly sent: number;
  /** Events that were skipped: OmDataExtractionError, or no valid TIFF. */
  readonly skipped: number;
  /** Images that were cut on the way: the DCU has given them away all the same. */
  readonly transitLost: number;
}

/** An error as plain data: structured cloning would drop its class and fields. */
export interface NodeError {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** What a processing node tells the collecting node. */
export type NodeReport =
  | { readonly kind: "ready" }
  | {
      readonly kind: "data";
      readonly eventId: string | null;
      readonly data: ProcessedData;
      readonly counts: NodeCounts;
    }
  | {
      readonly kind: "skipped";
      readonly eventId: string | null;
      readonly reason: string;
      readonly counts: NodeCounts;
    }
  | { readonly kind: "counts"; readonly counts: NodeCounts }
  | { readonly kind: "ended"; readonly data: ProcessedData | undefined; readonly counts: NodeCounts }
  | { readonly kind: "failed"; readonly error: NodeError };

/** What the collecting node hears of: what nodes report, and of nodes that came or went without a word. */
export type PoolReport =
  | { readonly rank: number; readonly report: NodeReport }
  | { readonly rank: number; readonly report: { readonly kind: "joined"; readonly restarts: number } }
  | { readonly rank: number; readonly report: { readonly kind: "lost"; readonly reason: string } };

/** A processing node's end of a transport. */
export interface ProcessingLink {
  readonly rank: number;
  readonly nodePoolSize: number;
  /** Aborts when the collecting node wants this node to end: it finishes its event and reports `ended`. */
  readonly stop: AbortSignal;
  /** The feedback that has come since the last call, merged (later entries win): bounded however much comes. */
  takeFeedback(): FeedbackData | undefined;
  /**
   * Sends a report; resolves once there is room for the next one.
   * @throws {PoolTransportError}; the signal's reason
   */
  send(report: NodeReport, options: { readonly signal?: AbortSignal | undefined }): Promise<void>;
  close(): Promise<void>;
}

/** The collecting node's end of a transport. */
export interface CollectingLink {
  readonly nodePoolSize: number;
  /** Reports of each node in its own order, until `signal` aborts or every node has ended. */
  reports(options: { readonly signal?: AbortSignal | undefined }): AsyncGenerator<PoolReport, void, void>;
  /** Feedback for the node of this rank; 0: for all of them. Never blocks. */
  feedback(rank: number, data: FeedbackData): void;
  /** Asks every node to end; `reports` goes on until they have. */
  stop(): void;
  close(): Promise<void>;
}
