import { describe, expect, test } from "vitest";
import {
  type Broadcast,
  createDecoder,
  MonitorParameters,
  type ParameterGroups,
  TestProcessing,
} from "../../src/index.ts";

const NODE = { nodeRank: 1, nodePoolSize: 3 };

async function testProcessing(crystallography: ParameterGroups[string] = {}): Promise<{
  readonly processing: TestProcessing;
  readonly lines: { readonly line: string; readonly kind: string }[];
  readonly broadcasts: Broadcast[];
  readonly pass: (milliseconds: number) => void;
}> {
  const lines: { readonly line: string; readonly kind: string }[] = [];
  const broadcasts: Broadcast[] = [];
  let now = 1000;
  const parameters = { speed_report_interval: 4, data_broadcast_interval: 3, ...crystallography };
  const processing = new TestProcessing({
    monitorParameters: new MonitorParameters({ parameters: { crystallography: parameters } }),
    decoder: await createDecoder(),
    say: (line, kind) => lines.push({ line, kind }),
    onBroadcast: (broadcast) => broadcasts.push(broadcast),
    now: () => now,
  });
  return { processing, lines, broadcasts, pass: (milliseconds) => (now += milliseconds) };
}

describe("TestProcessing", () => {
  test("says two lines of every event on the node that processes it, with its time", async () => {
    const { processing, lines } = await testProcessing();
    const data = { timestamp: 1_700_000_000.5, event_id: "1_7" };
    expect(await processing.processData({ ...NODE, data })).toEqual(data);
    expect(lines).toEqual([
      { line: "node 1: took the event of 1700000000.5", kind: "event" },
      { line: "node 1: sends what it knows of the event of 1700000000.5", kind: "event" },
    ]);
  });

  test("says two lines of every event where it is collected, counts, and gives feedback to all nodes", async () => {
    const { processing, lines } = await testProcessing();
    await processing.initializeCollectingNode({ nodeRank: 0, nodePoolSize: 3 });
    const processedData = { timestamp: 5.25 };
    expect(await processing.collectData({ processedData, rank: 2 })).toEqual(
      new Map([[0, { event_counter: 1 }]]),
    );
    expect(await processing.collectData({ processedData, rank: 1 })).toEqual(
      new Map([[0, { event_counter: 2 }]]),
    );
    expect(lines.filter(({ kind }) => kind === "event").map(({ line }) => line)).toEqual([
      "collecting node: the event of 5.25 came from node 2",
      "collecting node: the event of 5.25 is number 1",
      "collecting node: the event of 5.25 came from node 1",
      "collecting node: the event of 5.25 is number 2",
    ]);
  });

  test("broadcasts and reports the speed after so many events each", async () => {
    const { processing, lines, broadcasts, pass } = await testProcessing();
    await processing.initializeCollectingNode({ nodeRank: 0, nodePoolSize: 3 });
    for (let event = 1; event <= 8; event++) {
      pass(100);
      await processing.collectData({ processedData: { timestamp: event }, rank: 1 });
    }
    expect(broadcasts).toEqual([
      { tag: "omdata", data: { timestamp: 3, event_counter: 3 } },
      { tag: "omdata", data: { timestamp: 6, event_counter: 6 } },
    ]);
    await processing.endProcessingOnCollectingNode();
    expect(lines.filter(({ kind }) => kind === "report").map(({ line }) => line)).toEqual([
      "collecting node begins, for 2 processing nodes",
      "4 events; the last 4 in 0.400 s, 10.0 Hz",
      "8 events; the last 4 in 0.400 s, 10.0 Hz",
      "collecting node has ended; 8 events",
    ]);
  });

  test.each<[string, ParameterGroups[string], string]>([
    ["no speed_report_interval", { speed_report_interval: null }, "OmMissingParameterError"],
    ["a speed_report_interval in words", { speed_report_interval: "often" }, "OmWrongParameterTypeError"],
    ["a speed_report_interval of 0", { speed_report_interval: 0 }, "OmWrongParameterTypeError"],
    ["no data_broadcast_interval", { data_broadcast_interval: null }, "OmMissingParameterError"],
    ["a data_broadcast_interval of 2.5", { data_broadcast_interval: 2.5 }, "OmWrongParameterTypeError"],
    ["a data_broadcast_interval below 0", { data_broadcast_interval: -5 }, "OmWrongParameterTypeError"],
    ["a data_broadcast_url that is no text", { data_broadcast_url: 12_321 }, "OmWrongParameterTypeError"],
    ["a responding_url that is no text", { responding_url: 12_322 }, "OmWrongParameterTypeError"],
  ])("refuses %s", async (_, crystallography, name) => {
    await expect(testProcessing(crystallography)).rejects.toMatchObject({ name });
  });
});
