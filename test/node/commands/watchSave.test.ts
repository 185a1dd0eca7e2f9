import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decode } from "fast-png";
import { expect, test } from "vitest";
import { readTiff } from "../../../src/tiff/index.ts";
import { runCommand } from "../support/command.ts";
import { temporaryFolder } from "../support/folder.ts";
import { noNumpy, readByNumpy } from "../support/numpy.ts";
import { digestOf, EIGER_1M, rampOf1M } from "../support/ramp.ts";
import { EIGER_500K, noRealData } from "../support/realData.ts";
import { recordedDcu } from "../support/recordedDcu.ts";

const OF_1M = { model: "eiger-1m", images: 3 } as const;

/** Watches so many images, saves them in a new folder and says which files are in it. */
async function save(
  source: string,
  { count, format }: { readonly count: number; readonly format?: string },
): Promise<{ readonly folder: string; readonly names: readonly string[] }> {
  const folder = join(await temporaryFolder(), "deep", "images");
  const options = format === undefined ? [] : ["--format", format];
  const ended = await runCommand("watch", source, "--count", String(count), "--save", folder, ...options);
  expect(ended).toMatchObject({ code: 0 });
  return { folder, names: (await readdir(folder)).sort() };
}

test("an image is saved as the file that the detector sent, unless another format is asked for", async () => {
  const { dcu, source } = await recordedDcu({ images: 3 });
  const { folder, names } = await save(source, { count: 3 });
  expect(names).toEqual(["1_0.tiff", "1_1.tiff", "1_2.tiff"]);
  const files = await Promise.all(names.map((name) => readFile(join(folder, name))));
  expect(files.map((file, image) => Buffer.compare(file, dcu.images[image] ?? Buffer.alloc(0)))).toEqual([
    0, 0, 0,
  ]);
});

test("the images of two thresholds are saved side by side", async () => {
  const { source } = await recordedDcu({ thresholds: 2, images: 2 });
  const { folder, names } = await save(source, { count: 4 });
  expect(names).toEqual(["1_0.tiff", "1_0_2.tiff", "1_1.tiff", "1_1_2.tiff"]);
  const files = await Promise.all(names.map((name) => readFile(join(folder, name))));
  const thresholds = files.map((file) => readTiff(new Uint8Array(file)).dectris?.thresholdIds);
  expect(thresholds).toEqual([[1], [2], [1], [2]]);
});

test("a file that exists is not written over", async () => {
  const { source } = await recordedDcu({ images: 1 });
  const folder = await temporaryFolder();
  await writeFile(join(folder, "1_0.tiff"), "of yesterday");
  await writeFile(join(folder, "1_0~2.tiff"), "of this morning");
  expect(await runCommand("watch", source, "--count", "1", "--save", folder)).toMatchObject({ code: 0 });
  expect((await readdir(folder)).sort()).toEqual(["1_0.tiff", "1_0~2.tiff", "1_0~3.tiff"]);
  expect(await readFile(join(folder, "1_0.tiff"), "utf8")).toBe("of yesterday");
});

test("an image that says no number is saved under the number of its arrival", async ({ skip }) => {
  if (noRealData !== undefined) skip(noRealData);
  const file = await readFile(EIGER_500K.path);
  const { source } = await recordedDcu({ replay: [new Uint8Array(file)] });
  const { folder, names } = await save(source, { count: 2 });
  expect(names).toEqual(["image_1.tiff", "image_2.tiff"]);
  expect(Buffer.compare(await readFile(join(folder, "image_2.tiff")), file)).toBe(0);
});

test("an image saved as npy is to numpy what its formula says", async ({ skip }) => {
  if (noNumpy !== undefined) skip(noNumpy);
  const { source } = await recordedDcu(OF_1M);
  const { folder, names } = await save(source, { count: 2, format: "npy" });
  expect(names).toEqual(["1_0.npy", "1_1.npy"]);
  expect(await readByNumpy(...names.map((name) => join(folder, name)))).toEqual(
    [0, 1].map((image) => `uint16 1065 1030 True ${digestOf(rampOf1M(image))}`),
  );
});

test("an image saved as png is a picture of its size: no counts are white, gaps light blue", async () => {
  const { source } = await recordedDcu(OF_1M);
  const { folder, names } = await save(source, { count: 1, format: "png" });
  expect(names).toEqual(["1_0.png"]);
  const { width, height, depth, channels, data } = decode(await readFile(join(folder, "1_0.png")));
  expect({ width, height, depth, channels }).toEqual({ width: 1030, height: 1065, depth: 8, channels: 3 });
  const pixel = (column: number, row: number) => [
    ...data.subarray(3 * (row * width + column)).subarray(0, 3),
  ];
  // 250 counts are the 99.9th percentile of the ramp, hence black; 125 lie in the middle.
  expect([pixel(0, 0), pixel(250, 0), pixel(125, 0)]).toEqual([
    [255, 255, 255],
    [0, 0, 0],
    [127, 127, 127],
  ]);
  const { start, end } = EIGER_1M.gap;
  expect([pixel(0, start - 1), pixel(0, start), pixel(1029, end - 1), pixel(0, end)]).toEqual([
    expect.not.arrayContaining([174]),
    [174, 199, 232],
    [174, 199, 232],
    expect.not.arrayContaining([174]),
  ]);
});

test("a folder that cannot be made is told before an image is taken", async () => {
  const { dcu, source } = await recordedDcu();
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "");
  const ended = await runCommand("watch", source, "--save", join(file, "images"));
  expect(ended).toEqual({ code: 1, out: "", err: expect.stringMatching(/^eiger-monitor: ENOTDIR[^\n]*\n$/) });
  expect(dcu.images).toEqual([]);
});
