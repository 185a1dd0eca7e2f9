import { describe, expect, test } from "vitest";
import {
  constructLayers,
  type FeedbackData,
  NodePool,
  type NodeWorker,
  type OmProcessingProtocol,
  type PoolFigures,
  type PoolReport,
  workerTransport,
} from "../../src/index.ts";
import { startNodeWorker } from "../../src/node/index.ts";
import type { SimulatedDcuOptions } from "../../src/simulator/index.ts";
import { type CountingDcu, countingDcu } from "./support/countingDcu.ts";
import { eventIds, setupFor } from "./support/setup.ts";

const ENTRY = new URL("../../dist/node/pool/nodeWorker.js", import.meta.url);
const LAYERS = new URL("./support/layers.mjs", import.meta.url).href;

interface Collected {
  readonly rank: number;
  readonly data: Readonly<Record<string, unknown>>;
}

interface WorkerPool {
  readonly pool: NodePool;
  readonly dcu: CountingDcu;
  readonly workers: readonly { readonly rank: number; readonly worker: NodeWorker }[];
  readonly reports: readonly PoolReport[];
  readonly collected: readonly Collected[];
}

interface WorkerPoolOptions extends SimulatedDcuOptions {
  readonly layer?: string;
  readonly drainPatience?: number;
  readonly nodePoolSize?: number;
  /** Told after each report; a test stops the pool here. */
  readonly onReport: (pool: WorkerPool, report: PoolReport) => void;
  readonly feedback?: (collected: Collected) => ReadonlyMap<number, FeedbackData> | undefined;
}

/** A pool of real workers on a real control unit, with a processing layer of a user's. */
async function workerPool(options: WorkerPoolOptions): Promise<WorkerPool> {
  const { layer = "Echo", nodePoolSize = 3, drainPatience, onReport, feedback, ...dcuOptions } = options;
  const { dcu, source } = await countingDcu(dcuOptions);
  const workers: { readonly rank: number; readonly worker: NodeWorker }[] = [];
  const reports: PoolReport[] = [];
  const collected: Collected[] = [];
  const processing_layer = { name: layer, module: LAYERS };
  const setup = setupFor(source, { nodePoolSize, layers: { processing_layer } });
  const { handler, processing } = await constructLayers(setup);
  const collecting: OmProcessingProtocol = Object.assign(processing, {
    async collectData({ rank, processedData: data }: { rank: number; processedData: Collected["data"] }) {
      collected.push({ rank, data });
      return feedback?.({ rank, data });
    },
  });
  const startWorker = ({ rank }: { readonly rank: number }) => {
    const worker = startNodeWorker({ rank, entry: ENTRY });
    workers.push({ rank, worker });
    return worker;
  };
  const pool = new NodePool({
    transport: workerTransport({ setup, startWorker }),
    handler,
    processing: collecting,
    nodePoolSize,
    drainPatience,
    onReport: (report) => {
      reports.push(report);
      onReport(whole, report);
    },
  });
  const whole: WorkerPool = { pool, dcu, workers, reports, collected };
  return whole;
}

/** For each node and all: taken = collected + skipped + transitLost + lost, and the DCU has given away that, or one more in doubt. */
function expectLaw({ dcu, reports }: WorkerPool, figures: PoolFigures): void {
  for (const { taken, collected, skipped, transitLost, lost } of [figures, ...figures.nodes]) {
    expect(collected + skipped + transitLost + lost).toBe(taken);
  }
  expect(dcu.served).toBeGreaterThanOrEqual(figures.taken);
  expect(dcu.served).toBeLessThanOrEqual(figures.taken + figures.inDoubt);
  const ids = eventIds(reports);
  expect(ids.length).toBe(figures.collected);
  expect(new Set(ids).size).toBe(ids.length);
}

function reasonsOf({ reports }: WorkerPool): readonly string[] {
  return reports.flatMap(({ report }) =>
    report.kind === "lost" ? [report.reason] : report.kind === "failed" ? [report.error.message] : [],
  );
}

describe("workers share the images of a detector", () => {
  test("and every image that was taken is collected, none twice, in the order of each node", async () => {
    const workers = await workerPool({
      rate: 100,
      onReport: ({ pool }) => {
        if (pool.figures.collected === 60) pool.shutdown();
      },
    });
    const figures = await workers.pool.start();
    expectLaw(workers, figures);
    expect(figures).toMatchObject({ skipped: 0, transitLost: 0, lost: 0, inDoubt: 0 });
    expect(figures.collected).toBe(workers.dcu.served);
    for (const rank of [1, 2]) {
      const images = eventIds(workers.reports.filter((report) => report.rank === rank)).map((id) =>
        Number(id?.split("_")[1]),
      );
      expect(images).toEqual(images.toSorted((a, b) => a - b));
    }
  });

  test("and send typed arrays; their last data are collected too", async () => {
    const { pool, collected } = await workerPool({
      onReport: ({ pool }) => {
        if (pool.figures.collected === 4) pool.shutdown();
      },
    });
    await pool.start();
    const events = collected.filter(({ data }) => data["last"] === undefined);
    for (const { data } of events) {
      const image = Number(String(data["event_id"]).split("_")[1]);
      expect(data["corner"]).toEqual(Uint16Array.from([0, 1, 2, 3], (x) => (x + 7 * image) % 251));
    }
    expect(
      collected
        .filter(({ data }) => data["last"] === true)
        .map(({ rank }) => rank)
        .sort(),
    ).toEqual([1, 2]);
  });
});

