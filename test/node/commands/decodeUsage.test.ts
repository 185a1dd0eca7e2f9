import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SHAPE, testPixels } from "../../stream2/support/imageMessages.ts";
import { bslz4Payload } from "../../stream2/support/payloads.ts";
import { buildTiff } from "../../support/tiffBuilder.ts";
import { runCommand } from "../support/command.ts";
import { temporaryFolder } from "../support/folder.ts";

const SIZE = SHAPE.join("x");

async function fileOf(content: Uint8Array): Promise<string> {
  const file = join(await temporaryFolder(), "frame.bin");
  await writeFile(file, content);
  return file;
}

describe("wrong usage ends with exit code 2:", () => {
  const wrong: readonly [string, readonly string[], RegExp][] = [
    ["an encoding without a shape", ["--encoding", "bs16-lz4"], /bs16-lz4 needs --shape ROWSxCOLUMNS/],
    ["lz4 without a depth", ["--encoding", "lz4", "--shape", SIZE], /add --depth 8, 16 or 32/],
    ["bslz4 without a depth", ["--encoding", "bslz4", "--shape", SIZE], /add --depth 8, 16 or 32/],
    ["a shape without an encoding", ["--shape", SIZE], /--encoding is needed/],
    ["a depth without an encoding", ["--depth", "16"], /--encoding is needed/],
    [
      "a depth that the encoding's name contradicts",
      ["--encoding", "bs16-lz4", "--shape", SIZE, "--depth", "32"],
      /16 bits, --depth says 32/,
    ],
    [
      "an encoding that is none",
      ["--encoding", "zstd", "--shape", SIZE],
      /Allowed choices are lz4, bslz4, bs8-lz4/,
    ],
    [
      "a shape of one number",
      ["--encoding", "bs16-lz4", "--shape", "35"],
      /rows and columns, as in 4362x4148/,
    ],
    [
      "a shape without rows",
      ["--encoding", "bs16-lz4", "--shape", "0x7"],
      /rows and columns, as in 4362x4148/,
    ],
    ["12 bits", ["--encoding", "lz4", "--shape", SIZE, "--depth", "12"], /Expected 8, 16 or 32/],
    [
      "a threshold of a payload",
      ["--encoding", "bs16-lz4", "--shape", SIZE, "--threshold", "1"],
      /a raw payload has one image/,
    ],
  ];
  test.for(wrong)("%s", async ([, options, message]) => {
    const file = await fileOf(bslz4Payload(testPixels(16)));
    expect(await runCommand("decode", file, ...options)).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(message),
    });
  });

  test("a TIFF that is said to be a payload, or to have thresholds to choose from", async () => {
    const file = await fileOf(buildTiff());
    const payload = await runCommand("decode", file, "--encoding", "bs16-lz4", "--shape", "4x6");
    expect(payload).toMatchObject({ code: 2, err: expect.stringContaining("the file is a TIFF") });
    const threshold = await runCommand("decode", file, "--threshold", "1");
    expect(threshold).toMatchObject({ code: 2, err: expect.stringContaining("not a Stream V2 message") });
  });
});

test("the help has an example of each kind of file", async () => {
  const { code, out } = await runCommand("decode", "--help");
  expect(code).toBe(0);
  for (const example of [
    "decode image.tif --png",
    "decode image.cbor --threshold 2",
    "--encoding bs16-lz4 --shape 4362x4148",
  ])
    expect(out).toContain(example);
});
