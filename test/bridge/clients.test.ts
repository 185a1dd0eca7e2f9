import { describe, expect, test } from "vitest";
import { bridgeClock } from "../../src/bridge/index.ts";
import { NextClients } from "../../src/bridge/nextClients.ts";
import { head, wireServer } from "../support/wireServer.ts";
import { rawSocket, received, request, untilClosed } from "./support/rawRequest.ts";
import { countedBridge, servedBridge, TOKEN } from "./support/servedBridge.ts";

const NEXT = "/monitor/api/1.8.0/images/next?timeout=10000";
const STATE = "/monitor/api/1.8.0/status/state";

describe("S26:", () => {
  test("an address that asks too often is told to wait, others are not", async () => {
    const { bridge, dcu } = await countedBridge({ limits: { requestsPerSecond: 0.001, requestBurst: 5 } });
    const ask = (from: string) => untilClosed(bridge.url, request(bridge.url, STATE), { from });
    for (let count = 0; count < 5; count++) expect((await ask("127.0.0.1")).status).toBe(200);
    const answer = await ask("127.0.0.1");
    expect(answer.status).toBe(429);
    expect(answer.text).toMatch(/^retry-after: 1\r$/im);
    expect(answer.text).toContain('"TOO_MANY_REQUESTS"');
    expect((await ask("127.0.0.2")).status).toBe(200);
    expect(dcu.requests).toHaveLength(6);
  });

  test("and is let in again after a while", async () => {
    const { bridge } = await countedBridge({ limits: { requestsPerSecond: 20, requestBurst: 1 } });
    const ask = async () => (await untilClosed(bridge.url, request(bridge.url, STATE))).status;
    await ask();
    await expect.poll(ask, { interval: 100 }).toBe(200);
  });

  test("a client has one `next` at a time, and another once that is answered or given up", async () => {
    const dcu = await wireServer(() => undefined);
    const bridge = await servedBridge({ dcu: dcu.url });
    const first = await rawSocket(bridge.url);
    first.write(request(bridge.url, NEXT));
    await dcu.asked();
    const refused = await untilClosed(bridge.url, request(bridge.url, NEXT));
    expect(refused.status).toBe(429);
    expect(refused.text).toContain('"NEXT_PENDING"');
    expect(dcu.requests).toHaveLength(1);
    first.destroy();
    await dcu.deserted();
    const second = await rawSocket(bridge.url);
    second.write(request(bridge.url, NEXT));
    await expect.poll(() => dcu.requests.length).toBe(2);
    const answer = received(second);
    dcu.connections.at(-1)?.write(`${head("408 X", { "Content-Length": 2 })}no`);
    expect((await answer).status).toBe(408);
    const third = await rawSocket(bridge.url);
    third.write(request(bridge.url, NEXT));
    await expect.poll(() => dcu.requests.length).toBe(3);
  });
});

test("S29: two clients that share `next` are warned, and so is who runs the bridge", async () => {
  const { bridge } = await countedBridge();
  const warning = "images/next is shared by 2 clients: each gets a part of the images";
  const ask = (from: string) =>
    untilClosed(bridge.url, request(bridge.url, "/monitor/api/1.8.0/images/next"), { from });
  expect((await ask("127.0.0.1")).text).not.toContain("shared");
  expect((await ask("127.0.0.1")).text).not.toContain("shared");
  expect((await ask("127.0.0.2")).text).toContain(`bridge-warning: ${warning}`);
  expect((await ask("127.0.0.1")).text).toContain(`bridge-warning: ${warning}`);
  const looking = await untilClosed(bridge.url, request(bridge.url, "/monitor/api/1.8.0/images/monitor"), {
    from: "127.0.0.3",
  });
  expect(looking.text).not.toContain("shared");
  expect(bridge.log).toContain(`warning: ${warning}`);
});

test("S29: two programs of one machine that wait at once are two clients", async () => {
  const dcu = await wireServer(() => undefined);
  const bridge = await servedBridge({ dcu: dcu.url });
  const first = await rawSocket(bridge.url);
  const answer = received(first);
  first.write(request(bridge.url, NEXT));
  await dcu.asked();
  const warning = "images/next is shared by 2 clients: each gets a part of the images";
  const refused = await untilClosed(bridge.url, request(bridge.url, NEXT));
  expect(refused.text).toContain('"NEXT_PENDING"');
  expect(refused.text).toContain(`bridge-warning: ${warning}`);
  expect(bridge.log).toContain(`warning: ${warning}`);
  dcu.connections.at(-1)?.write(`${head("200 OK", { "Content-Length": 2 })}ok`);
  expect((await answer).text).toContain(`bridge-warning: ${warning}`);
});

