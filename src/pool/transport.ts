import type { FeedbackData, ProcessedData } from "../processing/index.ts";

/** What a node has done so far, from its own start. Once nothing is under way: taken = sent + skipped + transitLost. */
export interface NodeCounts {
  /** Images that the DCU has given to this node, whole or not. */
  readonly taken: number;
  /** Events whose data were sent, the one that comes with these counts included. */
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

/** What a processing node tells the collecting node. `ended` and `failed` are a node's last words. */
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
  | { readonly kind: "ended"; readonly data: ProcessedData | undefined; readonly counts: NodeCounts }
  | { readonly kind: "failed"; readonly error: NodeError; readonly counts: NodeCounts };

/** What a transport itself says of a node. A node that joins begins its counts anew. */
export type LinkReport =
  | { readonly kind: "joined"; readonly restarts: number }
  | { readonly kind: "lost"; readonly reason: string };

/** What the collecting node hears of: what nodes report, and of nodes that came or went without a word. */
export interface PoolReport {
  readonly rank: number;
  readonly report: NodeReport | LinkReport;
}

/** A processing node's end of a transport. */
export interface ProcessingLink {
  readonly rank: number;
  readonly nodePoolSize: number;
  /** Aborts when the collecting node wants this node to end: it finishes its event and reports `ended`. */
  readonly stop: AbortSignal;
  /** The feedback that has come since the last call, merged (later entries win): bounded however much comes. */
  takeFeedback(): FeedbackData | undefined;
  /**
   * Sends a report; resolves once the collecting node is done with it. A node takes its next image only then, so that
   * a node that is killed costs one event at most.
   * @throws {PoolTransportError}; the signal's reason
   */
  send(report: NodeReport, options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
  close(): Promise<void>;
}

/** The collecting node's end of a transport. */
export interface CollectingLink {
  readonly nodePoolSize: number;
  /**
   * Reports of each node in its own order, until every node has ended for good, or `close`. A report counts as done
   * with when the next one is asked for.
   * @throws {PoolTransportError} when the pool cannot go on
   */
  reports(): AsyncGenerator<PoolReport, void, void>;
  /** Feedback for the node of this rank; 0: for all of them. Never blocks, and what waits is bounded. */
  feedback(rank: number, data: FeedbackData): void;
  /** Asks every node to end; `reports` goes on until they have. */
  stop(): void;
  /** Ends `reports`, and nodes that belong to this transport, at once. */
  close(): Promise<void>;
}

/** How the nodes of a pool reach each other; the collecting node asks for its end of it. */
export interface PoolTransport {
  /**
   * Starts the processing nodes, or lets them join.
   * @throws {PoolTransportError}; the signal's reason
   */
  collect(options: {
    readonly nodePoolSize: number;
    readonly signal?: AbortSignal | undefined;
  }): Promise<CollectingLink>;
}
