import { existsSync } from "node:fs";
import { basename, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { OmMissingLayerClassError, OmMissingLayerModuleError } from "../../errors.ts";
import { type LayerNames, type LayerReference, type LayerReferences, loadLayer } from "../../pool/index.ts";

const EXTENSIONS = [".mjs", ".js"];

/**
 * Where the layers are that a configuration names. As in OM, a user's module comes before ours: `processing_layer.mjs` (or
 * `.js`) that exports the class, or a file of the class's own name. The configuration may name the file itself, too:
 * `./mine.mjs#MyProcessing`. All are sought in `folders`, in their order.
 * @throws {OmMissingLayerClassError} {@link OmMissingLayerModuleError}
 */
export async function findLayers(
  names: Pick<LayerNames, keyof LayerReferences>,
  { folders }: { readonly folders: readonly string[] },
): Promise<LayerReferences> {
  return {
    data_retrieval_layer: await findLayer("data_retrieval_layer", names.data_retrieval_layer, folders),
    processing_layer: await findLayer("processing_layer", names.processing_layer, folders),
  };
}

async function findLayer(
  layer: keyof LayerReferences,
  text: string,
  folders: readonly string[],
): Promise<LayerReference> {
  const reference =
    /[/#]/.test(text) || EXTENSIONS.includes(extname(text)) ? named(layer, text, folders) : undefined;
  if (reference !== undefined) {
    await loadLayer(layer, reference);
    return reference;
  }
  for (const module of candidates(layer, text, folders)) {
    const candidate = { name: text, module };
    if (await exportsClass(layer, candidate)) return candidate;
  }
  await loadLayer(layer, { name: text });
  return { name: text };
}

/** The file that the configuration names; its class, where that is not said, has the file's name. */
function named(layer: string, text: string, folders: readonly string[]): LayerReference {
  const [file = "", name = basename(file, extname(file))] = text.split("#");
  const path = folders.map((folder) => resolve(folder, file)).find((candidate) => existsSync(candidate));
  if (path !== undefined) return { name, module: pathToFileURL(path).href };
  throw new OmMissingLayerModuleError(`${layer}: there is no ${file} in ${folders.join(" or in ")}`);
}

function candidates(layer: string, name: string, folders: readonly string[]): readonly string[] {
  const files = [layer, name].flatMap((stem) => EXTENSIONS.map((extension) => `${stem}${extension}`));
  const paths = folders.flatMap((folder) => files.map((file) => resolve(folder, file)));
  return [...new Set(paths)].filter((path) => existsSync(path)).map((path) => pathToFileURL(path).href);
}

/** A module without the class is passed over, one that cannot be loaded is not. */
async function exportsClass(layer: keyof LayerReferences, reference: LayerReference): Promise<boolean> {
  try {
    await loadLayer(layer, reference);
    return true;
  } catch (error) {
    if (error instanceof OmMissingLayerClassError) return false;
    throw error;
  }
}
