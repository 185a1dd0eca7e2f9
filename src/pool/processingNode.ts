import { isEigerMonitorError, OmDataExtractionError } from "../errors.ts";
import type {
  EigerDataEvent,
  ExtractedData,
  MonitorCounters,
  NodeOptions,
  OmDataEventHandlerProtocol,
} from "../om/index.ts";
import type { OmProcessingProtocol } from "../processing/index.ts";
import type { NodeCounts, NodeError, ProcessingLink } from "./transport.ts";

/** A handler that counts what it was given knows of images, too, that became no event. */
export type CountingHandler = OmDataEventHandlerProtocol & {
  readonly counters?: Pick<
    MonitorCounters,
    "images" | "transitLost" | "decodeErrors" | "duplicates" | "delivered"
  >;
};

/** What a processing node works with. */
export interface ProcessingNodeOptions {
  readonly link: ProcessingLink;
  readonly handler: CountingHandler;
  readonly processing: OmProcessingProtocol;
  /** Ends the stream of events; default: the link's `stop`, which may cut an image that is on its way. */
  readonly streamSignal?: AbortSignal | undefined;
}

/**
 * A processing node from its start to its end, in OM's order. It reports each event and waits until the collecting node is
 * done with it. Ends when the link says so, or when there are no more events.
 * @throws what ended it, after it has been reported as `failed`
 */
export async function runProcessingNode(options: ProcessingNodeOptions): Promise<void> {
  const { link } = options;
  const node = new ProcessingNode(options);
  try {
    await node.run();
  } catch (error) {
    await link.send({ kind: "failed", error: plainError(error), counts: node.counts });
    throw error;
  } finally {
    await link.close();
  }
}

class ProcessingNode {
  readonly #options: ProcessingNodeOptions;
  readonly #node: NodeOptions;
  #events = 0;
  #sent = 0;
  #skipped = 0;

  constructor(options: ProcessingNodeOptions) {
    const { rank, nodePoolSize, stop } = options.link;
    this.#options = options;
    this.#node = { nodeRank: rank, nodePoolSize, signal: stop };
  }

  get counts(): NodeCounts {
    const { counters } = this.#options.handler;
    const { images = this.#events, transitLost = 0 } = counters ?? {};
    const skipped = this.#skipped + this.#neverEvents;
    return { taken: images + transitLost, sent: this.#sent, skipped, transitLost };
  }

  /** Images that were no TIFF, or came again. An event whose pixels were none counts as skipped already. */
  get #neverEvents(): number {
    const { counters } = this.#options.handler;
    if (counters === undefined) return 0;
    const { decodeErrors, duplicates, delivered } = counters;
    return decodeErrors + duplicates - (this.#events - delivered);
  }

  async run(): Promise<void> {
    const { link, processing } = this.#options;
    if (await this.#initialize()) {
      await link.send({ kind: "ready" });
      await this.#processEvents();
    }
    const data = await processing.endProcessingOnProcessingNode(this.#node);
    await link.send({ kind: "ended", data, counts: this.counts });
  }

  /** False: the node was to end before it had begun. */
  async #initialize(): Promise<boolean> {
    const { handler, processing, link } = this.#options;
    try {
      await handler.initializeEventHandlingOnProcessingNode(this.#node);
      await processing.initializeProcessingNode(this.#node);
    } catch (error) {
      if (!link.stop.aborted) throw error;
    }
    return !link.stop.aborted;
  }

  async #processEvents(): Promise<void> {
    const { handler, link, streamSignal: signal = link.stop } = this.#options;
    for await (const event of handler.eventGenerator({ ...this.#node, signal })) {
      this.#events += 1;
      try {
        await this.#processEvent(event);
      } finally {
        handler.closeEvent({ event });
      }
      if (link.stop.aborted) break;
    }
  }

  async #processEvent(event: EigerDataEvent): Promise<void> {
    const { handler, processing, link } = this.#options;
    const { eventId = null } = event;
    handler.openEvent({ event });
    const extracted = await this.#extract(event);
    if (extracted instanceof OmDataExtractionError) {
      this.#skipped += 1;
      await link.send({ kind: "skipped", eventId, reason: extracted.message, counts: this.counts });
      return;
    }
    const data = { ...extracted, ...link.takeFeedback() };
    const processed = await processing.processData({ ...this.#node, data });
    this.#sent += 1;
    await link.send({ kind: "data", eventId, data: processed, counts: this.counts });
  }

  async #extract(event: EigerDataEvent): Promise<ExtractedData | OmDataExtractionError> {
    try {
      return await this.#options.handler.extractData({ event });
    } catch (error) {
      if (error instanceof OmDataExtractionError) return error;
      throw error;
    }
  }
}

/** An error without its class. */
export function plainError(error: unknown): NodeError {
  if (!(error instanceof Error)) return { name: "Error", code: "UNKNOWN", message: String(error) };
  const { name, message } = error;
  return { name, code: isEigerMonitorError(error) ? error.code : "UNKNOWN", message };
}
