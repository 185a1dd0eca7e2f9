import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SHAPE, testPixels } from "../../stream2/support/imageMessages.ts";
import { bslz4Payload, lz4Payload } from "../../stream2/support/payloads.ts";
import { noTifffile, pythonWithTifffile, readByTifffile } from "../../support/pythonWithTifffile.ts";
import { jsonLines, runCommand } from "../support/command.ts";
import { temporaryFolder } from "../support/folder.ts";
import { UNKNOWN } from "../support/identity.ts";
import { EIGER2_16M, noRealFrames, PAYLOAD_FIGURES } from "../support/realFrames.ts";

const SIZE = SHAPE.join("x");
const python = await pythonWithTifffile();

async function fileOf(content: Uint8Array): Promise<string> {
  const file = join(await temporaryFolder(), "frame.bin");
  await writeFile(file, content);
  return file;
}

test.for([
  ["lz4", 16, ["--depth", "16"]],
  ["bslz4", 8, ["--depth", "8"]],
  ["bslz4", 32, ["--depth", "32"]],
  ["bs8-lz4", 8, []],
  ["bs16-lz4", 16, []],
  ["bs32-lz4", 32, ["--depth", "32"]],
] as const)("decodes a payload of encoding %s, %d bits", async ([encoding, depth, more]) => {
  const pixels = testPixels(depth);
  const file = await fileOf(encoding === "lz4" ? lz4Payload(pixels) : bslz4Payload(pixels));
  const ended = await runCommand(
    "decode",
    file,
    "--encoding",
    encoding,
    "--shape",
    SIZE,
    ...more,
    "--json",
    "--digest",
  );
  const valid = Array.from(pixels).filter((counts) => counts !== 2 ** depth - 1);
  expect(ended).toMatchObject({ code: 0, err: "" });
  expect(jsonLines(ended)).toEqual([
    {
      ...UNKNOWN,
      shape: SHAPE,
      dtype: `uint${depth}`,
      min: Math.min(...valid),
      max: Math.max(...valid),
      sum: valid.reduce((sum, counts) => sum + counts, 0),
      masked: 1,
      sha256: createHash("sha256").update(new Uint8Array(pixels.buffer)).digest("hex"),
    },
  ]);
});

test("decodes a real frame, and saves it for numpy, for tifffile and to look at", async ({ skip }) => {
  if (noRealFrames !== undefined) skip(noRealFrames);
  const folder = await temporaryFolder();
  const [tiff, npy, png] = ["frame.tif", "frame.npy", "frame.png"].map((name) => join(folder, name));
  if (tiff === undefined || npy === undefined || png === undefined) throw new Error("no names");
  const payload = ["--encoding", "bs16-lz4", "--shape", EIGER2_16M.shape.join("x")];
  const outputs = ["--tiff", tiff, "--npy", npy, "--png", png];
  const ended = await runCommand("decode", EIGER2_16M.payload, ...payload, ...outputs, "--json", "--digest");
  expect(jsonLines(ended)).toEqual([{ ...UNKNOWN, ...PAYLOAD_FIGURES }]);

  const { sha256 } = PAYLOAD_FIGURES;
  const counts = await readFile(npy);
  expect(counts.toString("latin1", 10, 80)).toContain(
    "'descr': '<u2', 'fortran_order': False, 'shape': (4362, 4148)",
  );
  expect(
    createHash("sha256")
      .update(counts.subarray(-2 * 4362 * 4148))
      .digest("hex"),
  ).toBe(sha256);
  const picture = await readFile(png);
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([4148, 4362]);
  const again = await runCommand("decode", tiff, "--json", "--digest");
  expect(jsonLines(again)).toEqual(jsonLines(ended));
  if (python === undefined) skip(noTifffile);
  expect(await readByTifffile(python, [tiff])).toEqual([`${sha256} uint16 4362 4148`]);
});

describe("a file that cannot be decoded ends with exit code 1 and the error's code:", () => {
  const payload = bslz4Payload(testPixels(16));
  const said = ["--encoding", "bs16-lz4", "--shape", SIZE];
  const bad: readonly [string, Uint8Array, readonly string[], RegExp][] = [
    ["a payload that is cut", payload.subarray(0, -1), said, /^eiger-monitor: DecodeError TRUNCATED: /],
    ["an empty payload", new Uint8Array(0), said, /^eiger-monitor: DecodeError TRUNCATED: /],
    ["a payload of another shape", payload, [...said.slice(0, 3), "7x7"], /DecodeError INCONSISTENT: /],
    ["a shape beyond all limits", payload, [...said.slice(0, 3), "99999x99999"], /DecodeError LIMIT: /],
    [
      "a payload that nobody described",
      payload,
      [],
      /NOT_TIFF: .* a raw payload needs --encoding and --shape/,
    ],
  ];
  test.for(bad)("%s", async ([, content, options, message]) => {
    const file = await fileOf(content);
    expect(await runCommand("decode", file, ...options)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringMatching(message),
    });
  });
});
