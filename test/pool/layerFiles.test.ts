import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { findLayers } from "../../src/node/pool/layerFiles.ts";
import { loadLayer, transportOfLayer } from "../../src/pool/index.ts";
import { folderWith } from "./support/runs.ts";

const RETRIEVAL = { data_retrieval_layer: "EigerHttpDataRetrieval" };
const MINE = "export class Mine {}\nexport class TestProcessing {}\nexport const number = 5;\n";

/** Where the class of this processing layer is found. */
async function found(processing_layer: string, folders: readonly string[]): Promise<unknown> {
  return (await findLayers({ ...RETRIEVAL, processing_layer }, { folders })).processing_layer;
}

function address(folder: string, name: string): string {
  return pathToFileURL(join(folder, name)).href;
}

describe("a layer's class is found", () => {
  test("in ours, where no module of the user has it", async () => {
    const folder = folderWith({ "processing_layer.mjs": "export class Other {}" });
    expect(await found("TestProcessing", [folder])).toEqual({ name: "TestProcessing" });
  });

  test.each(["processing_layer.mjs", "Mine.mjs"])("in the user's %s", async (file) => {
    const folder = folderWith({ [file]: MINE });
    expect(await found("Mine", [folder])).toEqual({ name: "Mine", module: address(folder, file) });
  });

  test("in the user's module before ours", async () => {
    const folder = folderWith({ "processing_layer.mjs": MINE });
    const module = address(folder, "processing_layer.mjs");
    expect(await found("TestProcessing", [folder])).toEqual({ name: "TestProcessing", module });
  });

  test("in the first of the folders that has it", async () => {
    const [beside, here] = [folderWith({}), folderWith({ "processing_layer.mjs": MINE })];
    const module = address(here, "processing_layer.mjs");
    expect(await found("Mine", [beside, here])).toEqual({ name: "Mine", module });
  });

  test("in the file that the configuration names, by its name or by another", async () => {
    const folder = folderWith({ "mine.mjs": MINE, "Mine.mjs": MINE });
    expect(await found("./mine.mjs#Mine", [folder])).toEqual({
      name: "Mine",
      module: address(folder, "mine.mjs"),
    });
    expect(await found("Mine.mjs", [folder])).toEqual({ name: "Mine", module: address(folder, "Mine.mjs") });
  });
});

describe("a layer that is not there is OM's error:", () => {
  test.each([
    ["a class of nobody", "CrystallographyProcessing", "OmMissingLayerClassError"],
    ["a name of every object", "constructor", "OmMissingLayerClassError"],
    ["a class that the named file does not have", "./mine.mjs#Yours", "OmMissingLayerClassError"],
    ["an export that is no class", "./mine.mjs#number", "OmMissingLayerClassError"],
    ["a file that does not exist", "./yours.mjs#Mine", "OmMissingLayerModuleError"],
    ["a module that cannot be read", "./broken.mjs#Mine", "OmMissingLayerModuleError"],
    ["a module of the class's name that cannot be read", "broken", "OmMissingLayerModuleError"],
    ["a module that throws", "./throwing.mjs#Mine", "OmMissingLayerModuleError"],
  ])("%s", async (_, text, name) => {
    const folder = folderWith({
      "mine.mjs": MINE,
      "broken.mjs": "export class {",
      "throwing.mjs": "throw new Error('at once')",
    });
    await expect(found(text, [folder])).rejects.toMatchObject({
      name,
      message: expect.stringContaining("processing_layer"),
    });
  });
});

test("OM's parallelization layers are our transports, but there is no MPI", () => {
  expect(transportOfLayer("MultiprocessingParallelization")).toBe("workers");
  expect(transportOfLayer("NatsParallelization")).toBe("nats");
  expect(() => transportOfLayer("MpiParallelization")).toThrow(
    expect.objectContaining({
      name: "OmMissingLayerClassError",
      message: expect.stringContaining("NatsParallelization spans machines too"),
    }),
  );
  expect(() => transportOfLayer("toString")).toThrow(
    expect.objectContaining({ name: "OmMissingLayerClassError" }),
  );
});

test("a layer of ours that does not exist is told with those that do", async () => {
  await expect(loadLayer("data_retrieval_layer", { name: "Nobody" })).rejects.toThrow(
    "data_retrieval_layer is Nobody, which does not exist; there is EigerHttpDataRetrieval",
  );
});
