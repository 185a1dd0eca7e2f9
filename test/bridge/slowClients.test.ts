import type { Socket } from "node:net";
import { Worker } from "node:worker_threads";
import { describe, expect, onTestFinished, test } from "vitest";
import { rawSocket, received, request, untilClosed } from "./support/rawRequest.ts";
import { countedBridge, type ServedBridge } from "./support/servedBridge.ts";

const STATE = "/monitor/api/1.8.0/status/state";
/** Two thirds of the time limits pass before the first of them is looked at. */
const LATE = 1500;

/** How long it takes, in milliseconds, and what came. */
async function timed<T>(work: Promise<T>): Promise<readonly [milliseconds: number, result: T]> {
  const begun = performance.now();
  const result = await work;
  return [performance.now() - begun, result];
}

describe("S20:", () => {
  test("half a head is waited for 5 s, half a request 10 s, the next request 5 s", async () => {
    const { bridge, dcu } = await countedBridge({ allowWrite: true, token: "x".repeat(32) });
    const half = async (text: string) => {
      const socket = await rawSocket(bridge.url);
      const answer = timed(received(socket));
      socket.write(text);
      return answer;
    };
    const head = half(`GET ${STATE} HTTP/1.1\r\nHost: x\r\n`);
    const headers = [
      "Content-Type: application/json",
      "Content-Length: 30",
      `Authorization: Bearer ${"x".repeat(32)}`,
    ];
    const path = "/monitor/api/1.8.0/config/mode";
    const body = half(`${request(bridge.url, path, { method: "PUT", headers })}{"value`);
    const idle = half(`GET ${STATE} HTTP/1.1\r\nHost: ${new URL(bridge.url).host}\r\n\r\n`);
    const [[headTime, headAnswer], [bodyTime], [idleTime, idleAnswer]] = await Promise.all([
      head,
      body,
      idle,
    ]);
    expect(headTime).toBeGreaterThan(4900);
    expect(headTime).toBeLessThan(5000 + LATE);
    // Not 408, which would look like "no image".
    expect(headAnswer.status).toBe(400);
    expect(bodyTime).toBeLessThan(10_000 + LATE);
    expect(idleTime).toBeLessThan(5000 + 2 * LATE);
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
    for (let count = 0; count < 70; count++) sockets.push(await rawSocket(bridge.url));
    await expect.poll(() => sockets.filter((socket) => socket.closed).length).toBe(6);
    expect(sockets.slice(0, 6).every((socket) => socket.closed)).toBe(true);
    expect((await fetch(bridge.url + STATE)).status).toBe(200);
  });

  test("200 clients that keep it waiting leave the others their latency, or twice that", async () => {
    const { bridge } = await countedBridge();
    const alone = await latency(bridge);
    const attacks = await besiege(bridge.url, 200);
    const beside = await latency(bridge);
    expect(attacks()).toBeGreaterThanOrEqual(200);
    // Two milliseconds are what a busy machine does by itself.
    expect(beside).toBeLessThan(2 * Math.max(alone, 2));
  });
});

/** Median of 100 requests, each over a connection of its own, all of which are answered. Milliseconds. */
async function latency({ url }: ServedBridge): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 100; index++) {
    const [time, { status }] = await timed(untilClosed(url, request(url, STATE)));
    expect(status).toBe(200);
    times.push(time);
  }
  return times.sort((a, b) => a - b)[50] ?? Number.NaN;
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
