import type { NodeOptions } from "../om/index.ts";
import { readInterval } from "./interval.ts";
import type {
  CollectedData,
  EventData,
  Feedback,
  OmProcessingProtocol,
  ProcessedData,
  ProcessingOptions,
} from "./protocols.ts";

const GROUP = "crystallography";

/**
 * Shows that a pool works (OM: `TestProcessing`): counts events, says what passes where, reports the speed every
 * `speed_report_interval` events, broadcasts every `data_broadcast_interval` events, and sends feedback to all nodes for
 * each event. The parameters are those of group `crystallography`, as in OM.
 */
export class TestProcessing implements OmProcessingProtocol {
  readonly #options: ProcessingOptions;
  readonly #speedReportInterval: number;
  readonly #dataBroadcastInterval: number;
  #events = 0;
  /** Milliseconds: when the last report of the speed was due. */
  #reported = 0;

  /** @throws {OmMissingParameterGroupError} {@link OmMissingParameterError} {@link OmWrongParameterTypeError} */
  constructor(options: ProcessingOptions) {
    const { monitorParameters } = options;
    this.#options = options;
    this.#speedReportInterval = readInterval(monitorParameters, {
      group: GROUP,
      parameter: "speed_report_interval",
    });
    this.#dataBroadcastInterval = readInterval(monitorParameters, {
      group: GROUP,
      parameter: "data_broadcast_interval",
    });
    for (const parameter of ["data_broadcast_url", "responding_url"]) {
      monitorParameters.getParameter({ group: GROUP, parameter, parameterType: "str" });
    }
  }

  async initializeProcessingNode({ nodeRank, nodePoolSize }: NodeOptions): Promise<void> {
    this.#say(`processing node ${nodeRank} of ${nodePoolSize - 1} begins`);
  }

  async initializeCollectingNode({ nodePoolSize }: NodeOptions): Promise<void> {
    this.#say(`collecting node begins, for ${nodePoolSize - 1} processing nodes`);
    this.#reported = this.#now();
  }

  async processData({ nodeRank, data }: NodeOptions & { readonly data: EventData }): Promise<ProcessedData> {
    const { timestamp, event_id = null } = data;
    this.#sayOfEvent(`node ${nodeRank}: took the event of ${timestamp}`);
    this.#sayOfEvent(`node ${nodeRank}: sends what it knows of the event of ${timestamp}`);
    return { timestamp, event_id };
  }

  async waitForData(): Promise<void> {}

  /** Counts; tells all nodes how many events there are. */
  async collectData({ processedData, rank }: CollectedData): Promise<Feedback | undefined> {
    const { timestamp } = processedData;
    this.#events += 1;
    this.#sayOfEvent(`collecting node: the event of ${timestamp} came from node ${rank}`);
    this.#sayOfEvent(`collecting node: the event of ${timestamp} is number ${this.#events}`);
    if (this.#events % this.#dataBroadcastInterval === 0) this.#broadcast(timestamp);
    if (this.#events % this.#speedReportInterval === 0) this.#reportSpeed();
    return new Map([[0, { event_counter: this.#events }]]);
  }

  async endProcessingOnProcessingNode({ nodeRank }: NodeOptions): Promise<ProcessedData | undefined> {
    this.#say(`processing node ${nodeRank} has ended`);
    return undefined;
  }

  async endProcessingOnCollectingNode(): Promise<void> {
    this.#say(`collecting node has ended; ${this.#events} events`);
  }

  #broadcast(timestamp: unknown): void {
    this.#options.onBroadcast?.({ tag: "omdata", data: { timestamp, event_counter: this.#events } });
  }

  #reportSpeed(): void {
    const interval = this.#speedReportInterval;
    const seconds = (this.#now() - this.#reported) / 1000;
    this.#reported = this.#now();
    const rate = (interval / seconds).toFixed(1);
    this.#say(`${this.#events} events; the last ${interval} in ${seconds.toFixed(3)} s, ${rate} Hz`);
  }

  #now(): number {
    return (this.#options.now ?? (() => performance.now()))();
  }

  #say(line: string): void {
    this.#options.say?.(line, "report");
  }

  #sayOfEvent(line: string): void {
    this.#options.say?.(line, "event");
  }
}
