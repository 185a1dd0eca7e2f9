import { describe, expect, test } from "vitest";
import {
  EigerHttpDataRetrieval,
  inProcessTransport,
  MonitorParameters,
  NodePool,
  type PoolReport,
  runProcessingNode,
} from "../../src/index.ts";
import { type CountingDcu, countingDcu } from "./support/countingDcu.ts";
import { RecordingProcessing } from "./support/recordingProcessing.ts";
import { eventIds, GROUPS } from "./support/setup.ts";

interface TestPool {
  readonly pool: NodePool;
  readonly processing: RecordingProcessing;
  readonly reports: PoolReport[];
  readonly dcu: CountingDcu;
}

/** A pool in this thread, all of whose nodes share one recording layer; it ends after `events` events. */
async function testPool(options: {
  /** Default: no end of them. */
  readonly images?: number;
  readonly nodePoolSize?: number;
  readonly events?: number;
  readonly broken?: (eventId: string | null) => boolean;
}): Promise<TestPool> {
  const { images, nodePoolSize = 2, events = images, broken = () => false } = options;
  const { dcu, source } = await countingDcu(images === undefined ? {} : { images });
  const processing = new RecordingProcessing();
  const reports: PoolReport[] = [];
  const event_id = {
    initializeDataSource: async () => undefined,
    getData({ event }: { readonly event: { readonly eventId: string | null } }) {
      if (broken(event.eventId)) throw new RangeError("no such pixel");
      return event.eventId;
    },
  };
  const handlerOf = () =>
    new EigerHttpDataRetrieval({
      source,
      monitorParameters: new MonitorParameters({ parameters: GROUPS }),
      dataSources: { event_id },
    }).getDataEventHandler();
  const pool = new NodePool({
    transport: inProcessTransport({
      runNode: (link) => runProcessingNode({ link, handler: handlerOf(), processing }),
    }),
    handler: handlerOf(),
    processing,
    nodePoolSize,
    onReport: (report) => {
      reports.push(report);
      const { collected, skipped } = pool.figures;
      if (collected + skipped === events) pool.shutdown();
    },
  });
  return { pool, processing, reports, dcu };
}

test("a pool of two lives as OM's does: ready, begun, event after event, ended, the last data collected", async () => {
  const { pool, processing, dcu } = await testPool({ images: 3 });
  processing.endData = { total: 3 };
  const figures = await pool.start();
  expect(dcu.requests.slice(0, 5)).toEqual([
    "GET config/mode",
    'PUT config/mode {"value":"enabled"}',
    'PUT config/discard_new {"value":false}',
    'PUT config/buffer_size {"value":100}',
    "GET config/mode",
  ]);
  const [first, second, ...others] = processing.calls;
  expect([first, second].sort()).toEqual([
    "initializeCollectingNode 0 of 2",
    "initializeProcessingNode 1 of 2",
  ]);
  expect(others).toEqual([
    ...[0, 1, 2].flatMap((image) => [`processData 1 1_${image}`, `collectData 1 1_${image}`]),
    "endProcessingOnProcessingNode 1",
    "collectData 1 end",
    "endProcessingOnCollectingNode 0",
  ]);
  expect(processing.collected.at(-1)).toEqual({ rank: 1, processedData: { total: 3 } });
  expect(figures).toMatchObject({ taken: 3, collected: 3, skipped: 0, transitLost: 0, lost: 0, inDoubt: 0 });
  expect(dcu.served).toBe(3);
});

test("three nodes share the images, and no image comes twice", async () => {
  const { pool, reports, dcu } = await testPool({ images: 30, nodePoolSize: 4 });
  const figures = await pool.start();
  const ids = eventIds(reports);
  expect([...ids].sort()).toEqual(Array.from({ length: 30 }, (_, image) => `1_${image}`).sort());
  expect(figures).toMatchObject({ taken: 30, collected: 30, nodes: [{ rank: 1 }, { rank: 2 }, { rank: 3 }] });
  expect([dcu.served, dcu.dropped]).toEqual([30, 0]);
});

