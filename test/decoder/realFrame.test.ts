import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";

const PATH = "../shared/data/eiger2-16m-u16.bslz4";
const IMAGE = { encoding: "bs16-lz4", shape: [4362, 4148], depth: 16 } as const;

test("a real frame of an EIGER2 16M has the pixels and the figures that independent decoders give", async ({
  skip,
}) => {
  if (!existsSync(PATH)) skip("no ../shared/data");
  const decoder = await createDecoder();
  const { frame, statistics } = decoder.decodeMeasured(new Uint8Array(readFileSync(PATH)), IMAGE);
  expect(createHash("sha256").update(frame.bytes).digest("hex")).toBe(
    "14a1f573dc4f84c94011dec7c3d3ca6672dab2834b4b8ff9600672540c27ea86",
  );
  expect(statistics).toMatchObject({ masked: 1_253_074, max: 6416, sum: 9876n, atOrAboveThreshold: 247 });
  expect(decoder.statistics(frame)).toEqual(statistics);
});
