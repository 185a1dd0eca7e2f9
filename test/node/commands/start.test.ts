import { expect, test } from "vitest";
import { jsonLines, lines, runCommand } from "../support/command.ts";
import { recordedDcu } from "../support/recordedDcu.ts";

test("start simulates a detector, watches it, serves its viewer, and ends with all", async () => {
  const ended = await runCommand("start", "--count", "3", "--json");
  expect(ended.code).toBe(0);
  expect(jsonLines(ended)).toMatchObject(
    [0, 1, 2].map((image) => ({
      event_id: `1_${image}`,
      shape: [2162, 2068],
      dtype: "uint32",
      masked: expect.any(Number),
    })),
  );
  expect(lines(ended.err)).toEqual([
    expect.stringMatching(/^Viewer: http:\/\/127\.0\.0\.1:\d+\/$/),
    expect.stringMatching(
      /^Simulated eiger2-4m, 32 bit, 10 images per second, at http:\/\/127\.0\.0\.1:\d+\/monitor\/api\/1\.8\.0$/,
    ),
    "A real one: npm start -- --source URL. To end: Ctrl-C",
    expect.stringMatching(/^3 images in \d+\.\d s /),
  ]);
});

test("start simulates the detector that is asked for", async () => {
  const options = ["--model", "eiger2-250k", "--bit-depth", "16", "--pattern", "ramp", "--thresholds", "2"];
  const ended = await runCommand("start", ...options, "--count", "2", "--json");
  const image = { event_id: "1_0", shape: [512, 512], dtype: "uint16", max: 250 };
  expect(jsonLines(ended)).toMatchObject([
    { ...image, threshold: 1 },
    { ...image, threshold: 2 },
  ]);
});

test("start --source watches that detector, and simulates none", async () => {
  const { dcu, source } = await recordedDcu({ images: 2 });
  const ended = await runCommand("start", "--source", source, "--count", "2", "--json");
  expect(jsonLines(ended)).toMatchObject([{ event_id: "1_0", shape: [512, 512] }, { event_id: "1_1" }]);
  expect(dcu.images).toHaveLength(2);
  expect(lines(ended.err)).toEqual([
    expect.stringMatching(/^Viewer: http:/),
    expect.stringMatching(/^2 images in /),
  ]);
});
