import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { map, text } from "../../stream2/support/cborWriter.ts";
import {
  compressedChannel,
  imageMessage,
  plainChannel,
  SHAPE,
  testPixels,
} from "../../stream2/support/imageMessages.ts";
import { bslz4Payload } from "../../stream2/support/payloads.ts";
import { jsonLines, runCommand } from "../support/command.ts";
import { temporaryFolder } from "../support/folder.ts";
import { EIGER2_16M, MESSAGE_FIGURES, noRealFrames } from "../support/realFrames.ts";

const wide = testPixels(32);
const narrow = testPixels(8);

/** A message of three images, under a name that says nothing. */
async function threeImages(): Promise<string> {
  const data = map({
    threshold_1: compressedChannel(wide, { encoding: "bslz4", payload: bslz4Payload(wide) }),
    threshold_2: plainChannel(narrow),
    difference: plainChannel(testPixels(16)),
  });
  return saved(imageMessage({ data }));
}

async function saved(message: Uint8Array): Promise<string> {
  const file = join(await temporaryFolder(), "image.tif");
  await writeFile(file, message);
  return file;
}

function sha256(pixels: Uint8Array | Uint16Array | Uint32Array): string {
  return createHash("sha256").update(new Uint8Array(pixels.buffer)).digest("hex");
}

test("decodes a real message, with its identity and its moment", async ({ skip }) => {
  if (noRealFrames !== undefined) skip(noRealFrames);
  const ended = await runCommand("decode", EIGER2_16M.image, "--json", "--digest");
  expect(ended).toMatchObject({ code: 0, err: "" });
  expect(jsonLines(ended)).toEqual([
    {
      event_id: "15614_0",
      series: 15_614,
      image: 0,
      threshold: 1,
      timestamp: 1_696_348_069.434,
      arrival: null,
      ...MESSAGE_FIGURES,
    },
  ]);
});

test("names the type of a real message that has no image", async ({ skip }) => {
  if (noRealFrames !== undefined) skip(noRealFrames);
  expect(await runCommand("decode", EIGER2_16M.start)).toEqual({
    code: 1,
    out: "",
    err: 'eiger-monitor: DecodeError UNSUPPORTED: a message of type "start", expected "image"\n',
  });
});

test.for([
  [[], 1, "uint32", wide],
  [["--threshold", "2"], 2, "uint8", narrow],
  [["--threshold", "threshold_2"], 2, "uint8", narrow],
  [["--threshold", "difference"], null, "uint16", testPixels(16)],
] as const)("takes the first image, or the one of %j", async ([options, threshold, dtype, pixels]) => {
  const ended = await runCommand("decode", await threeImages(), ...options, "--json", "--digest");
  expect(jsonLines(ended)).toEqual([
    expect.objectContaining({
      event_id: "15614_3",
      threshold,
      dtype,
      shape: SHAPE,
      masked: 1,
      sha256: sha256(pixels),
    }),
  ]);
});

test("says to a person which image it is and which others there are", async () => {
  const { out } = await runCommand("decode", await threeImages(), "--threshold", "2");
  expect(out).toBe(`event      15614_3
time       1.00000002 s after 2023-10-03T17:47:49.434+02:00
shape      5 rows × 7 columns, uint8
counts     5 to 175, sum 3130
masked     1 pixels
threshold  threshold_2
note       the message has threshold_1, difference too; --threshold chooses
`);
});

test("saves the chosen image as a TIFF whose counts are exact", async () => {
  const tiff = join(await temporaryFolder(), "counts.tif");
  await runCommand("decode", await threeImages(), "--tiff", tiff);
  const [record] = jsonLines(await runCommand("decode", tiff, "--json", "--digest"));
  expect(record).toMatchObject({ event_id: null, dtype: "uint32", sha256: sha256(wide) });
  expect((await readFile(tiff)).subarray(-4 * wide.length)).toEqual(Buffer.from(wide.buffer));
});

test("a threshold that is not there is wrong usage; the message says which are", async () => {
  const ended = await runCommand("decode", await threeImages(), "--threshold", "3");
  expect(ended).toMatchObject({ code: 2, out: "" });
  expect(ended.err).toContain("no threshold 3 in this message; it has threshold_1, threshold_2, difference");
});

test("a message is no payload, and hostile bytes are a typed error", async () => {
  const message = imageMessage();
  const payload = await runCommand(
    "decode",
    await saved(message),
    "--encoding",
    "bs16-lz4",
    "--shape",
    "5x7",
  );
  expect(payload).toMatchObject({ code: 2, err: expect.stringContaining("the file is a Stream V2 message") });
  const cut = await runCommand("decode", await saved(message.subarray(0, 60)));
  expect(cut).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^eiger-monitor: DecodeError TRUNCATED: .*\n$/),
  });
  const foreign = imageMessage({
    data: map({
      threshold_1: compressedChannel(wide, { encoding: "\u001b]0;zstd", payload: new Uint8Array(9) }),
    }),
    user_data: text("whatever"),
  });
  const unknown = await runCommand("decode", await saved(foreign));
  expect(unknown).toMatchObject({
    code: 1,
    err: expect.stringMatching(/UNSUPPORTED: encoding "\ufffd\]0;zstd"/),
  });
});
