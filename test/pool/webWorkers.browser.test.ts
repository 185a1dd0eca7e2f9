import { expect, inject, it } from "vitest";
import {
  constructLayers,
  NodePool,
  type NodeWorker,
  type PoolReport,
  webNodeWorker,
  workerTransport,
} from "../../src/index.ts";
import { eventIds, setupFor } from "./support/setup.ts";

const ENTRY = new URL("../../src/pool/workers/webWorker.ts", import.meta.url);

function startWorker(): NodeWorker {
  return webNodeWorker(new Worker(ENTRY, { type: "module" }));
}

it("a tab collects what its Web Workers take and process, no image twice", async () => {
  const setup = setupFor(inject("dcuSource"), { nodePoolSize: 3 });
  const { handler, processing } = await constructLayers(setup);
  const reports: PoolReport[] = [];
  const pool = new NodePool({
    transport: workerTransport({ setup, startWorker }),
    handler,
    processing,
    nodePoolSize: 3,
    onReport: (report) => {
      reports.push(report);
      const { nodes } = pool.figures;
      if (nodes.length === 2 && nodes.every(({ collected }) => collected > 4)) pool.shutdown();
    },
  });
  const figures = await pool.start();
  const ids = eventIds(reports);
  expect(new Set(ids).size).toBe(ids.length);
  expect(figures).toMatchObject({ collected: ids.length, taken: ids.length, lost: 0, inDoubt: 0 });
  expect(figures.nodes.map(({ state }) => state)).toEqual(["ended", "ended"]);
});

it("a Web Worker that cannot be loaded ends the pool with that", async () => {
  const setup = setupFor(inject("dcuSource"));
  const { handler, processing } = await constructLayers(setup);
  const nowhere = () => webNodeWorker(new Worker(new URL("/nowhere.js", location.href), { type: "module" }));
  const pool = new NodePool({
    transport: workerTransport({ setup, startWorker: nowhere }),
    handler,
    processing,
    nodePoolSize: 2,
  });
  await expect(pool.start()).rejects.toMatchObject({ code: "NODES_CRASH" });
});
