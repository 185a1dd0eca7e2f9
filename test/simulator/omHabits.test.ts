import { expect, test } from "vitest";
import { exchange, openSocket, type RawReply } from "./support/rawSocket.ts";
import { servedDcu } from "./support/servedDcu.ts";

const MONITOR = "/monitor/api/1.8.0";

/** One request on a connection of its own, as a client without a session sends it. */
async function request(url: string, line: string, body?: string): Promise<RawReply> {
  const socket = await openSocket(url);
  const headers = [
    `${line} HTTP/1.1`,
    "Host: dcu",
    "Accept: */*",
    "Accept-Encoding: gzip, deflate",
    "Connection: close",
  ];
  const typed =
    body === undefined ? [] : ["Content-Type: application/json", `Content-Length: ${body.length}`];
  try {
    return await exchange(socket, [...headers, ...typed], body);
  } finally {
    socket.destroy();
  }
}

test("a client with OM's habits starts, polls and reads images at its fixed offsets", async () => {
  const dcu = await servedDcu();
  const mode = await request(dcu.url, `GET ${MONITOR}/config/mode`);
  expect([mode.status, JSON.parse(mode.body.toString()).value]).toEqual([200, "disabled"]);
  for (const [key, body] of [
    ["mode", '{"value": "enabled"}'],
    ["discard_new", '{"value": false}'],
    ["buffer_size", '{"value": 5}'],
  ] as const) {
    const reply = await request(dcu.url, `PUT ${MONITOR}/config/${key}`, body);
    expect([reply.status, JSON.parse(reply.body.toString())]).toEqual([200, [key]]);
  }
  const empty = await request(dcu.url, `GET ${MONITOR}/images/next`);
  expect(empty.status).toBe(408);
  for (let image = 0; image < 7; image++) dcu.dcu.expose();
  for (const image of [2, 3, 4, 5, 6]) {
    const { status, body } = await request(dcu.url, `GET ${MONITOR}/images/next`);
    expect([status, body.readInt32LE(42), body.readInt32LE(54)]).toEqual([200, 1, image]);
    const date = body.subarray(162, 162 + 29).toString("latin1");
    expect(date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
    expect(Math.abs(Date.parse(date) - Date.now())).toBeLessThan(60_000);
    expect(body.readUInt16LE(216)).toBe((7 * image) % 251);
  }
});

test("two workers with OM's habits never get the same image", async () => {
  const dcu = await servedDcu();
  await dcu.put("monitor/config/mode", "enabled");
  for (let image = 0; image < 20; image++) dcu.dcu.expose();
  const worker = async () => {
    const images: number[] = [];
    for (let taken = 0; taken < 10; taken++) {
      images.push((await request(dcu.url, `GET ${MONITOR}/images/next`)).body.readInt32LE(54));
    }
    return images;
  };
  const images = (await Promise.all([worker(), worker()])).flat();
  expect(images.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, image) => image));
});
