import { OmMissingLayerClassError, OmMissingLayerModuleError } from "../errors.ts";
import {
  type DataRetrievalOptions,
  EigerHttpDataRetrieval,
  type OmDataRetrievalProtocol,
  type ParameterTable,
} from "../om/index.ts";
import { ImageStatistics, type ProcessingClass, TestProcessing } from "../processing/index.ts";
import type { CountingHandler } from "./processingNode.ts";

/** A data retrieval layer's class, ours or a user's. */
export type DataRetrievalClass = new (
  options: DataRetrievalOptions,
) => OmDataRetrievalProtocol & { getDataEventHandler(): CountingHandler };

/** Layers whose classes are looked for by name, and what these classes are. */
export interface LayerClasses {
  readonly data_retrieval_layer: DataRetrievalClass;
  readonly processing_layer: ProcessingClass;
}

/** Where a layer's class is to be had. */
export interface LayerReference {
  /** Of the class. */
  readonly name: string;
  /** Address of the module that exports it; without one it is one of ours. */
  readonly module?: string | undefined;
}

/** The layers that every node of a pool loads. */
export type LayerReferences = { readonly [K in keyof LayerClasses]: LayerReference };

/** What the configuration names. */
export type LayerNames = Readonly<Record<keyof LayerClasses | "parallelization_layer", string>>;

const OWN: { readonly [K in keyof LayerClasses]: Readonly<Record<string, LayerClasses[K]>> } = {
  data_retrieval_layer: { EigerHttpDataRetrieval },
  processing_layer: { ImageStatistics, TestProcessing },
};

/** Ours, by OM's names of them: worker threads do here what processes do there. */
const PARALLELIZATION = { MultiprocessingParallelization: "workers", NatsParallelization: "nats" } as const;

/** How the nodes of a pool run. */
export type PoolTransportKind = (typeof PARALLELIZATION)[keyof typeof PARALLELIZATION];

/**
 * Reads which layers group `om` names.
 * @throws {OmMissingParameterGroupError} {@link OmMissingParameterError} {@link OmWrongParameterTypeError}
 */
export function readLayerNames(parameters: ParameterTable): LayerNames {
  const name = (parameter: string) =>
    parameters.getParameter({ group: "om", parameter, parameterType: "str", required: true });
  // Colours are the terminal's own affair here; that the values make sense is proven all the same.
  const colours = { group: "om", parameter: "colors_in_rich_console", parameterType: "bool" } as const;
  parameters.getParameter(colours);
  parameters.getParameter({ ...colours, parameter: "custom_rich_console_colors", parameterType: "dict" });
  return {
    parallelization_layer: name("parallelization_layer"),
    data_retrieval_layer: name("data_retrieval_layer"),
    processing_layer: name("processing_layer"),
  };
}

/**
 * The transport that a parallelization layer stands for.
 * @throws {OmMissingLayerClassError} OM's MpiParallelization too: there is no MPI for this platform
 */
export function transportOfLayer(name: string): PoolTransportKind {
  if (isOwn(PARALLELIZATION, name)) return PARALLELIZATION[name];
  const hint = name === "MpiParallelization" ? "; NatsParallelization spans machines too" : "";
  throw missingClass("parallelization_layer", name, `${Object.keys(PARALLELIZATION).join(", ")}${hint}`);
}

/**
 * Loads a layer's class.
 * @throws {OmMissingLayerClassError} {@link OmMissingLayerModuleError}
 */
export async function loadLayer<K extends keyof LayerClasses>(
  layer: K,
  { name, module }: LayerReference,
): Promise<LayerClasses[K]> {
  const own = OWN[layer];
  if (module === undefined && isOwn(own, name)) return own[name] as LayerClasses[K];
  if (module === undefined) throw missingClass(layer, name, Object.keys(own).join(", "));
  const exported = await importModule(layer, module);
  const found = Object.hasOwn(exported, name) ? exported[name] : undefined;
  // What it does is the user's affair; that it can be constructed is proven.
  if (typeof found === "function") return found as LayerClasses[K];
  throw missingClass(layer, name, `in ${module} ${Object.keys(exported).join(", ") || "nothing"}`);
}

async function importModule(layer: string, module: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(/* @vite-ignore */ module);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OmMissingLayerModuleError(`${layer}: ${module} cannot be loaded: ${reason}`, { cause });
  }
}

function isOwn<T extends object>(own: T, name: string): name is Extract<keyof T, string> {
  return Object.hasOwn(own, name);
}

function missingClass(layer: string, name: string, known: string): OmMissingLayerClassError {
  return new OmMissingLayerClassError(`${layer} is ${name}, which does not exist; there is ${known}`);
}
