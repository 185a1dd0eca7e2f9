import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { createDecoder, DetectorFrame } from "../../src/decoder/index.ts";
import { encodePayload } from "../../src/simulator/index.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { FRAME_KINDS, makeFrame } from "../support/payload/frames.ts";
import { bytesOf } from "../support/payload/scalarForms.ts";

const execute = promisify(execFile);
const PYTHON = "/usr/bin/python3";

/**
 * For each case NAME DEPTH COUNT BLOCK, where NAME.pixels has a frame and NAME.ours our payload without its header: writes
 * bitshuffle's own into NAME.theirs and what bitshuffle makes of ours into NAME.decoded.
 */
const SCRIPT = `
import sys, bitshuffle, numpy
for case in sys.stdin.read().splitlines():
    name, depth, count, block = case.split()
    kind = numpy.dtype("uint" + depth)
    pixels = numpy.fromfile(name + ".pixels", kind)
    bitshuffle.compress_lz4(pixels, int(block)).tofile(name + ".theirs")
    ours = numpy.fromfile(name + ".ours", numpy.uint8)
    bitshuffle.decompress_lz4(ours, (int(count),), kind, int(block)).tofile(name + ".decoded")
`;

const isThere = await execute(PYTHON, ["-c", "import bitshuffle"]).then(
  () => true,
  () => false,
);
const absent =
  "no bitshuffle for /usr/bin/python3; install Debian's bitshuffle to compare with an outside codec";

test.skipIf(isThere)("an outside codec is there", ({ skip }) => {
  if (process.env["CI"] === "true") throw new Error(absent);
  skip(absent);
});

const cases = ([8, 16, 32] as const).flatMap((depth) =>
  FRAME_KINDS.flatMap((kind) =>
    [
      { count: 7, eights: 1 },
      { count: 70, eights: 2 },
      { count: 5003, eights: 16 },
      { count: 40_001, eights: 1024 / depth },
      { count: 70_000, eights: 8192 / depth },
    ].map((size) => ({ depth, kind, ...size })),
  ),
);

test.skipIf(!isThere)(
  "Debian's bitshuffle reads frames that the decoder encoded",
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "bitshuffle-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const random = new Random(12);
    const decoder = await createDecoder();
    const frames = await Promise.all(
      cases.map(async ({ depth, kind, count }, index) => {
        const name = join(folder, String(index));
        const pixels = makeFrame(random, { depth, kind, count });
        const payload = decoder.encode(new DetectorFrame({ pixels, rows: 1, columns: count, depth }));
        await writeFile(`${name}.pixels`, bytesOf(pixels));
        await writeFile(`${name}.ours`, payload.subarray(12));
        return { name, pixels, line: `${name} ${depth} ${count} ${65_536 / depth}` };
      }),
    );
    const running = execute(PYTHON, ["-c", SCRIPT]);
    running.child.stdin?.end(frames.map(({ line }) => line).join("\n"));
    await running;
    for (const { name, pixels } of frames)
      expect(Buffer.compare(await readFile(`${name}.decoded`), bytesOf(pixels)), name).toBe(0);
  },
);

test.skipIf(!isThere)(
  "Debian's bitshuffle reads our payloads, and we read its",
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "bitshuffle-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const random = new Random(11);
    const lines: string[] = [];
    const frames = cases.map((options, index) => {
      const { depth, count, eights } = options;
      const name = join(folder, String(index));
      const pixels = makeFrame(random, options);
      const payload = encodePayload(pixels, { encoding: "bslz4", blockBytes: eights * depth });
      lines.push(`${name} ${depth} ${count} ${8 * eights}`);
      return { name, pixels, payload, depth, count };
    });
    for (const { name, pixels, payload } of frames) {
      await writeFile(`${name}.pixels`, bytesOf(pixels));
      await writeFile(`${name}.ours`, payload.subarray(12));
    }
    const running = execute(PYTHON, ["-c", SCRIPT]);
    running.child.stdin?.end(lines.join("\n"));
    await running;

    const decoder = await createDecoder();
    for (const { name, pixels, payload, depth, count } of frames) {
      expect(Buffer.compare(await readFile(`${name}.decoded`), bytesOf(pixels)), name).toBe(0);
      const theirs = Buffer.concat([payload.subarray(0, 12), await readFile(`${name}.theirs`)]);
      const image = { encoding: `bs${depth}-lz4`, shape: [1, count], depth } as const;
      const frame = decoder.decode(Uint8Array.from(theirs), image);
      expect(Buffer.compare(frame.bytes, bytesOf(pixels)), name).toBe(0);
      frame.close();
    }
  },
);