test("S29: one that asks twice over one connection is one", async () => {
  const dcu = await wireServer(() => undefined);
  const bridge = await servedBridge({ dcu: dcu.url });
  const client = await rawSocket(bridge.url);
  const answers = received(client);
  const kept = request(bridge.url, NEXT).replace("Connection: close\r\n", "");
  client.write(kept + request(bridge.url, NEXT));
  await dcu.asked();
  dcu.connections.at(-1)?.write(`${head("200 OK", { "Content-Length": 2 })}ok`);
  const { text } = await answers;
  expect(text).toContain('"NEXT_PENDING"');
  expect(text).not.toContain("shared");
});

test("S29: a client is remembered for longer than it may wait for an image", () => {
  let time = 0;
  const clients = new NextClients({ ...bridgeClock, now: () => time });
  clients.enter({ address: "10.1.2.3" });
  time = 20_000;
  clients.enter({ address: "10.1.2.4" });
  expect(clients.count()).toBe(2);
  time = 31_000;
  expect(clients.count()).toBe(1);
});

describe("S27: what is logged", () => {
  test("is one printable line, whatever was asked", async () => {
    const { bridge } = await countedBridge();
    for (const target of ["/%0d%0aHTTP/1.1", "/a\x1b[31mred", "/\x7f", "/ä", "/a\tb"]) {
      await untilClosed(bridge.url, request(bridge.url, target));
    }
    await untilClosed(bridge.url, request(bridge.url, "/none", { method: "PROPFIND" }));
    await untilClosed(bridge.url, request(bridge.url, `/${"a".repeat(900)}`));
    expect(bridge.log.length).toBeGreaterThan(2);
    for (const line of bridge.log) expect(line).toMatch(/^127\.0\.0\.1 [\x20-\x7e]{1,300}…?$/);
    expect(bridge.log).toContain("127.0.0.1 PROPFIND /none 404 NOT_FOUND");
  });

  test("has no token and no body in it", async () => {
    const { bridge } = await countedBridge({ allowWrite: true, token: TOKEN });
    const headers = { Authorization: `Bearer ${TOKEN}x`, "Content-Type": "application/json" };
    const body = '{"value":"body-of-the-request"}';
    await bridge.get(`config/mode?token=${TOKEN}`, { method: "PUT", headers, body });
    headers.Authorization = `Bearer ${TOKEN}`;
    await bridge.get(`config/mode?token=${TOKEN}`, { method: "PUT", headers, body });
    expect(bridge.log).toEqual([
      "127.0.0.1 PUT /monitor/api/1.8.0/config/mode 401 TOKEN_NEEDED",
      "127.0.0.1 PUT /monitor/api/1.8.0/config/mode 400 BAD_BODY",
    ]);
  });

  test("is not more than a screen a second", async () => {
    const { bridge } = await countedBridge();
    for (let count = 0; count < 100; count++) await fetch(`${bridge.url}/none`);
    expect(bridge.log.length).toBeLessThan(100);
  });
});

test("S32: nothing of the DCU may be kept by a cache, and nothing is kept here", async () => {
  let images = 0;
  const dcu = await wireServer((socket) => {
    images += 1;
    socket.write(
      `${head("200 OK", { "Content-Length": 1, ETag: '"a"', "Cache-Control": "max-age=60" })}${images}`,
    );
  });
  const bridge = await servedBridge({ dcu: dcu.url });
  for (const path of [
    "images/next",
    "images/next",
    "images/monitor",
    "images/1/1",
    "status/state",
    "images/01/1",
  ]) {
    const reply = await bridge.get(path, {
      headers: { "If-None-Match": '"a"', "Cache-Control": "only-if-cached" },
    });
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(reply.headers.get("etag")).toBeNull();
    if (reply.status === 200) expect(await reply.text()).toBe(String(images));
  }
  expect(images).toBe(5);
});
