import type { LayerReferences } from "../layers.ts";

/** What nodes of a pool must have alike of their layers: names, for files are elsewhere on every machine. */
export function layersOf({ data_retrieval_layer, processing_layer }: LayerReferences): string {
  return `${data_retrieval_layer.name}, ${processing_layer.name}`;
}
