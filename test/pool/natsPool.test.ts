import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aborted } from "../../src/node/interruption.ts";
import { joinAsCandidate } from "../../src/pool/nats/index.ts";
import {
  closedWithTest,
  collectingLink,
  dataReport,
  ENDED,
  newPool,
  poolOptions,
  processingLink,
  Reports,
} from "./support/natsPool.ts";
import { findNatsServer, NatsServer } from "./support/natsServer.ts";

const isMissing = findNatsServer() === undefined;
if (isMissing)
  console.warn("nats-server is not installed: pools at one are not tested (apt install nats-server)");

describe.skipIf(isMissing)("a pool at a NATS server", () => {
  let server: NatsServer;

  beforeAll(async () => {
    server = await NatsServer.start();
  });

  afterAll(() => server.remove());

  const inPool = () => ({ url: server.url, pool: newPool() });

  test("carries reports in their order, and ends when every node has", async () => {
    const pool = inPool();
    const reports = new Reports(await collectingLink(pool));
    const nodes = await Promise.all([processingLink(pool), processingLink(pool)]);
    const work = nodes.map(async (node) => {
      for (let event = 0; event < 50; event++) await node.send(dataReport({ event }));
      await node.send(ENDED);
      await node.close();
    });
    const all = await reports.rest();
    await Promise.all(work);
    for (const rank of [1, 2]) {
      const own = all.filter((report) => report.rank === rank).map(({ report }) => report);
      expect(own[0]).toEqual({ kind: "joined", restarts: 0 });
      const events = own.slice(1, -1).map((report) => (report.kind === "data" ? report.data : report));
      expect(events).toEqual(Array.from({ length: 50 }, (_, event) => ({ event })));
      expect(own.at(-1)).toEqual(ENDED);
    }
  });

  test("a report is done with when the next one is asked for, not before", async () => {
    const pool = inPool();
    const link = await collectingLink(pool);
    const reports = new Reports(link);
    const node = await processingLink(pool);
    await reports.nextOf("joined");
    const done: string[] = [];
    const sent = node.send(dataReport({ event: 1 })).then(() => done.push("sent"));
    await reports.nextOf("data");
    done.push("collected");
    const next = reports.next();
    await sent;
    expect(done).toEqual(["collected", "sent"]);
    const ended = node.send(ENDED);
    expect(await next).toEqual({ rank: 1, report: ENDED });
    const last = reports.next();
    await ended;
    await link.close();
    expect(await last).toBeUndefined();
  });

  test("nodes may come before the collecting node", async () => {
    const pool = inPool();
    const waits: string[] = [];
    const node = processingLink({ ...pool, onWait: (what) => waits.push(what) });
    await expect.poll(() => waits).toEqual([expect.stringContaining("collecting node")]);
    const reports = new Reports(await collectingLink(pool));
    expect(await reports.next()).toEqual({ rank: 1, report: { kind: "joined", restarts: 0 } });
    await node;
  });

  test("of several candidates one collects, and the others process", async () => {
    const options = poolOptions(inPool());
    const nodes = await Promise.all(Array.from({ length: 3 }, () => joinAsCandidate(options)));
    for (const { link } of nodes) closedWithTest(link);
    expect(nodes.map(({ role }) => role).sort()).toEqual(["collecting", "processing", "processing"]);
    const ranks = nodes.flatMap((node) => (node.role === "processing" ? [node.link.rank] : []));
    expect(ranks.sort()).toEqual([1, 2]);
  });

  test("a node that has joined misses no feedback", async () => {
    const pool = inPool();
    const link = await collectingLink(pool);
    const reports = new Reports(link);
    const nodes = await Promise.all([processingLink(pool), processingLink(pool)]);
    for (const _ of nodes) {
      const { rank } = await reports.nextOf("joined");
      link.feedback(rank, { own: rank });
    }
    link.feedback(0, { all: true });
    const collected = reports.rest();
    for (const node of nodes) {
      let got = {};
      // One report's way to the collecting node and back may be shorter than the feedback's.
      while (!("all" in got)) {
        await node.send(dataReport({}));
        got = { ...got, ...node.takeFeedback() };
      }
      expect(got).toEqual({ own: node.rank, all: true });
    }
    await Promise.all(nodes.map((node) => node.send(ENDED).then(() => node.close())));
    await collected;
  });

  test("feedback that is not taken is merged, and what cannot be sent is refused at once", async () => {
    const pool = inPool();
    const link = await collectingLink(pool);
    const reports = new Reports(link);
    const node = await processingLink(pool);
    await reports.nextOf("joined");
    for (let round = 0; round <= 1000; round++) link.feedback(1, { round, [`of ${round % 2}`]: round });
    expect(() => link.feedback(0, { f: () => 0 })).toThrow(expect.objectContaining({ code: "NOT_SENDABLE" }));
    link.feedback(1, { last: true });
    const collected = reports.rest();
    let got = {};
    while (!("last" in got)) {
      await node.send(dataReport({}));
      got = { ...got, ...node.takeFeedback() };
    }
    expect(got).toEqual({ round: 1000, "of 0": 1000, "of 1": 999, last: true });
    await node.send(ENDED);
    await node.close();
    link.stop();
    await collected;
  });

  test("stop asks every node, and those that join later", async () => {
    const pool = inPool();
    const link = await collectingLink(pool);
    const reports = new Reports(link);
    const first = await processingLink(pool);
    await reports.nextOf("joined");
    link.stop();
    const collected = reports.rest();
    const second = await processingLink(pool);
    for (const node of [first, second]) {
      await aborted(node.stop);
      await node.send(ENDED);
      await node.close();
    }
    expect((await collected).filter(({ report }) => report.kind === "ended")).toHaveLength(2);
  });

  test("a rank that is given back is free for the next, which is a restart", async () => {
    const pool = inPool();
    const reports = new Reports(await collectingLink(pool));
    const first = await processingLink({ ...pool, rank: 2 });
    expect(first.rank).toBe(2);
    expect(await reports.next()).toEqual({ rank: 2, report: { kind: "joined", restarts: 0 } });
    await first.close();
    expect(await reports.next()).toMatchObject({ rank: 2, report: { kind: "lost" } });
    await processingLink({ ...pool, rank: 2 });
    expect(await reports.next()).toEqual({ rank: 2, report: { kind: "joined", restarts: 1 } });
  });

  test("a full pool lets the next node wait for a rank", async () => {
    const pool = { ...inPool(), nodePoolSize: 2 };
    await collectingLink(pool);
    const first = await processingLink(pool);
    const waits: string[] = [];
    const second = processingLink({ ...pool, onWait: (what) => waits.push(what) });
    await expect.poll(() => waits).toEqual([expect.stringContaining("waiting for one to be free")]);
    await first.close();
    expect((await second).rank).toBe(1);
  });

  test.each([
    ["pool size", { nodePoolSize: 4 }, "here 4, there 3"],
    ["detector", { detector: "other" }, "here other, there simulated"],
    ["layers", { layers: "Other" }, "here Other, there test"],
    ["lease", { lease: 30_000 }, "here 30000, there 60000"],
  ])("refuses a node of another %s", async (_, difference, words) => {
    const pool = inPool();
    await collectingLink(pool);
    await expect(processingLink({ ...pool, ...difference })).rejects.toMatchObject({
      name: "PoolTransportError",
      code: "POOL_MISMATCH",
      message: expect.stringContaining(words),
    });
  });

  test("two pools share a server", async () => {
    const [one, other] = [inPool(), inPool()];
    const reports = [new Reports(await collectingLink(one)), new Reports(await collectingLink(other))];
    const nodes = [await processingLink(one), await processingLink(other)];
    expect(nodes.map(({ rank }) => rank)).toEqual([1, 1]);
    for (const each of reports) expect(await each.next()).toMatchObject({ report: { kind: "joined" } });
  });

  test("a collecting node that leaves ends those that process", async () => {
    const pool = inPool();
    const link = await collectingLink(pool);
    const node = await processingLink(pool);
    await link.close();
    await aborted(node.stop);
    await expect(node.send(ENDED)).rejects.toMatchObject({ code: "COLLECTING_NODE_LOST" });
  });

  test("joining can be given up", async () => {
    const controller = new AbortController();
    const joining = processingLink({ ...inPool(), signal: controller.signal });
    controller.abort(new RangeError("given up"));
    await expect(joining).rejects.toThrow("given up");
  });
});
