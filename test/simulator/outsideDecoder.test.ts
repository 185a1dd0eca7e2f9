import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { SimulatedDcu, TIFF_LAYOUTS } from "../../src/simulator/index.ts";
import { DETECTOR_MODELS } from "../../src/simulator/models.ts";
import { createPattern } from "../../src/simulator/patterns/createPattern.ts";

const run = promisify(execFile);

/** Prints the SHA-256 of each file's pixels as little-endian bytes, with their type and shape. */
const SCRIPT = `
import hashlib, sys, tifffile
for name in sys.argv[1:]:
    pixels = tifffile.imread(name)
    data = pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()
    print(hashlib.sha256(data).hexdigest(), pixels.dtype, *pixels.shape)
`;

/** A Python that has tifffile: Debian's, or the one on the path. */
async function pythonWithTifffile(): Promise<string | undefined> {
  for (const python of ["/usr/bin/python3", "python3"]) {
    try {
      await run(python, ["-c", "import tifffile"]);
      return python;
    } catch {
      // This one has not; the next, or the caller, says what that means.
    }
  }
  return undefined;
}

const python = await pythonWithTifffile();
const absent = "no python3 with tifffile found; install python3-tifffile to compare with an outside decoder";

test.skipIf(python !== undefined)("an outside decoder is there", ({ skip }) => {
  if (process.env["CI"] === "true") throw new Error(absent);
  skip(absent);
});

const cases = (["ramp", "diffraction"] as const).flatMap((pattern) =>
  ([8, 16, 32] as const).flatMap((bitDepth) => TIFF_LAYOUTS.map((layout) => ({ pattern, bitDepth, layout }))),
);

test.skipIf(python === undefined)("tifffile reads the same pixels in all depths and layouts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "simulated-tiff-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const model = DETECTOR_MODELS.get("eiger-1m");
  if (model === undefined || python === undefined) throw new Error(absent);
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
  const { stdout } = await run(python, ["-c", SCRIPT, ...files]);
  expect(stdout.trim().split("\n")).toEqual(expected);
});
