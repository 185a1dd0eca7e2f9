import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { jsonLines, lines, type RunningCommand, runCommand, startCommand } from "../node/support/command.ts";
import { DEVELOPMENT, RELEASED } from "../om/support/exampleFiles.ts";
import { countingDcu } from "./support/countingDcu.ts";
import { figuresOf, folderWith, idsOf } from "./support/runs.ts";

test("three nodes on an EIGER 1M at 200 Hz: every image that was not dropped is collected, and none twice", async () => {
  const { dcu, source } = await countingDcu({ model: "eiger-1m", rate: 200 });
  const ended = await runCommand("run", source, "-n", "3", "--count", "300", "--json");
  expect(ended.code).toBe(0);
  const ids = idsOf(ended);
  expect(new Set(ids).size).toBe(ids.length);
  expect(dcu.served).toBeGreaterThanOrEqual(300);
  const figures = figuresOf(ended);
  expect(figures).toMatchObject({ nodePoolSize: 3, taken: dcu.served, collected: dcu.served });
  expect(figures).toMatchObject({ skipped: 0, transitLost: 0, lost: 0, inDoubt: 0 });
  expect(ids.length).toBe(dcu.served);
  // What the DCU has exposed was taken, dropped, or waits in its buffer still.
  const exposed = Math.max(...ids.map((id) => Number(String(id).split("_")[1]))) + 1;
  expect(exposed).toBeLessThanOrEqual(dcu.served + dcu.dropped);
});

describe.each([
  ["released", RELEASED],
  ["development", DEVELOPMENT],
])("OM's example configuration in its %s form", (_, { text }) => {
  test("runs as it is: TestProcessing says what it does, and the figures come last", async () => {
    const { dcu, source } = await countingDcu({ rate: 100 });
    const file = join(folderWith({ "monitor.yaml": text }), "monitor.yaml");
    const ended = await runCommand("run", source, "-c", file, "-n", "2", "--count", "20");
    expect([ended.code, dcu.requests.slice(0, 4)]).toEqual([
      0,
      [
        "GET config/mode",
        'PUT config/mode {"value":"enabled"}',
        'PUT config/discard_new {"value":false}',
        'PUT config/buffer_size {"value":10}',
      ],
    ]);
    const said = lines(ended.out);
    expect(said).toContain("collecting node begins, for 1 processing nodes");
    expect(said.filter((line) => line.startsWith("node 1: took the event of "))).toHaveLength(dcu.served);
    expect(said).toContainEqual(
      expect.stringMatching(/^20 events; the last 20 in \d+\.\d{3} s, \d+\.\d Hz$/),
    );
    expect(lines(ended.err)).toEqual([
      expect.stringMatching(new RegExp(`^${dcu.served} images taken, ${dcu.served} events collected in `)),
      expect.stringMatching(
        new RegExp(`^  node 1: ${dcu.served} taken, ${dcu.served} collected; last 1_\\d+; ended$`),
      ),
    ]);
  });

  test("ends before the first request with OM's error when its processing layer does not exist", async () => {
    const { dcu, source } = await countingDcu();
    const changed = text.replace(
      "processing_layer: TestProcessing",
      "processing_layer: CrystallographyProcessing",
    );
    const file = join(folderWith({ "monitor.yaml": changed }), "monitor.yaml");
    const ended = await runCommand("run", source, "-c", file, "-n", "2");
    expect([ended.code, ended.out]).toEqual([1, ""]);
    expect(ended.err).toMatch(
      /^eiger-monitor: OmMissingLayerClassError: processing_layer is CrystallographyProcessing, which does not exist; there is [^\n]*TestProcessing[^\n]*\n$/,
    );
    expect([dcu.requests, dcu.served]).toEqual([[], 0]);
  });
});

async function interrupted(running: RunningCommand, signal: NodeJS.Signals): ReturnType<typeof runCommand> {
  running.process.kill(signal);
  return running.ended;
}

