import {
  type DataRetrievalOptions,
  type EigerDataEvent,
  type EigerHttpDataEventHandler,
  EigerHttpDataRetrieval,
  MonitorParameters,
  type ParameterGroups,
} from "../../../src/om/index.ts";

export const COLLECTING_NODE = { nodeRank: 0, nodePoolSize: 2 } as const;
export const PROCESSING_NODE = { nodeRank: 1, nodePoolSize: 2 } as const;

/** Group `data_retrieval_layer` with all that OM's five data sources need. */
export const LAYER: ParameterGroups[string] = {
  eiger_monitor_buffer_size: 10,
  fallback_beam_energy_in_eV: 12_000,
  fallback_detector_distance_in_mm: 120,
  required_data: ["timestamp", "event_id", "detector_data", "beam_energy", "detector_distance"],
};

export interface TestRetrieval extends Omit<DataRetrievalOptions, "source" | "monitorParameters"> {
  /** Parameters that differ from {@link LAYER}; null takes one away. */
  readonly layer?: ParameterGroups[string];
}

/** An event handler as a user gets one. */
export function handlerFor(source: string, options: TestRetrieval = {}): EigerHttpDataEventHandler {
  const { layer, ...rest } = options;
  const monitorParameters = new MonitorParameters({
    parameters: { data_retrieval_layer: { ...LAYER, ...layer } },
  });
  return new EigerHttpDataRetrieval({ ...rest, source, monitorParameters }).getDataEventHandler();
}

/** The next `count` events, all of them held. */
export async function takeEvents(
  handler: EigerHttpDataEventHandler,
  count: number,
): Promise<readonly EigerDataEvent[]> {
  const events: EigerDataEvent[] = [];
  for await (const event of handler.eventGenerator(PROCESSING_NODE)) {
    events.push(event);
    if (events.length === count) break;
  }
  return events;
}

/** The next event. */
export async function takeEvent(handler: EigerHttpDataEventHandler): Promise<EigerDataEvent> {
  const [event] = await takeEvents(handler, 1);
  if (event === undefined) throw new Error("the stream ended without an event");
  return event;
}
