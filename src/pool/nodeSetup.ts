import { createDecoder, type Decoder } from "../decoder/index.ts";
import { MonitorParameters, type ParameterGroups } from "../om/index.ts";
import type { Broadcast, OmProcessingProtocol, Say } from "../processing/index.ts";
import { type Clock, type Fetch, fetchImageTransport, type ImageTransport } from "../simplon/index.ts";
import { Drain } from "./drain.ts";
import { type LayerReferences, loadLayer } from "./layers.ts";
import { type CountingHandler, runProcessingNode } from "./processingNode.ts";
import type { ProcessingLink } from "./transport.ts";

/** What every node of a pool is told, as plain data: it may go to another thread, or to another machine. */
export interface NodeSetup {
  /** Base address of the monitor, e.g. `http://HOST/monitor/api/1.8.0`. */
  readonly source: string;
  readonly nodePoolSize: number;
  /** Text of a `monitor.yaml`, or its groups; numbers of plain groups pass as int and as float. */
  readonly configuration: { readonly yaml: string } | { readonly groups: ParameterGroups };
  /** Absolute path of the file that the configuration comes from. */
  readonly configurationFile?: string | undefined;
  readonly layers: LayerReferences;
  /** The lines that come with every event are not said. */
  readonly quiet?: boolean | undefined;
}

/** What is platform on a node. */
export interface NodePorts {
  readonly fetch?: Fetch | undefined;
  readonly imageTransport?: ImageTransport | undefined;
  readonly clock?: Clock | undefined;
  readonly say?: Say | undefined;
  readonly onBroadcast?: ((broadcast: Broadcast) => void) | undefined;
}

/** The layers of one node. */
export interface NodeLayers {
  readonly handler: CountingHandler;
  readonly processing: OmProcessingProtocol;
  readonly decoder: Decoder;
}

/**
 * Loads and constructs the layers of a node. All configuration is proven by this; nothing is sent.
 * @throws OM's configuration errors; {@link OmMissingLayerClassError} {@link OmMissingLayerModuleError}
 */
export async function constructLayers(setup: NodeSetup, ports: NodePorts = {}): Promise<NodeLayers> {
  const { source, layers } = setup;
  const { say: sayAll, ...rest } = ports;
  const say = setup.quiet === true ? withoutEvents(sayAll) : sayAll;
  const monitorParameters = parametersOf(setup);
  const DataRetrieval = await loadLayer("data_retrieval_layer", layers.data_retrieval_layer);
  const Processing = await loadLayer("processing_layer", layers.processing_layer);
  const decoder = await createDecoder();
  const now = ports.clock && (() => ports.clock?.now() ?? 0);
  const processing = new Processing({ monitorParameters, decoder, say, now, onBroadcast: ports.onBroadcast });
  const onWarning = (message: string) => say?.(message, "report");
  const retrieval = new DataRetrieval({ ...rest, source, monitorParameters, decoder, onWarning });
  return { handler: retrieval.getDataEventHandler(), processing, decoder };
}

/**
 * A whole processing node: its layers, and its work from start to end. A request that is under way when it is to end is
 * finished first.
 * @throws what ended the node, after it has been reported
 */
export async function runNode(setup: NodeSetup, link: ProcessingLink, ports: NodePorts = {}): Promise<void> {
  const { fetch, clock } = ports;
  const drain = new Drain({ stop: link.stop, ...(clock && { clock }) });
  const plain = fetchImageTransport({ ...(fetch && { fetch }), ...(clock && { clock }) });
  const imageTransport = drain.watch(ports.imageTransport ?? plain);
  const { handler, processing } = await constructLayers(setup, { ...ports, imageTransport });
  await runProcessingNode({ link, handler, processing, streamSignal: drain.signal });
}

/** @throws {OmConfigurationFileSyntaxError} */
function parametersOf({ configuration, ...setup }: NodeSetup): MonitorParameters {
  const { source, nodePoolSize, configurationFile } = setup;
  const surroundings = {
    source,
    nodePoolSize,
    ...(configurationFile !== undefined && { configurationFile }),
  };
  return "yaml" in configuration
    ? MonitorParameters.fromYaml(configuration.yaml, surroundings)
    : new MonitorParameters({ ...surroundings, parameters: configuration.groups });
}

function withoutEvents(say: Say | undefined): Say {
  return (line, kind) => {
    if (kind !== "event") say?.(line, kind);
  };
}