describe("feedback reaches workers", () => {
  test("all of them by rank 0", async () => {
    const told = new Set<number>();
    const { pool } = await workerPool({
      feedback: ({ rank, data }) => {
        if (data["told"] === "all") told.add(rank);
        return new Map([[0, { told: "all" }]]);
      },
      onReport: ({ pool }) => {
        if (told.size === 2) pool.shutdown();
      },
    });
    await pool.start();
    expect([...told].sort()).toEqual([1, 2]);
  });

  test("one of them by its rank", async () => {
    const told = new Set<number>();
    const events = [0, 0, 0];
    const { pool } = await workerPool({
      feedback: ({ rank, data }) => {
        events[rank] = (events[rank] ?? 0) + 1;
        if (data["told"] === "two") told.add(rank);
        return new Map([[2, { told: "two" }]]);
      },
      onReport: ({ pool }) => {
        if (told.has(2) && (events[1] ?? 0) > 3) pool.shutdown();
      },
    });
    await pool.start();
    expect([...told]).toEqual([2]);
  });
});

describe("a worker", () => {
  test("that is killed is reported and replaced; it costs one event at most, which is counted", async () => {
    let killed = false;
    const workers = await workerPool({
      rate: 100,
      onReport: ({ pool, workers }, { rank, report }) => {
        if (report.kind === "data" && rank === 1 && !killed) {
          killed = true;
          workers[0]?.worker.terminate();
        }
        // The one that came for it has had events, too.
        if (pool.figures.nodes[0]?.restarts === 1 && report.kind === "data" && rank === 1) pool.shutdown();
      },
    });
    const figures = await workers.pool.start();
    expectLaw(workers, figures);
    expect(figures).toMatchObject({ inDoubt: 1, lost: 0, nodes: [{ restarts: 1 }, { restarts: 0 }] });
    expect(reasonsOf(workers)).toEqual(["it ended with code 1"]);
  });

  test.each([
    ["ends without a word", "Exiting", "it ended with code 3", "inDoubt"],
    ["fails by an error of its layer", "Throwing", "a defect of the layer", "lost"],
  ] as const)("that %s is replaced, and its event counted", async (_, layer, reason, what) => {
    const workers = await workerPool({
      layer,
      rate: 100,
      onReport: ({ pool }, { report }) => {
        const { nodes } = pool.figures;
        if (report.kind === "data" && nodes.some(({ restarts }) => restarts > 0)) pool.shutdown();
      },
    });
    const figures = await workers.pool.start();
    expectLaw(workers, figures);
    expect(figures[what]).toBe(reasonsOf(workers).length);
    expect(new Set(reasonsOf(workers))).toEqual(new Set([reason]));
  });

  test("that fails again and again before its first event ends the pool with what went wrong", async () => {
    const { pool } = await workerPool({ layer: "Hopeless", nodePoolSize: 2, onReport: () => undefined });
    await expect(pool.start()).rejects.toMatchObject({
      name: "PoolTransportError",
      code: "NODES_CRASH",
      message: "node 1 ended 5 times in a row before its first event; the last time: RangeError: never works",
    });
    expect(pool.figures).toMatchObject({ taken: 5, lost: 5, collected: 0 });
  });

  test("whose error escapes its layer is lost with that error as the reason", async () => {
    const workers = await workerPool({
      layer: "Escaping",
      nodePoolSize: 2,
      onReport: ({ pool }, { report }) => {
        if (report.kind === "lost") pool.shutdown();
      },
    });
    const figures = await workers.pool.start();
    expectLaw(workers, figures);
    expect(reasonsOf(workers)).toEqual(["RangeError: an error that escaped"]);
  });

  test("whose layer sends what cannot be sent fails with that as the reason", async () => {
    const workers = await workerPool({
      layer: "Unsendable",
      nodePoolSize: 2,
      onReport: ({ pool }, { report }) => {
        if (report.kind === "failed") pool.shutdown();
      },
    });
    await workers.pool.start();
    expect(reasonsOf(workers)).toEqual([
      expect.stringMatching(/^a report cannot be sent: .*could not be cloned/),
    ]);
  });

  test("that hangs is ended with the pool", async () => {
    const workers = await workerPool({
      layer: "Hanging",
      drainPatience: 100,
      nodePoolSize: 2,
      onReport: ({ pool, dcu }, { report }) => {
        if (report.kind !== "ready") return;
        const timer = setInterval(() => {
          if (dcu.served === 0) return;
          clearInterval(timer);
          pool.shutdown();
        }, 10);
      },
    });
    const figures = await workers.pool.start();
    expectLaw(workers, figures);
    expect(figures).toMatchObject({ taken: 0, inDoubt: 1, nodes: [{ state: "lost" }] });
  });

  test("that has no image ends when it is told to", async () => {
    const workers = await workerPool({
      auto: false,
      onReport: ({ pool, reports }) => {
        if (reports.filter(({ report }) => report.kind === "ready").length === 2) pool.shutdown();
      },
    });
    const figures = await workers.pool.start();
    expect(figures).toMatchObject({ taken: 0, inDoubt: 0, nodes: [{ state: "ended" }, { state: "ended" }] });
  });
});
