import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { MonitorParameters, type ParameterGroups } from "../../om/index.ts";
import {
  type NodeSetup,
  type PoolTransportKind,
  readLayerNames,
  transportOfLayer,
} from "../../pool/index.ts";
import { readConfigurationFile } from "../configurationFile.ts";
import { findLayers } from "./layerFiles.ts";

/** OM's own name of its configuration, which it looks for where it is started. */
const USUAL_FILE = "monitor.yaml";
/** More nodes than this are a user's decision. */
const MOST_NODES = 8;

/** Without a configuration. */
const DEFAULT_GROUPS: ParameterGroups = {
  om: {
    parallelization_layer: "MultiprocessingParallelization",
    data_retrieval_layer: "EigerHttpDataRetrieval",
    processing_layer: "TestProcessing",
  },
  data_retrieval_layer: {
    eiger_monitor_buffer_size: 100,
    required_data: ["timestamp", "event_id", "detector_data"],
  },
  crystallography: { speed_report_interval: 100, data_broadcast_interval: 10 },
};

/** What is asked for on the command line. */
export interface PoolRequest {
  readonly config?: string | undefined;
  readonly nodePoolSize?: number | undefined;
  readonly transport?: PoolTransportKind | undefined;
  readonly quiet: boolean;
}

/** A pool that is described, and not begun. */
export interface PoolPlan {
  readonly setup: NodeSetup;
  readonly transport: PoolTransportKind;
}

/**
 * Reads the configuration and finds the layers; sends nothing.
 * @throws OM's configuration errors
 */
export async function planPool(source: string, request: PoolRequest): Promise<PoolPlan> {
  const { config = usualFile(), nodePoolSize = usualSize(), quiet } = request;
  const configurationFile = config === undefined ? undefined : resolve(config);
  const configuration =
    configurationFile === undefined
      ? { groups: DEFAULT_GROUPS }
      : { yaml: await readConfigurationFile(configurationFile) };
  const names = readLayerNames(
    "yaml" in configuration
      ? MonitorParameters.fromYaml(configuration.yaml)
      : new MonitorParameters({ parameters: configuration.groups }),
  );
  const transport = request.transport ?? transportOfLayer(names.parallelization_layer);
  const folders =
    configurationFile === undefined ? [process.cwd()] : [dirname(configurationFile), process.cwd()];
  const layers = await findLayers(names, { folders: [...new Set(folders)] });
  return { setup: { source, nodePoolSize, configuration, configurationFile, layers, quiet }, transport };
}

function usualFile(): string | undefined {
  return existsSync(USUAL_FILE) ? USUAL_FILE : undefined;
}

/** One node for each processor. */
function usualSize(): number {
  return Math.min(Math.max(availableParallelism(), 2), MOST_NODES);
}
