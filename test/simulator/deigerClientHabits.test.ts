import { expect, test } from "vitest";
import { exchange, openSocket } from "./support/rawSocket.ts";
import { servedDcu } from "./support/servedDcu.ts";

test("a client with DEigerClient's habits does a whole run on one connection", async () => {
  const dcu = await servedDcu();
  const socket = await openSocket(dcu.url);
  const ask = async (method: string, path: string, headers: readonly string[], body = "") => {
    const lines = [`${method} ${path} HTTP/1.1`, "Host: dcu", "Accept-Encoding: identity", ...headers];
    const reply = await exchange(socket, [...lines, `Content-Length: ${body.length}`], body);
    const text = reply.body.toString("latin1");
    // It parses every body that is labelled JSON, an empty one too.
    return { ...reply, json: /^content-type:.*json/im.test(reply.head) ? JSON.parse(text) : undefined };
  };
  const read = (path: string) => ask("GET", path, ["Accept: application/json; charset=utf-8"], "{}");
  const write = (path: string, value: unknown) =>
    ask("PUT", path, ["Content-type: application/json; charset=utf-8"], JSON.stringify({ value }));
  const command = (path: string) => ask("PUT", path, ["Content-type: text/html"]);
  const image = (path: string) => ask("GET", path, ["Accept: application/tiff"]);

  expect((await read("/detector/api/version/")).json.value).toBe("1.8.0");
  expect((await command("/detector/api/1.8.0/command/initialize")).json).toEqual({});
  expect((await write("/monitor/api/1.8.0/config/mode", "enabled")).json).toEqual(["mode"]);
  expect((await write("/detector/api/1.8.0/config/frame_time", 0.001)).json).toContain("count_time");
  expect((await write("/detector/api/1.8.0/config/nimages", 3)).json).toEqual(["nimages"]);
  expect((await command("/detector/api/1.8.0/command/arm")).json).toEqual({ "sequence id": 1 });
  expect((await command("/detector/api/1.8.0/command/trigger")).json).toEqual({});
  expect((await read("/monitor/api/1.8.0/images/")).json).toEqual([[1, [0, 1, 2]]]);
  const newest = await image("/monitor/api/1.8.0/images/monitor");
  expect(newest.head).toMatch(/^content-type: application\/tiff$/im);
  expect(newest.body.readInt32LE(54)).toBe(2);
  expect((await image("/monitor/api/1.8.0/images/1/1")).body.readInt32LE(54)).toBe(1);
  expect((await image("/monitor/api/1.8.0/images/next")).body.readInt32LE(54)).toBe(0);
  expect((await read("/filewriter/api/1.8.0/files/")).json).toEqual([]);
  expect((await command("/monitor/api/1.8.0/command/clear")).json).toEqual({});
  expect((await command("/detector/api/1.8.0/command/disarm")).json).toEqual({ "sequence id": 1 });
  socket.destroy();
});
