import { createDecoder, EigerHttpDataRetrieval, MonitorParameters } from "../../src/index.ts";

/** What the test compares of an event. */
export interface WatchedEvent {
  readonly eventId: string | null;
  readonly shape: readonly [number, number];
  readonly sum: bigint;
  readonly max: number | null;
  readonly masked: number;
  /** The first pixels of the second row. */
  readonly pixels: readonly number[];
}

const NODE = { nodePoolSize: 2 };

/** The main job, as it runs anywhere: configure, take `count` events, look at each, close it. */
export async function watchEvents(
  source: string,
  { count }: { readonly count: number },
): Promise<readonly WatchedEvent[]> {
  const decoder = await createDecoder();
  const parameters = {
    data_retrieval_layer: { eiger_monitor_buffer_size: 20, required_data: ["event_id", "detector_data"] },
  };
  const handler = new EigerHttpDataRetrieval({
    source,
    decoder,
    monitorParameters: new MonitorParameters({ parameters }),
  }).getDataEventHandler();
  await handler.initializeEventHandlingOnCollectingNode({ ...NODE, nodeRank: 0 });
  await handler.initializeEventHandlingOnProcessingNode({ ...NODE, nodeRank: 1 });
  const events: WatchedEvent[] = [];
  for await (const event of handler.eventGenerator({ ...NODE, nodeRank: 1 })) {
    const frame = event.frame();
    const { sum, max, masked } = decoder.statistics(frame);
    const pixels = [...frame.data.subarray(frame.columns, frame.columns + 8)];
    events.push({ eventId: event.eventId, shape: frame.shape, sum, max, masked, pixels });
    handler.closeEvent({ event });
    if (events.length === count) break;
  }
  return events;
}
