export type { NodeFigures, NodeState, PoolCounts, PoolFigures } from "./accounts.ts";
export { inProcessTransport, type RunNode } from "./inProcessTransport.ts";
export {
  type DataRetrievalClass,
  type LayerNames,
  type LayerReference,
  type LayerReferences,
  loadLayer,
  type PoolTransportKind,
  readLayerNames,
  transportOfLayer,
} from "./layers.ts";
export { NodePool, type NodePoolOptions, type OmParallelizationProtocol } from "./nodePool.ts";
export {
  constructLayers,
  type NodeLayers,
  type NodePorts,
  type NodeSetup,
  runNode,
} from "./nodeSetup.ts";
export { type CountingHandler, type ProcessingNodeOptions, runProcessingNode } from "./processingNode.ts";
export type {
  CollectingLink,
  LinkReport,
  NodeCounts,
  NodeError,
  NodeReport,
  PoolReport,
  PoolTransport,
  ProcessingLink,
} from "./transport.ts";
export { exposeNode } from "./workers/nodeDoor.ts";
export { webNodeWorker } from "./workers/webWorkers.ts";
export { type NodeWorker, type WorkerTransportOptions, workerTransport } from "./workers/workerTransport.ts";
