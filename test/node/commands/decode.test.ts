import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decode } from "fast-png";
import { expect, test } from "vitest";
import { SimulatedDcu, type SimulatedDcuOptions } from "../../../src/simulator/index.ts";
import { buildTiff, dectrisEntries } from "../../support/tiffBuilder.ts";
import { jsonLines, lines, runCommand } from "../support/command.ts";
import { temporaryFolder } from "../support/folder.ts";
import { UNKNOWN } from "../support/identity.ts";
import { noNumpy, readByNumpy } from "../support/numpy.ts";
import { figuresOf, rampOf1M } from "../support/ramp.ts";
import { EIGER_500K, noRealData } from "../support/realData.ts";

/** Writes bytes to a file of their own and says where it is. */
async function fileOf(bytes: Uint8Array): Promise<string> {
  const file = join(await temporaryFolder(), "image.tif");
  await writeFile(file, bytes);
  return file;
}

/** A file with the first image of a simulated EIGER 1M. */
async function simulatedFile(options: SimulatedDcuOptions = {}): Promise<string> {
  const dcu = new SimulatedDcu({ model: "eiger-1m", bitDepth: 16, pattern: "ramp", auto: false, ...options });
  const monitor = "http://dcu/monitor/api/1.8.0";
  await dcu.fetch(`${monitor}/config/mode`, { method: "PUT", body: '{"value":"enabled"}' });
  dcu.expose();
  return fileOf(new Uint8Array(await (await dcu.fetch(`${monitor}/images/next`)).arrayBuffer()));
}

test("a file of a simulated detector is told in plain lines", async () => {
  const figures = figuresOf(rampOf1M(0));
  const ended = await runCommand("decode", await simulatedFile(), "--digest");
  expect(ended).toMatchObject({ code: 0, err: "" });
  expect(lines(ended.out)).toEqual([
    "event      1_0",
    expect.stringMatching(/^time {7}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+/),
    "shape      1065 rows × 1030 columns, uint16",
    `counts     0 to 250, sum ${figures["sum"]}`,
    "masked     38110 pixels",
    expect.stringMatching(/^threshold {2}1 at \d+(\.\d+)? eV$/),
    `sha256     ${figures["sha256"]}`,
  ]);
});

test("--json tells the same as watch, but for the time of arrival", async () => {
  const ended = await runCommand("decode", await simulatedFile(), "--json", "--digest");
  expect(ended).toMatchObject({ code: 0, err: "" });
  const identity = { event_id: "1_0", series: 1, image: 0, threshold: 1, arrival: null };
  expect(jsonLines(ended)).toEqual([
    { ...identity, timestamp: expect.any(Number), ...figuresOf(rampOf1M(0)) },
  ]);
});

test("a file of a real EIGER has the pixels that other programs see in it, and no number", async ({
  skip,
}) => {
  if (noRealData !== undefined) skip(noRealData);
  const ended = await runCommand("decode", EIGER_500K.path, "--json", "--digest");
  expect(jsonLines(ended)).toEqual([{ ...UNKNOWN, ...EIGER_500K.figures }]);
  const { out } = await runCommand("decode", EIGER_500K.path);
  expect(lines(out)).toEqual([
    "event      none (the file has no series and image number)",
    "time       none",
    "shape      514 rows × 1030 columns, uint16",
    "counts     0 to 0, sum 0",
    "masked     8 pixels",
  ]);
});

test("--npy and --png save it in every depth", async ({ skip }) => {
  if (noNumpy !== undefined) skip(noNumpy);
  const folder = await temporaryFolder();
  const depths = [8, 16, 32] as const;
  const digests: unknown[] = [];
  for (const bitDepth of depths) {
    const [npy, png] = [join(folder, `${bitDepth}.npy`), join(folder, `${bitDepth}.png`)];
    const file = await simulatedFile({ bitDepth });
    const ended = await runCommand("decode", file, "--npy", npy, "--png", png, "--json", "--digest");
    digests.push(...jsonLines(ended).map(({ sha256 }) => sha256));
    const { width, height } = decode(await readFile(png));
    expect({ width, height }).toEqual({ width: 1030, height: 1065 });
  }
  expect(await readByNumpy(...depths.map((bitDepth) => join(folder, `${bitDepth}.npy`)))).toEqual(
    depths.map((bitDepth, index) => `uint${bitDepth} 1065 1030 True ${digests[index]}`),
  );
});

test.for([
  ["one threshold", "1 at 6199 eV", { 5: [1], 6: [6199] }],
  ["a threshold without its energy", "2", { 5: [2], 6: [] }],
  ["the two of a difference image", "1 at 6199 eV, 2 at 12000.5 eV", { 5: [1, 2], 6: [6199, 12_000.5] }],
] as const)("a file with %s says so", async ([, text, values]) => {
  const others = dectrisEntries().filter(({ tag }) => tag < 5 || tag > 6);
  const thresholds = [
    { tag: 5, type: 3, values: values[5] },
    { tag: 6, type: 12, values: values[6] },
  ].filter((entry) => entry.values.length > 0);
  const dectris = [...others, ...thresholds].sort((a, b) => a.tag - b.tag);
  const { out } = await runCommand("decode", await fileOf(buildTiff({ dectris })));
  expect(lines(out)).toContain(`threshold  ${text}`);
});

test("an image without a valid pixel has neither least nor most counts", async () => {
  const pixels = new Uint16Array(24).fill(65_535);
  const file = await fileOf(buildTiff({ pixels, dectris: dectrisEntries() }));
  const ended = await runCommand("decode", file, "--json");
  expect(jsonLines(ended)).toMatchObject([{ event_id: "7_42", min: null, max: null, sum: 0, masked: 24 }]);
  expect((await runCommand("decode", file)).out).toContain("counts     none to none, sum 0\n");
});

test("metadata that is broken is told, and the pixels all the same", async () => {
  const file = await fileOf(buildTiff({ change: { 51192: { type: 4, values: [0xffff] } } }));
  const { code, out } = await runCommand("decode", file);
  expect([code, lines(out).at(-1)]).toEqual([0, expect.stringMatching(/^note {7}no metadata: ./)]);
});

test("what is no TIFF fails with the reason", async () => {
  const file = await fileOf(new TextEncoder().encode("<html>captive portal</html>"));
  const err = expect.stringMatching(/^eiger-monitor: DecodeError NOT_TIFF: [^\n]+\n$/);
  expect(await runCommand("decode", file)).toEqual({ code: 1, out: "", err });
});

test.for([
  ["a file that is not there", "none.tif", "none.tif does not exist\n"],
  ["a folder", "src", "EISDIR: "],
])("%s fails in one line", async ([, path = "", reason = ""]) => {
  const err = expect.stringMatching(`^eiger-monitor: ${reason}[^\n]*\n?$`);
  expect(await runCommand("decode", path)).toEqual({ code: 1, out: "", err });
});

test("a place that cannot be written to fails in one line, before anything is printed", async () => {
  const ended = await runCommand("decode", await simulatedFile(), "--npy", "none/image.npy");
  expect(ended).toEqual({ code: 1, out: "", err: "eiger-monitor: none/image.npy does not exist\n" });
});