describe("the command ends by", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "%s with exit code %d after a clean drain: what was taken is collected",
    async (signal, code) => {
      const { dcu, source } = await countingDcu({ rate: 100 });
      const running = startCommand("run", source, "-n", "3", "--json");
      await running.printed(/"kind":"event".*\n(.*\n)*.*"kind":"event"/);
      const ended = await interrupted(running, signal);
      expect(ended.code).toBe(code);
      const { taken, collected, inDoubt, nodes } = figuresOf(ended);
      expect({ taken, collected, inDoubt }).toEqual({ taken: dcu.served, collected: dcu.served, inDoubt: 0 });
      expect(nodes).toMatchObject([{ state: "ended" }, { state: "ended" }]);
    },
  );

  test("SIGINT while no image comes", async () => {
    const { source } = await countingDcu({ auto: false });
    const running = startCommand("run", source, "-n", "2", "--json");
    await running.printed(/"state":"ready"/);
    const ended = await interrupted(running, "SIGINT");
    expect([ended.code, figuresOf(ended)["collected"]]).toEqual([130, 0]);
  });

  test("a second SIGINT at once, though a node hangs", async () => {
    const { dcu, source } = await countingDcu();
    const yaml = RELEASED.text.replace("TestProcessing ", "./hanging.mjs#Hanging ");
    const hanging = `
      export class Hanging {
        async initializeProcessingNode() {}
        async initializeCollectingNode() {}
        async processData() { for (;;); }
        async waitForData() {}
        async collectData() {}
        async endProcessingOnProcessingNode() {}
        async endProcessingOnCollectingNode() {}
      }`;
    const file = join(folderWith({ "monitor.yaml": yaml, "hanging.mjs": hanging }), "monitor.yaml");
    const running = startCommand("run", source, "-c", file, "-n", "2", "--json");
    await expect.poll(() => dcu.served, { interval: 10, timeout: 30_000 }).toBe(1);
    running.process.kill("SIGINT");
    const timer = setInterval(() => running.process.kill("SIGINT"), 100);
    const ended = await running.ended.finally(() => clearInterval(timer));
    expect([ended.code, running.process.signalCode]).toEqual([null, "SIGINT"]);
  });
});

test("a worker that a user's layer ends is said, replaced and counted", async () => {
  const { dcu, source } = await countingDcu({ rate: 100 });
  const layer = `
    export class Leaving {
      async initializeProcessingNode() {}
      async initializeCollectingNode() {}
      async processData({ data: { event_id, timestamp } }) {
        if (event_id.endsWith("5")) process.exit(7);
        return { event_id, timestamp };
      }
      async waitForData() {}
      async collectData() {}
      async endProcessingOnProcessingNode() {}
      async endProcessingOnCollectingNode() {}
    }`;
  const yaml = RELEASED.text.replace("processing_layer: TestProcessing", "processing_layer: Leaving");
  const file = join(folderWith({ "monitor.yaml": yaml, "processing_layer.mjs": layer }), "monitor.yaml");
  const ended = await runCommand("run", source, "-c", file, "-n", "3", "--count", "30", "--json");
  expect(ended.code).toBe(0);
  const { taken, collected, inDoubt } = figuresOf(ended);
  const lost = jsonLines(ended).filter(({ kind, state }) => kind === "node" && state === "lost");
  expect(lost.length).toBeGreaterThan(0);
  expect(inDoubt).toBe(lost.length);
  expect(taken).toBe(collected);
  expect(dcu.served).toBe(Number(taken) + Number(inDoubt));
  expect(ended.err).toMatch(/^node \d is lost: it ended with code 7\n/m);
  expect(ended.err).toMatch(/^node \d starts again \(restart 1\)\n/m);
});

describe("wrong usage is told before anything begins:", () => {
  test.each([
    [["-n", "1"], "Expected 2 to 1024: one node collects, the others process images."],
    [["-n", "0"], "Expected 2 to 1024: one node collects, the others process images."],
    [["-n", "-2"], "Expected 2 to 1024: one node collects, the others process images."],
    [["-n", "many"], "Expected 2 to 1024: one node collects, the others process images."],
    [["--transport", "mpi"], "Allowed choices are workers, nats."],
    [["--rank", "1"], "--rank is for --role processing: the collecting node has rank 0"],
    [["--role", "processing", "--transport", "workers"], "--role processing is for pools over NATS"],
  ])("%j", async (options, words) => {
    const ended = await runCommand("run", "http://127.0.0.1:9", ...options);
    expect([ended.code, ended.out]).toEqual([2, ""]);
    expect(ended.err).toContain(words);
  });
});
