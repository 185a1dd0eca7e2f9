import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SimulatedDcu, TIFF_LAYOUTS } from "../../src/simulator/index.ts";
import { DETECTOR_MODELS } from "../../src/simulator/models.ts";
import { createPattern } from "../../src/simulator/patterns/createPattern.ts";
import { noTifffile, pythonWithTifffile, readByTifffile } from "../support/pythonWithTifffile.ts";

const python = await pythonWithTifffile();

test.skipIf(python !== undefined)("an outside decoder is there", ({ skip }) => {
  if (process.env["CI"] === "true") throw new Error(noTifffile);
  skip(noTifffile);
});

const cases = (["ramp", "diffraction"] as const).flatMap((pattern) =>
  ([8, 16, 32] as const).flatMap((bitDepth) => TIFF_LAYOUTS.map((layout) => ({ pattern, bitDepth, layout }))),
);

test.skipIf(python === undefined)("tifffile reads the same pixels in all depths and layouts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "simulated-tiff-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const model = DETECTOR_MODELS.get("eiger-1m");
  if (model === undefined) throw new Error("no such model");
  const files: string[] = [];
  const expected: string[] = [];
  for (const options of cases) {
    const dcu = new SimulatedDcu({ ...options, model: model.name, auto: false });
    await dcu.fetch("http://dcu/monitor/api/1.8.0/config/mode", {
      method: "PUT",
      body: '{"value":"enabled"}',
    });
    dcu.expose();
    const reply = await dcu.fetch("http://dcu/monitor/api/1.8.0/images/next");
    const file = join(folder, `${options.pattern}-${options.bitDepth}-${options.layout}.tif`);
    await writeFile(file, new Uint8Array(await reply.arrayBuffer()));
    files.push(file);
    const hash = createHash("sha256");
    const pattern = createPattern({ ...options, model, thresholds: 1, seed: 1 });
    for (const part of pattern.pixels(0, { threshold: 1 })) hash.update(part);
    expected.push(`${hash.digest("hex")} uint${options.bitDepth} 1065 1030`);
  }
  expect(await readByTifffile(python, files)).toEqual(expected);
});
