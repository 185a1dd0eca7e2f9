import type { Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_SERVER_LIMITS } from "../../src/node/bridge/serverLimits.ts";
import { rawSocket, received, request, untilClosed } from "./support/rawRequest.ts";
import { countedBridge, type ServedBridge, TOKEN } from "./support/servedBridge.ts";

const STATE = "/monitor/api/1.8.0/status/state";
/** Milliseconds that a busy machine may add to a time limit. */
const LATE = 1500;

/** How long it takes, in milliseconds, and what came. */
async function timed<T>(work: Promise<T>): Promise<readonly [milliseconds: number, result: T]> {
  const begun = performance.now();
  const result = await work;
  return [performance.now() - begun, result];
}

describe("S20:", () => {
  test("half a head is waited for 5 s, half a request 10 s, the next request 5 s", () => {
    const { head, request: whole, keepAlive, checking } = DEFAULT_SERVER_LIMITS;
    expect([head, whole, keepAlive, checking]).toEqual([5000, 10_000, 5000, 500]);
  });

  test("and no longer", async () => {
    const serverLimits = { head: 500, request: 1000, keepAlive: 500, checking: 50 };
    const { bridge, dcu } = await countedBridge({ allowWrite: true, token: TOKEN, serverLimits });
    const half = async (text: string) => {
      const socket = await rawSocket(bridge.url);
      const answer = timed(received(socket));
      socket.write(text);
      return answer;
    };
    const headers = [
      "Content-Type: application/json",
      "Content-Length: 30",
      `Authorization: Bearer ${TOKEN}`,
    ];
    const path = "/monitor/api/1.8.0/config/mode";
    const [[headTime, headAnswer], [bodyTime], [idleTime, idleAnswer]] = await Promise.all([
      half(`GET ${STATE} HTTP/1.1\r\nHost: x\r\n`),
      half(`${request(bridge.url, path, { method: "PUT", headers })}{"value`),
      half(`GET ${STATE} HTTP/1.1\r\nHost: ${new URL(bridge.url).host}\r\n\r\n`),
    ]);
    expect(headTime).toBeGreaterThan(490);
    expect(headTime).toBeLessThan(500 + LATE);
    // Not 408, which would look like "no image".
    expect(headAnswer.status).toBe(400);
    expect(bodyTime).toBeGreaterThan(990);
    expect(bodyTime).toBeLessThan(1000 + LATE);
    expect(idleTime).toBeGreaterThan(490);
    // Node adds a second of its own to what it lets a client keep a connection (keepAliveTimeoutBuffer of later versions).
    expect(idleTime).toBeLessThan(500 + 1000 + LATE);
    expect(idleAnswer.status).toBe(200);
    expect(dcu.requests).toHaveLength(1);
  });

  test("a head has 8 KiB at most", async () => {
    const { bridge, dcu } = await countedBridge();
    const long = `X-Long: ${"a".repeat(8192)}`;
    expect((await untilClosed(bridge.url, request(bridge.url, STATE, { headers: [long] }))).status).toBe(431);
    expect((await untilClosed(bridge.url, request(bridge.url, `/${"a".repeat(2000)}`))).status).toBe(400);
    expect(dcu.requests).toEqual([]);
  });

  test("there are 64 connections at most, and those go first that never asked", async () => {
    const { bridge } = await countedBridge();
    const sockets: Socket[] = [];
    for (let count = 0; count < 72; count++) {
      sockets.push(await rawSocket(bridge.url, { from: `127.0.0.${1 + (count % 3)}` }));
    }
    await expect.poll(() => sockets.filter((socket) => socket.closed).length).toBe(8);
    expect(sockets.slice(0, 8).every((socket) => socket.closed)).toBe(true);
    expect((await fetch(bridge.url + STATE)).status).toBe(200);
  });

  test("and 32 from one address", async () => {
    const { bridge } = await countedBridge();
    const sockets: Socket[] = [];
    for (let count = 0; count < 38; count++) sockets.push(await rawSocket(bridge.url));
    await expect.poll(() => sockets.filter((socket) => socket.closed).length).toBe(6);
    expect(sockets.slice(0, 6).every((socket) => socket.closed)).toBe(true);
    expect((await fetch(bridge.url + STATE)).status).toBe(200);
  });

  test("200 clients that keep it waiting leave the others their latency, or twice that", async () => {
    const { bridge } = await countedBridge();
    const alone = await latency(bridge);
    const attacks = await besiege(bridge.url, 200);
    const limit = 2 * Math.max(alone, BUSY);
    // Whatever else the machine does only adds to it, so the best of some rounds is the bridge's own.
    await expect.poll(() => latency(bridge), { timeout: 15_000 }).toBeLessThan(limit);
    expect(attacks()).toBeGreaterThanOrEqual(200);
  });
});

/** Milliseconds that a machine with other work takes of one request in a hundred. */
const BUSY = 10;

/** The slowest but two of 200 requests (p99), each over a connection of its own, all of which are answered. Milliseconds. */
async function latency({ url }: ServedBridge): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 200; index++) {
    const [time, { status }] = await timed(untilClosed(url, request(url, STATE)));
    expect(status).toBe(200);
    times.push(time);
  }
  return times.sort((a, b) => a - b)[197] ?? Number.NaN;
}

/** Clients in a thread of their own that keep connections open; resolves once all have come, with how often they did. */
async function besiege(url: string, clients: number): Promise<() => number> {
  const file = new URL("./support/slowLoris.mjs", import.meta.url);
  const worker = new Worker(file, { workerData: { url, clients } });
  onTestFinished(async () => void (await worker.terminate()));
  let count = 0;
  await new Promise<void>((resolve) => {
    worker.on("message", (attacks: number) => {
      count = attacks;
      if (attacks >= clients) resolve();
    });
  });
  return () => count;
}
