import type { ParameterGroups } from "../../../src/om/index.ts";
import type { LayerReferences, NodeSetup, PoolReport } from "../../../src/pool/index.ts";

/** All that EigerHttpDataRetrieval and TestProcessing need. */
export const GROUPS: ParameterGroups = {
  om: {
    parallelization_layer: "MultiprocessingParallelization",
    data_retrieval_layer: "EigerHttpDataRetrieval",
    processing_layer: "TestProcessing",
  },
  data_retrieval_layer: {
    eiger_monitor_buffer_size: 100,
    required_data: ["timestamp", "event_id", "detector_data"],
  },
  crystallography: { speed_report_interval: 20, data_broadcast_interval: 5 },
};

const OWN: LayerReferences = {
  data_retrieval_layer: { name: "EigerHttpDataRetrieval" },
  processing_layer: { name: "TestProcessing" },
};

/** The setup of a pool of this size. */
export function setupFor(
  source: string,
  options: { readonly nodePoolSize?: number; readonly layers?: Partial<LayerReferences> } = {},
): NodeSetup {
  const { nodePoolSize = 2, layers } = options;
  return {
    source,
    nodePoolSize,
    configuration: { groups: GROUPS },
    layers: { ...OWN, ...layers },
    quiet: true,
  };
}

/** The ids of events among reports, in the order in which they came. */
export function eventIds(reports: readonly PoolReport[]): readonly (string | null)[] {
  return reports.flatMap(({ report }) => (report.kind === "data" ? [report.eventId] : []));
}
