import {
  type Decoder,
  type EigerHttpDataEventHandler,
  EigerHttpDataRetrieval,
  type EventHandlerPorts,
  MonitorParameters,
} from "eiger-monitor";

export const COLLECTING = { nodeRank: 0, nodePoolSize: 2 } as const;
export const PROCESSING = { nodeRank: 1, nodePoolSize: 2 } as const;
/** Where a unit without a socket is. */
export const IN_MEMORY = "http://dcu/monitor/api/1.8.0";

/** A handler as users have it. */
export function createHandler(
  source: string,
  {
    bufferSize = 100,
    ...ports
  }: EventHandlerPorts & { readonly bufferSize?: number; readonly decoder: Decoder },
): EigerHttpDataEventHandler {
  const layer = { eiger_monitor_buffer_size: bufferSize, required_data: ["timestamp", "event_id"] };
  const monitorParameters = new MonitorParameters({ parameters: { data_retrieval_layer: layer } });
  return new EigerHttpDataRetrieval({ ...ports, source, monitorParameters }).getDataEventHandler();
}