describe("feedback", () => {
  test("of rank 0 goes to all nodes, merged into the data of their next event only", async () => {
    const { pool, processing } = await testPool({ images: 4 });
    processing.feedback = ({ processedData }) =>
      processedData["event_id"] === "1_1" ? new Map([[0, { gain: 7 }]]) : undefined;
    await pool.start();
    expect(processing.data.map(({ event_id, gain }) => [event_id, gain])).toEqual([
      ["1_0", undefined],
      ["1_1", undefined],
      ["1_2", 7],
      ["1_3", undefined],
    ]);
  });

  test("of another rank goes to that node alone", async () => {
    const { pool, processing } = await testPool({ nodePoolSize: 3 });
    processing.feedback = () => {
      if (processing.data.some(({ only }) => only === 2)) pool.shutdown();
      return new Map([[2, { only: 2 }]]);
    };
    await pool.start();
    const seen = processing.calls.flatMap((call) => /^processData (\d)/.exec(call)?.[1] ?? []);
    const told = seen.map((rank, index) => [rank, processing.data[index]?.["only"]]);
    expect(told.filter(([rank]) => rank === "1").every(([, only]) => only === undefined)).toBe(true);
    expect(told.filter(([rank]) => rank === "2").some(([, only]) => only === 2)).toBe(true);
  });

  test("that nobody takes is bounded: of each name there is the latest", async () => {
    const { pool, processing } = await testPool({ images: 10, nodePoolSize: 3 });
    let count = 0;
    processing.feedback = () => new Map([[0, { count: ++count }]]);
    await pool.start();
    for (const { count: told = 0 } of processing.data) expect(Number(told)).toBeLessThan(10);
  });
});

test("an event whose data cannot be extracted is skipped, said and counted; the feedback waits for the next", async () => {
  const { pool, processing, reports, dcu } = await testPool({ images: 3, broken: (id) => id === "1_1" });
  processing.feedback = () => new Map([[0, { gain: 7 }]]);
  const figures = await pool.start();
  expect(reports.find(({ report }) => report.kind === "skipped")).toMatchObject({
    rank: 1,
    report: { eventId: "1_1", reason: "data source event_id failed: RangeError: no such pixel" },
  });
  expect(processing.data.map(({ event_id, gain }) => [event_id, gain])).toEqual([
    ["1_0", undefined],
    ["1_2", 7],
  ]);
  expect(figures).toMatchObject({ taken: 3, collected: 2, skipped: 1, lost: 0, inDoubt: 0 });
  expect(dcu.served).toBe(3);
});

test("an idle pool waits, lets the layer do something else meanwhile, and can be stopped", async () => {
  const { pool, processing, dcu } = await testPool({ images: 2, events: 99 });
  processing.onWait = () => {
    if (pool.figures.collected === 2) pool.shutdown();
  };
  const figures = await pool.start();
  expect(processing.waits).toBeGreaterThan(0);
  expect(processing.calls.slice(-2)).toEqual([
    "endProcessingOnProcessingNode 1",
    "endProcessingOnCollectingNode 0",
  ]);
  expect([figures.collected, dcu.served]).toEqual([2, 2]);
});

test("a signal that has aborted already keeps it from beginning", async () => {
  const { pool, dcu } = await testPool({ images: 1 });
  await expect(pool.start({ signal: AbortSignal.abort(new Error("not now")) })).rejects.toThrow("not now");
  expect(dcu.requests).toEqual([]);
});

test("what the collecting layer throws ends the pool with it", async () => {
  const { pool, processing } = await testPool({ images: 3 });
  processing.feedback = () => {
    throw new RangeError("a defect of the layer");
  };
  await expect(pool.start()).rejects.toThrow("a defect of the layer");
});

test.each([1, 0, -3, 2.5, Number.NaN])("a pool of %d nodes is refused", async (nodePoolSize) => {
  await expect(testPool({ images: 1, nodePoolSize })).rejects.toMatchObject({
    code: "BAD_POOL_SIZE",
    message: expect.stringContaining("expected 2 or more"),
  });
});
