import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { DEFAULT_SERVER_LIMITS, type ServerLimits } from "../../src/node/bridge/serverLimits.ts";
import { bodyOf, head, wireServer } from "../support/wireServer.ts";
import { rawSocket, received, request } from "./support/rawRequest.ts";
import { servedBridge } from "./support/servedBridge.ts";

const NEXT = "/monitor/api/1.8.0/images/next?timeout=10000";
const MONITOR = "/monitor/api/1.8.0/images/monitor";

/** A DCU that begins a body for `images/monitor`, and lets `images/next` wait. */
async function slowDcu(serverLimits: Partial<ServerLimits> = {}) {
  let body: Socket | undefined;
  const dcu = await wireServer((socket, text) => {
    if (!text.includes("images/monitor")) return;
    body = socket;
    socket.write(head("200 OK", { "Content-Length": 2000 }));
    socket.write(bodyOf(1000));
  });
  return {
    dcu,
    finish: () => body?.write(bodyOf(1000)),
    bridge: await servedBridge({ dcu: dcu.url, serverLimits }),
  };
}

describe("S30: when it is told to stop, the bridge", () => {
  test("lets a body that has begun come to its end, and takes nobody else", async () => {
    const { bridge, finish } = await slowDcu();
    const client = await rawSocket(bridge.url);
    const answer = received(client);
    client.write(request(bridge.url, MONITOR));
    await new Promise((resolve) => client.once("data", resolve));
    const closed = bridge.close();
    await expect(rawSocket(bridge.url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    finish();
    const { status, text } = await answer;
    expect([status, text.slice(text.indexOf("\r\n\r\n") + 4).length]).toEqual([200, 2000]);
    await closed;
  });

  test("cuts a body that does not end in time", async () => {
    expect(DEFAULT_SERVER_LIMITS.lastBodies).toBe(5000);
    const { bridge } = await slowDcu({ lastBodies: 300 });
    const client = await rawSocket(bridge.url);
    const answer = received(client);
    client.write(request(bridge.url, MONITOR));
    await new Promise((resolve) => client.once("data", resolve));
    const begun = performance.now();
    await bridge.close();
    const time = performance.now() - begun;
    expect(time).toBeGreaterThan(290);
    expect(time).toBeLessThan(2300);
    expect((await answer).text.length).toBeLessThan(2000);
  });

  test("tells those who wait for an image at once, and the DCU that nobody waits any more", async () => {
    const { bridge, dcu } = await slowDcu();
    const client = await rawSocket(bridge.url);
    const answer = received(client);
    client.write(request(bridge.url, NEXT));
    await dcu.asked();
    const begun = performance.now();
    await Promise.all([bridge.close(), dcu.deserted()]);
    expect(performance.now() - begun).toBeLessThan(2000);
    const { status, text } = await answer;
    expect(status).toBe(503);
    expect(text).toContain('"STOPPING"');
  });

  test("does not wait for connections on which nothing is asked", async () => {
    const { bridge } = await slowDcu();
    const silent = await rawSocket(bridge.url);
    const half = await rawSocket(bridge.url);
    half.write("GET / HTTP/1.1\r\nHost: ");
    const begun = performance.now();
    await Promise.all([received(silent), received(half), bridge.close()]);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
