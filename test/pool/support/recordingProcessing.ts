import type {
  CollectedData,
  EventData,
  Feedback,
  NodeOptions,
  OmProcessingProtocol,
  ProcessedData,
} from "../../../src/index.ts";

/** A processing layer that notes what it was called with, and does what a test says. */
export class RecordingProcessing implements OmProcessingProtocol {
  readonly calls: string[] = [];
  readonly data: EventData[] = [];
  readonly collected: CollectedData[] = [];
  waits = 0;
  feedback: (collected: CollectedData) => Feedback | undefined = () => undefined;
  endData: ProcessedData | undefined;
  onWait: () => void = () => undefined;

  async initializeProcessingNode({ nodeRank, nodePoolSize }: NodeOptions): Promise<void> {
    this.calls.push(`initializeProcessingNode ${nodeRank} of ${nodePoolSize}`);
  }

  async initializeCollectingNode({ nodeRank, nodePoolSize }: NodeOptions): Promise<void> {
    this.calls.push(`initializeCollectingNode ${nodeRank} of ${nodePoolSize}`);
  }

  async processData({ nodeRank, data }: NodeOptions & { readonly data: EventData }): Promise<ProcessedData> {
    this.calls.push(`processData ${nodeRank} ${data.event_id}`);
    this.data.push(data);
    return { event_id: data.event_id };
  }

  async waitForData(): Promise<void> {
    this.waits += 1;
    this.onWait();
  }

  async collectData({ processedData, rank }: CollectedData): Promise<Feedback | undefined> {
    this.calls.push(`collectData ${rank} ${processedData["event_id"] ?? "end"}`);
    this.collected.push({ processedData, rank });
    return this.feedback({ processedData, rank });
  }

  async endProcessingOnProcessingNode({ nodeRank }: NodeOptions): Promise<ProcessedData | undefined> {
    this.calls.push(`endProcessingOnProcessingNode ${nodeRank}`);
    return this.endData;
  }

  async endProcessingOnCollectingNode({ nodeRank }: NodeOptions): Promise<void> {
    this.calls.push(`endProcessingOnCollectingNode ${nodeRank}`);
  }
}
