import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { bodyOf, head, type WireServer, wireServer } from "../support/wireServer.ts";
import { rawSocket, request } from "./support/rawRequest.ts";
import { type ServedBridge, servedBridge } from "./support/servedBridge.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const NEXT = "/monitor/api/1.8.0/images/next?timeout=10000";
/** Milliseconds within which the DCU is left (S18). */
const SOON = 100;
const TIMES = 5;

/** Median of how long the DCU's connection outlives the client's, in milliseconds. */
async function medianOfLeaving(leave: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < TIMES; time++) times.push(await leave());
  return times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? Number.NaN;
}

async function leaving(
  bridge: ServedBridge,
  dcu: WireServer,
  { until, gc }: { until: "asked" | "body"; gc: boolean },
) {
  const client = await rawSocket(bridge.url);
  client.write(request(bridge.url, NEXT));
  await expect.poll(() => dcu.connections.filter((socket) => !socket.closed).length).toBe(1);
  const [connection] = dcu.connections.filter((socket) => !socket.closed);
  if (until === "body") await new Promise((resolve) => client.once("data", resolve));
  else await dcu.asked();
  if (gc) for (let round = 0; round < 3; round++) collectGarbage();
  const begun = performance.now();
  const left = new Promise((resolve) => connection?.once("close", resolve));
  client.destroy();
  await left;
  return performance.now() - begun;
}

describe("S18: when the client goes, the DCU is left within 100 ms,", () => {
  for (const gc of [false, true]) {
    const suffix = gc ? ", after garbage collections too" : "";
    test(`while it waits for an image${suffix}`, async () => {
      const dcu = await wireServer(() => undefined);
      const bridge = await servedBridge({ dcu: dcu.url });
      expect(await medianOfLeaving(() => leaving(bridge, dcu, { until: "asked", gc }))).toBeLessThan(SOON);
      expect(dcu.requests).toHaveLength(TIMES);
    });

    test(`within a body${suffix}`, async () => {
      const dcu = await wireServer((socket) => {
        socket.write(head("200 OK", { "Content-Length": 1_000_000 }));
        socket.write(bodyOf(1000));
      });
      const bridge = await servedBridge({ dcu: dcu.url });
      expect(await medianOfLeaving(() => leaving(bridge, dcu, { until: "body", gc }))).toBeLessThan(SOON);
    });
  }
});

test("S19: a client that does not read costs no more than 16 MiB, and the DCU waits for it", async () => {
  const bytes = 64 * 2 ** 20;
  let written = 0;
  let full: (() => void) | undefined;
  const isFull = new Promise<void>((resolve) => {
    full = resolve;
  });
  const piece = bodyOf(2 ** 16);
  const dcu = await wireServer((socket) => {
    socket.write(head("200 OK", { "Content-Length": bytes }));
    const write = () => {
      while (written < bytes && !socket.destroyed) {
        written += piece.length;
        if (!socket.write(piece)) break;
      }
    };
    socket.on("drain", write);
    write();
    // Nothing has been taken for a while: whoever is between is full.
    let seen = -1;
    const look = setInterval(() => {
      if (seen === written) full?.();
      seen = written;
    }, 400);
    socket.once("close", () => clearInterval(look));
  });
  const bridge = await servedBridge({ dcu: dcu.url });
  const before = process.memoryUsage();
  const client = await rawSocket(bridge.url);
  client.pause();
  client.write(request(bridge.url, "/monitor/api/1.8.0/images/monitor"));
  await isFull;
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(16 * 2 ** 20);
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  expect(arrayBuffers + heapUsed - before.arrayBuffers - before.heapUsed).toBeLessThan(16 * 2 ** 20);
  let read = 0;
  client.on("data", (data: Buffer) => {
    read += data.length;
  });
  client.resume();
  await new Promise((resolve) => client.once("close", resolve));
  expect(read).toBeGreaterThan(bytes);
});
