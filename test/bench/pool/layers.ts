// The processing layer of the benchmark of pools: on each node the work of `watch`, statistics of every image.
import type { EventData, NodeOptions, ProcessedData, ProcessingOptions } from "eiger-monitor";
import { EmptyProcessing } from "./emptyLayers.ts";

export class StatisticsOfImages extends EmptyProcessing {
  readonly #decoder: ProcessingOptions["decoder"];

  constructor({ decoder }: ProcessingOptions) {
    super();
    this.#decoder = decoder;
  }

  override async processData(options?: NodeOptions & { readonly data: EventData }): Promise<ProcessedData> {
    const frame = options?.data.detector_data;
    if (frame === undefined) throw new Error("the event has no image");
    return { ...this.#decoder.statistics(frame) };
  }
}
