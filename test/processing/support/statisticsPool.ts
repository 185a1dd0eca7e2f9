import { createDecoder, type Decoder, type DetectorFrame } from "../../../src/decoder/index.ts";
import { ParameterTable } from "../../../src/om/index.ts";
import { ImageStatistics, type ProcessedData } from "../../../src/processing/index.ts";

const NODE = { nodeRank: 0, nodePoolSize: 4 };

/** Nodes of a pool without one: what they send is collected in the order that a test wants. */
export class StatisticsPool {
  readonly collecting: ImageStatistics;
  /** Milliseconds, and Unix seconds times 1000. */
  time = 1_764_000_000_000;
  readonly #nodes: readonly ImageStatistics[];

  private constructor(decoder: Decoder, nodes: number, parameters: Readonly<Record<string, number>>) {
    const monitorParameters = new ParameterTable({ parameters: { image_statistics: parameters } });
    const options = {
      monitorParameters,
      decoder,
      now: () => this.time,
      wallTime: () => this.time / 1000,
    };
    this.collecting = new ImageStatistics(options);
    this.#nodes = Array.from({ length: nodes }, () => new ImageStatistics(options));
  }

  static async create(
    nodes: number,
    parameters: Readonly<Record<string, number>> = {},
  ): Promise<StatisticsPool> {
    return new StatisticsPool(await createDecoder(), nodes, parameters);
  }

  /** An image on a node; what it sends is not collected yet. */
  process(
    node: number,
    frame: DetectorFrame,
    event: { readonly eventId: string | null; readonly threshold?: number; readonly asked?: boolean },
  ): Promise<ProcessedData> {
    const { eventId, threshold, asked = false } = event;
    const data = {
      timestamp: this.time / 1000,
      event_id: eventId,
      detector_data: frame,
      ...(threshold !== undefined && { threshold }),
      ...(asked && { send_projection: true }),
    };
    return this.#node(node).processData({ ...NODE, data });
  }

  /** Collects; were nodes asked for their projections? */
  async collect(processedData: ProcessedData, rank = 1): Promise<boolean> {
    // As a transport does it, which leaves nothing in common.
    const sent = structuredClone(processedData);
    const feedback = await this.collecting.collectData({ ...NODE, processedData: sent, rank });
    return feedback?.get(0)?.["send_projection"] === true;
  }

  async end(node: number): Promise<ProcessedData> {
    return (await this.#node(node).endProcessingOnProcessingNode(NODE)) ?? {};
  }

  #node(index: number): ImageStatistics {
    const node = this.#nodes[index];
    if (node === undefined) throw new Error(`there is no node ${index}`);
    return node;
  }
}
