import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { bodyOf, head, pour, wireServer } from "../support/wireServer.ts";
import { rawSocket, received, request, untilClosed } from "./support/rawRequest.ts";
import { countedBridge, servedBridge } from "./support/servedBridge.ts";

const MONITOR = "/monitor/api/1.8.0/images/monitor";
const STATE = "/monitor/api/1.8.0/status/state";
const PIECE = bodyOf(2 ** 16);
const BYTES = 2 ** 30;

/** A DCU whose images have no end, and whose state is short. */
function endlessDcu() {
  return wireServer((socket, text) => {
    if (text.includes("images/monitor")) {
      socket.write(head("200 OK", { "Content-Length": BYTES }));
      pour(socket, PIECE);
    } else socket.write(`${head("200 OK", { "Content-Length": 1 })}1`);
  });
}

/** Asks, and reads no more once the answer begins; some are not let in. */
async function stalledClient(url: string, path = MONITOR): Promise<Socket> {
  const socket = await rawSocket(url);
  socket.write(request(url, path));
  await new Promise<void>((resolve) => socket.once("data", () => resolve()).once("close", () => resolve()));
  return socket.pause();
}

/** Status that a client gets; 0 when its connection is closed without an answer. */
async function statusFor(url: string, from = "127.0.0.1"): Promise<number> {
  const answer = await untilClosed(url, request(url, STATE), { from }).catch(() => ({ status: 0 }));
  return answer.status;
}

describe("S16, S20: clients that ask for an image and do not read it", () => {
  test("lose their connections once a body may last no longer, and others get their places", async () => {
    const dcu = await endlessDcu();
    const limits = { body: 1000, imageBytes: BYTES };
    const serverLimits = { connections: 8, connectionsOfOne: 8 };
    const bridge = await servedBridge({ dcu: dcu.url, limits, serverLimits });
    const stalled = await Promise.all(Array.from({ length: 8 }, () => stalledClient(bridge.url)));
    expect(await statusFor(bridge.url)).toBe(0);
    await dcu.deserted();
    await expect.poll(() => statusFor(bridge.url)).toBe(200);
    for (const socket of stalled) {
      const { text } = await received(socket.resume());
      expect(text.length).toBeLessThan(BYTES);
    }
  });

  test("cannot take all places from one address", async () => {
    const dcu = await endlessDcu();
    const serverLimits = { connections: 8, connectionsOfOne: 5 };
    const bridge = await servedBridge({ dcu: dcu.url, limits: { imageBytes: BYTES }, serverLimits });
    await Promise.all(Array.from({ length: 12 }, () => stalledClient(bridge.url)));
    expect(dcu.requests).toHaveLength(5);
    expect(await statusFor(bridge.url)).toBe(0);
    expect(await statusFor(bridge.url, "127.0.0.2")).toBe(200);
    expect(dcu.requests).toHaveLength(6);
  });

  test("lose their connections sooner when they take nothing at all, of the viewer's files too", async () => {
    const bytes = new Uint8Array(32 * 2 ** 20);
    const viewer = new Map([["/index.html", { bytes, type: "text/html" }]]);
    const serverLimits = { connections: 1, connectionsOfOne: 1, stalled: 300 };
    const { bridge } = await countedBridge({ viewer, serverLimits });
    const stalled = await stalledClient(bridge.url, "/");
    await expect.poll(() => statusFor(bridge.url), { timeout: 5000 }).toBe(200);
    expect((await received(stalled.resume())).text.length).toBeLessThan(bytes.length);
  });

  test("lose them also when they take a little now and then", async () => {
    const bytes = new Uint8Array(32 * 2 ** 20);
    const viewer = new Map([["/index.html", { bytes, type: "text/html" }]]);
    const { bridge } = await countedBridge({ viewer, serverLimits: { reply: 500 } });
    const slow = await rawSocket(bridge.url);
    const answer = received(slow);
    slow.on("data", () => {
      slow.pause();
      setTimeout(() => slow.resume(), 100);
    });
    slow.write(request(bridge.url, "/"));
    expect((await answer).text.length).toBeLessThan(bytes.length);
  });
});

test("a client that has taken all there is may wait for a slow DCU", async () => {
  const dcu = await wireServer((socket) => {
    socket.write(head("200 OK", { "Content-Length": 2000 }));
    socket.write(bodyOf(1000));
    setTimeout(() => socket.write(bodyOf(1000)), 400);
  });
  const bridge = await servedBridge({ dcu: dcu.url, serverLimits: { stalled: 100 } });
  const reply = await bridge.get("images/monitor");
  expect((await reply.arrayBuffer()).byteLength).toBe(2000);
});
