import { expect, test } from "vitest";
import { buildTiff, dectrisEntries } from "../../support/tiffBuilder.ts";
import { jsonLines, lines, runCommand, startCommand } from "../support/command.ts";
import { figuresOf, rampOf1M } from "../support/ramp.ts";
import { EIGER_500K, noRealData } from "../support/realData.ts";
import { recordedDcu } from "../support/recordedDcu.ts";

const KEYS = [
  "event_id",
  "series",
  "image",
  "threshold",
  "timestamp",
  "arrival",
  "shape",
  "dtype",
  "min",
  "max",
  "sum",
  "masked",
  "sha256",
];

/** Starts `simulate` with these arguments and says where its monitor is. */
async function simulate(...args: readonly string[]): Promise<string> {
  const simulation = startCommand("simulate", "--port", "0", "--json", ...args);
  const { source }: { source: string } = JSON.parse(await simulation.printed(/^.*\n/));
  return source;
}

test("fifty images of a simulated EIGER 1M come one after the other, with every pixel as its formula says", async () => {
  const model = ["--model", "eiger-1m", "--bit-depth", "16", "--pattern", "ramp"];
  const source = await simulate(...model, "--rate", "200", "--images", "50");
  const before = Date.now() / 1000;
  const ended = await runCommand("watch", source, "--count", "50", "--json", "--digest");
  expect(ended.code).toBe(0);
  const events = jsonLines(ended);
  expect(events.map((event) => Object.keys(event))).toEqual(Array(50).fill(KEYS));
  for (const [image, { timestamp, arrival, ...event }] of events.entries()) {
    const identity = { event_id: `1_${image}`, series: 1, image, threshold: 1 };
    expect(event).toEqual({ ...identity, ...figuresOf(rampOf1M(image)) });
    expect(timestamp).toBeGreaterThan(before - 1);
    expect(arrival).toBeGreaterThanOrEqual(Number(timestamp) - 1);
  }
  expect(ended.err).toMatch(/^50 images in \d+\.\d s \(\d+\.\d\/s, \d+ MB\/s\)\n$/);
});

test("of two thresholds both images of each exposure come, the first one first", async () => {
  const { source } = await recordedDcu({ thresholds: 2, images: 3 });
  const ended = await runCommand("watch", source, "--count", "6", "--json");
  expect(jsonLines(ended).map(({ event_id, threshold }) => [event_id, threshold])).toEqual([
    ["1_0", 1],
    ["1_0", 2],
    ["1_1", 1],
    ["1_1", 2],
    ["1_2", 1],
    ["1_2", 2],
  ]);
});

test("a real image that is replayed has the pixels that other programs see in it", async ({ skip }) => {
  if (noRealData !== undefined) skip(noRealData);
  const source = await simulate("--replay", EIGER_500K.path, "--rate", "100");
  const ended = await runCommand("watch", source, "--count", "2", "--json", "--digest");
  const unnamed = { event_id: null, series: null, image: null, threshold: null, timestamp: null };
  const event = { ...unnamed, arrival: expect.any(Number), ...EIGER_500K.figures };
  expect(jsonLines(ended)).toEqual([event, event]);
});

test("to a log goes a plain line for each image, without a control character", async () => {
  const { source } = await recordedDcu({ images: 3 });
  const ended = await runCommand("watch", source, "--count", "3");
  const counts = "counts 0 to 250, sum \\d+, 0 masked";
  expect(lines(ended.out)).toEqual(
    [0, 1, 2].map((image) => expect.stringMatching(`^1_${image} {2}512 × 512 uint16 {2}${counts}$`)),
  );
  expect(`${ended.out}${ended.err}`.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});

test("the line of a second threshold says so", async () => {
  const { source } = await recordedDcu({ images: 1, thresholds: 2 });
  const { out } = await runCommand("watch", source, "--count", "2");
  expect(lines(out)).toEqual([
    expect.stringMatching(/^1_0 {2}512 × 512 /),
    expect.stringMatching(/^1_0 {2}threshold 2 {2}512 × 512 /),
  ]);
});

test("with --digest the line of an image ends with the digest of its pixels", async () => {
  const { source } = await recordedDcu({ images: 1, model: "eiger-1m" });
  const { out } = await runCommand("watch", source, "--count", "1", "--digest");
  expect(out).toMatch(new RegExp(`  ${figuresOf(rampOf1M(0))["sha256"]}\n$`));
});

test("a reader that goes away after the first line ends it quietly", async () => {
  const { source } = await recordedDcu();
  const watching = startCommand("watch", source, "--json");
  await watching.printed(/^.*\n/);
  watching.process.stdout?.destroy();
  expect(await watching.ended).toMatchObject({ code: 0, err: "" });
});

/** A control unit whose every second image is none. */
function halfBroken(): ReturnType<typeof recordedDcu> {
  const good = buildTiff({ dectris: dectrisEntries() });
  return recordedDcu({ replay: [good, new TextEncoder().encode("<html>no image</html>")] });
}

test("an image that is none is told, passed over and not counted", async () => {
  const { source } = await halfBroken();
  const ended = await runCommand("watch", source, "--count", "2", "--json");
  expect(ended.code).toBe(0);
  expect(jsonLines(ended)).toMatchObject([{ event_id: "7_42" }, { event_id: "7_42" }]);
  expect(lines(ended.err)).toEqual([
    expect.stringMatching(/^skipped an image \(image\/tiff\): NOT_TIFF: ./),
    expect.stringMatching(/^2 images in .*; 1 not readable$/),
  ]);
});

test("results go on when nobody listens any more to what is said beside them", async () => {
  const { source } = await halfBroken();
  const watching = startCommand("watch", source, "--count", "5", "--json");
  watching.process.stderr?.destroy();
  const ended = await watching.ended;
  expect([ended.code, jsonLines(ended).length]).toEqual([0, 5]);
});
