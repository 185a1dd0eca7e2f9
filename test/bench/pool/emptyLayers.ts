// Layers without a detector: what is left is the cost of a pool itself. Loaded by name, in workers too.
import type { NodeOptions, OmProcessingProtocol, ProcessedData } from "eiger-monitor";

/** Of all nodes together; the pool is stopped long before. */
const MOST_EVENTS = 1e7;

/** Hands out events at once, without a request. */
export class EmptyRetrieval {
  getDataEventHandler(): object {
    return {
      initializeEventHandlingOnCollectingNode: async () => undefined,
      initializeEventHandlingOnProcessingNode: async () => undefined,
      async *eventGenerator({ signal }: NodeOptions) {
        for (let image = 0; image < MOST_EVENTS && !signal?.aborted; image++) yield { eventId: `1_${image}` };
      },
      openEvent: () => undefined,
      closeEvent: () => undefined,
      extractData: async () => ({ timestamp: 0 }),
    };
  }
}

/** As little as a layer can do; feedback for every event, as OM's TestProcessing gives it. */
export class EmptyProcessing implements OmProcessingProtocol {
  #events = 0;

  async initializeProcessingNode(): Promise<void> {}

  async initializeCollectingNode(): Promise<void> {}

  async processData(): Promise<ProcessedData> {
    return { timestamp: 0, counts: new Float64Array(8) };
  }

  async waitForData(): Promise<void> {}

  async collectData(): Promise<ReadonlyMap<number, ProcessedData>> {
    this.#events += 1;
    return new Map([[0, { event_counter: this.#events }]]);
  }

  async endProcessingOnProcessingNode(): Promise<undefined> {}

  async endProcessingOnCollectingNode(): Promise<void> {}
}
