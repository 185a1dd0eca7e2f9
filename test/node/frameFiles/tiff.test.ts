import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createDecoder, DetectorFrame, readTiff } from "../../../src/index.ts";
import { saveFrame } from "../../../src/node/index.ts";
import { SHAPE, testPixels } from "../../stream2/support/imageMessages.ts";
import { noTifffile, pythonWithTifffile, readByTifffile } from "../../support/pythonWithTifffile.ts";
import { temporaryFolder } from "../support/folder.ts";

const [rows, columns] = SHAPE;
const DEPTHS = [8, 16, 32] as const;
const python = await pythonWithTifffile();

function frameOf(depth: (typeof DEPTHS)[number]): DetectorFrame {
  return new DetectorFrame({ pixels: testPixels(depth), rows, columns, depth });
}

test.for(DEPTHS)("a plain TIFF of %d bits keeps every count, and says nothing else", async (depth) => {
  const file = join(await temporaryFolder(), "plain.tif");
  await saveFrame(file, { frame: frameOf(depth), format: "tiff" });
  const bytes = new Uint8Array(await readFile(file));
  expect(readTiff(bytes)).toMatchObject({ rows, columns, depth, dectris: null, dectrisError: null });
  expect(bytes.length).toBe(144 + (rows * columns * depth) / 8);
  expect((await createDecoder()).decode(bytes).data).toEqual(testPixels(depth));
});

test.skipIf(python === undefined)("tifffile reads plain TIFFs of all depths", async () => {
  const folder = await temporaryFolder();
  const files = DEPTHS.map((depth) => join(folder, `${depth}.tif`));
  for (const [index, depth] of DEPTHS.entries())
    await saveFrame(files[index] ?? "", { frame: frameOf(depth), format: "tiff" });
  const expected = DEPTHS.map((depth) => {
    const sha256 = createHash("sha256").update(frameOf(depth).bytes).digest("hex");
    return `${sha256} uint${depth} ${rows} ${columns}`;
  });
  expect(await readByTifffile(python, files), noTifffile).toEqual(expected);
});

test("a frame with the detector's own file is saved as that file", async () => {
  const file = join(await temporaryFolder(), "own.tif");
  const tiff = Uint8Array.of(0x49, 0x49, 42, 0);
  await saveFrame(file, { frame: frameOf(16), tiff, format: "tiff" });
  expect(new Uint8Array(await readFile(file))).toEqual(tiff);
});
