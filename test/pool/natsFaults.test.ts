import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { aborted } from "../../src/node/interruption.ts";
import type { PoolReport, ProcessingLink } from "../../src/pool/transport.ts";
import { collectingLink, dataReport, ENDED, newPool, processingLink, Reports } from "./support/natsPool.ts";
import { findNatsServer, NatsServer, type NatsServerOptions } from "./support/natsServer.ts";
import { tcpRelay } from "./support/tcpRelay.ts";

const DOCUMENT = readFileSync(new URL("../../docs/nats.md", import.meta.url), "utf8");

const isMissing = findNatsServer() === undefined;

async function natsServer(options: NatsServerOptions = {}): Promise<NatsServer> {
  const server = await NatsServer.start(options);
  // Hooks run backwards: nodes leave before their server does.
  onTestFinished(() => server.remove());
  return server;
}

/** Sends these events and ends. */
async function sendEvents(node: ProcessingLink, events: Iterable<number>): Promise<void> {
  for (const event of events) await node.send(dataReport({ rank: node.rank, event }));
  await node.send(ENDED);
  await node.close();
}

/** Is this the report of an event with these bytes? */
function isSame(report: PoolReport["report"], bytes: Uint8Array): boolean {
  if (report.kind !== "data") return false;
  return Object.values(report.data).some(
    (data) => data instanceof Uint8Array && Buffer.compare(data, bytes) === 0,
  );
}

const upTo = (count: number) => Array.from({ length: count }, (_, event) => event);

describe.skipIf(isMissing)("at a NATS server with faults, a pool", () => {
  test("F50, R16: goes on after the server was killed again and again; nothing is lost or counted twice", async () => {
    const server = await natsServer();
    const pool = { url: server.url, pool: newPool() };
    const reports = new Reports(await collectingLink(pool));
    const nodes = await Promise.all([processingLink(pool), processingLink(pool)]);
    const work = Promise.all(nodes.map((node) => sendEvents(node, upTo(300))));
    const collected: unknown[] = [];
    for (let report = await reports.next(); report !== undefined; report = await reports.next()) {
      if (report.report.kind === "lost") throw new Error(report.report.reason);
      if (report.report.kind !== "data") continue;
      collected.push(report.report.data);
      if (collected.length % 120 !== 60) continue;
      await server.kill();
      await server.start();
    }
    await work;
    for (const { rank } of nodes)
      expect(collected.filter((data) => (data as { rank: number }).rank === rank)).toEqual(
        upTo(300).map((event) => ({ rank, event })),
      );
    expect(collected).toHaveLength(600);
  });

  test("F50: goes on after the server has lost all it knew", async () => {
    const server = await natsServer();
    const pool = { url: server.url, pool: newPool(), nodePoolSize: 2 };
    const reports = new Reports(await collectingLink(pool));
    const node = await processingLink(pool);
    await reports.nextOf("joined");
    await server.kill();
    await server.forget();
    await server.start();
    const work = sendEvents(node, upTo(20));
    const rest = await reports.rest();
    await work;
    expect(rest.map(({ report }) => report.kind)).toEqual([...upTo(20).map(() => "data"), "ended"]);
  });

  test("F50: sends messages beyond the server's max_payload in parts, exactly", async () => {
    const server = await natsServer({ configuration: "max_payload: 4096" });
    const pool = { url: server.url, pool: newPool(), nodePoolSize: 2, window: 20_000 };
    const link = await collectingLink(pool);
    const reports = new Reports(link);
    const node = await processingLink(pool);
    const lengths = [0, 1, 3900, 4096, 4097, 100_000, 1_000_003];
    const arrays = lengths.map((length) => new Uint8Array(length).map((_, index) => index % 251));
    const work = (async () => {
      for (const array of arrays) await node.send(dataReport({ array }));
      await node.send(ENDED);
      await node.close();
    })();
    for (const array of arrays) {
      const { report } = await reports.nextOf("data");
      expect([array.length, isSame(report, array)]).toEqual([array.length, true]);
    }
    await reports.rest();
    await work;
  });

  test("refuses a message beyond its own limit, and takes the next", async () => {
    const server = await natsServer();
    const pool = { url: server.url, pool: newPool(), nodePoolSize: 2, messageLength: 10_000 };
    const reports = new Reports(await collectingLink(pool));
    const node = await processingLink(pool);
    const tooLong = node.send(dataReport({ array: new Uint8Array(10_000) }));
    await expect(tooLong).rejects.toMatchObject({
      code: "PAYLOAD_TOO_LARGE",
      message: expect.stringContaining("10000"),
    });
    const work = sendEvents(node, [1]);
    expect((await reports.nextOf("data")).report).toEqual(dataReport({ rank: 1, event: 1 }));
    await reports.rest();
    await work;
  });

  test("F50: loses nothing when the server cuts a collecting node that is too slow for it", async () => {
    const server = await natsServer({
      configuration: "max_pending: 300000\nmax_payload: 100000\nwrite_deadline: 1s",
    });
    const relay = await tcpRelay(server.port);
    const pool = { url: server.url, pool: newPool() };
    const link = await collectingLink({ ...pool, url: `nats://127.0.0.1:${relay.port}` });
    const reports = new Reports(link);
    const nodes = await Promise.all([processingLink(pool), processingLink(pool)]);
    await reports.nextOf("joined");
    await reports.nextOf("joined");
    relay.stall();
    const big = new Uint8Array(6_000_000).map((_, index) => index % 241);
    const work = nodes.map(async (node) => {
      await node.send(dataReport({ big }));
      await node.send(ENDED);
      await node.close();
    });
    const rest = await reports.rest();
    await Promise.all(work);
    expect(rest.filter(({ report }) => isSame(report, big))).toHaveLength(2);
    expect(rest).toHaveLength(4);
  });

  test("gives up a node that no longer renews its rank, within the lease; the rank is free for the next", async () => {
    const server = await natsServer();
    const relay = await tcpRelay(server.port);
    const pool = { url: server.url, pool: newPool(), nodePoolSize: 2, lease: 1500 };
    const reports = new Reports(await collectingLink(pool));
    const dead = await processingLink({ ...pool, url: `nats://127.0.0.1:${relay.port}` });
    await reports.nextOf("joined");
    relay.close();
    expect(await reports.next()).toEqual({
      rank: 1,
      report: { kind: "lost", reason: expect.stringContaining("1500 ms") },
    });
    const next = await processingLink(pool);
    expect(await reports.next()).toEqual({ rank: 1, report: { kind: "joined", restarts: 1 } });
    const work = sendEvents(next, [7]);
    expect((await reports.rest()).map(({ report }) => report.kind)).toEqual(["data", "ended"]);
    await work;
    await dead.close();
  });

  test("tells a node that was given up, and takes nothing of it any more", async () => {
    const server = await natsServer();
    const relay = await tcpRelay(server.port);
    const pool = { url: server.url, pool: newPool(), nodePoolSize: 2, lease: 1500 };
    const reports = new Reports(await collectingLink(pool));
    const paused = await processingLink({ ...pool, url: `nats://127.0.0.1:${relay.port}` });
    await reports.nextOf("joined");
    relay.close();
    await reports.nextOf("lost");
    const sent = paused.send(dataReport({ late: true }));
    const refused = expect(sent).rejects.toMatchObject({ code: "RANK_LOST" });
    relay.open();
    await Promise.all([aborted(paused.stop), refused]);
    expect(paused.stop.reason).toMatchObject({ code: "RANK_LOST" });
    const next = await processingLink(pool);
    const work = sendEvents(next, [1]);
    const kinds = (await reports.rest()).map(({ report }) => report.kind);
    expect(kinds).toEqual(["joined", "data", "ended"]);
    await work;
  });

  test("ends its nodes when the collecting node says nothing any more", async () => {
    const server = await natsServer();
    const relay = await tcpRelay(server.port);
    const pool = { url: server.url, pool: newPool(), nodePoolSize: 2, lease: 1500 };
    await collectingLink({ ...pool, url: `nats://127.0.0.1:${relay.port}` });
    const node = await processingLink(pool);
    relay.close();
    await aborted(node.stop);
    expect(node.stop.reason).toMatchObject({ code: "COLLECTING_NODE_LOST" });
  });
});

