import {
  constructLayers,
  inProcessTransport,
  type LayerReferences,
  NodePool,
  type NodeSetup,
  runNode,
  workerTransport,
} from "eiger-monitor";
import { socketImageTransport, startNodeWorker } from "eiger-monitor/node";

/** A kind of pool that is measured. */
export interface MeasuredPool {
  readonly name: string;
  readonly transport: "in process" | "workers";
  readonly nodePoolSize: number;
}

/** Events of each node before it is measured, as a part of those that count: every node has begun by then. */
const WARM_UP = 0.25;

const EMPTY = new URL("./emptyLayers.js", import.meta.url).href;
const STATISTICS = new URL("./layers.js", import.meta.url).href;

const WITHOUT_DETECTOR: LayerReferences = {
  data_retrieval_layer: { name: "EmptyRetrieval", module: EMPTY },
  processing_layer: { name: "EmptyProcessing", module: EMPTY },
};
const WITH_DETECTOR: LayerReferences = {
  data_retrieval_layer: { name: "EigerHttpDataRetrieval" },
  processing_layer: { name: "StatisticsOfImages", module: STATISTICS },
};

/** Events a second that a pool collects, over `count` of them; without a source, as many as the pool itself lets through. */
export async function poolRate(
  { transport, nodePoolSize }: MeasuredPool,
  { source, count }: { readonly source?: string; readonly count: number },
): Promise<number> {
  const setup: NodeSetup = {
    source: source ?? "http://127.0.0.1",
    nodePoolSize,
    configuration: {
      groups: {
        om: {},
        data_retrieval_layer: { eiger_monitor_buffer_size: 100, required_data: ["detector_data"] },
      },
    },
    layers: source === undefined ? WITHOUT_DETECTOR : WITH_DETECTOR,
    quiet: true,
  };
  const { handler, processing } = await constructLayers(setup);
  const begin = Math.ceil(WARM_UP * count) * (nodePoolSize - 1);
  const end = begin + count;
  let [events, begun, ended] = [0, 0, 0];
  const pool = new NodePool({
    transport:
      transport === "workers"
        ? workerTransport({ setup, startWorker: startNodeWorker })
        : inProcessTransport({
            runNode: (link) => runNode(setup, link, { imageTransport: socketImageTransport() }),
          }),
    handler,
    processing,
    nodePoolSize,
    onReport: ({ report }) => {
      if (report.kind !== "data") return;
      events += 1;
      if (events === begin) begun = performance.now();
      if (events === end) {
        ended = performance.now();
        pool.shutdown();
      }
    },
  });
  await pool.start();
  return (count * 1000) / (ended - begun);
}