describe.skipIf(isMissing)("a NATS server that refuses", () => {
  test.each([
    [
      "credentials",
      { configuration: "authorization { user: a, password: b }" },
      { code: "NATS_REFUSED", message: expect.stringContaining("credentials") },
    ],
    [
      "JetStream",
      { jetStream: false },
      { code: "NATS_REFUSED", message: expect.stringContaining("JetStream") },
    ],
    [
      "the pool's subjects",
      {
        configuration: `authorization { users: [{ user: a, password: b, permissions: { subscribe: ["_INBOX.>"], publish: ">" } }] }`,
        server: { user: "a", pass: "b" },
      },
      { code: "NATS_REFUSED", message: expect.stringContaining("subjects") },
    ],
  ])("%s is named, with what to do", async (_, { server: credentials, ...options }: Refusing, error) => {
    const { url } = await natsServer(options);
    const joining = collectingLink({ url, server: { servers: url, ...credentials } });
    await expect(joining).rejects.toMatchObject({ name: "PoolTransportError", ...error });
  });

  test("what docs/nats.md permits is enough for a pool", async () => {
    const [permissions] = DOCUMENT.match(/permissions: \{[^}]*\}/) ?? [];
    const configuration = `authorization { users: [{ user: a, password: b, ${permissions} }] }`;
    const server = await natsServer({ configuration });
    const credentials = { servers: server.url, user: "a", pass: "b" };
    const pool = { url: server.url, server: credentials, pool: newPool(), nodePoolSize: 2 };
    const reports = new Reports(await collectingLink(pool));
    const work = sendEvents(await processingLink(pool), [1]);
    const kinds = (await reports.rest()).map(({ report }) => report.kind);
    expect(kinds).toEqual(["joined", "data", "ended"]);
    await work;
  });

  test("a server that is not there is named without the credentials", async () => {
    const server = await natsServer();
    await server.kill();
    const joining = collectingLink({ url: server.url.replace("//", "//user:secret@") });
    const error = await joining.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "PoolTransportError", code: "NOT_REACHABLE" });
    expect(String(error)).toContain(server.url);
    expect(String(error)).not.toContain("secret");
  });
});

interface Refusing extends NatsServerOptions {
  readonly server?: { readonly user: string; readonly pass: string };
}
