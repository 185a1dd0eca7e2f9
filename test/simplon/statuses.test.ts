import { describe, expect, test } from "vitest";
import { MonitorClient } from "../../src/simplon/index.ts";
import { ManualClock } from "../support/manualClock.ts";
import { type RecordingServer, recordingServer, type ScriptedReply } from "../support/recordingServer.ts";
import { head, wireServer } from "../support/wireServer.ts";

async function answering(reply: ScriptedReply): Promise<{ server: RecordingServer; client: MonitorClient }> {
  const server = await recordingServer(() => reply);
  return { server, client: new MonitorClient({ source: server.source, clock: new ManualClock() }) };
}

describe("no image", () => {
  for (const [status, body] of [
    [408, "no data available\n"],
    [408, ""],
    [204, ""],
  ] as const) {
    test(`is what status ${status}${body === "" ? "" : " with a text"} says, after one request`, async () => {
      const { server, client } = await answering({ status, body });
      expect(await client.nextImage()).toBeUndefined();
      expect(await client.monitorImage({ timeout: 5 })).toBeUndefined();
      expect(server.requests).toHaveLength(2);
    });
  }

  test("is what 404 says of an image by id, and of nothing else", async () => {
    const { server, client } = await answering({ status: 404, body: "Image not available" });
    expect(await client.image({ series: 1, image: 2 })).toBeUndefined();
    const error = { code: "HTTP_STATUS", status: 404, text: "Image not available" };
    await expect(client.nextImage()).rejects.toMatchObject(error);
    await expect(client.monitorImage()).rejects.toMatchObject(error);
    await expect(client.images()).rejects.toMatchObject(error);
    expect(server.requests).toHaveLength(4);
  });

  test("is not what 408 says of an image by id, or of a value", async () => {
    const { server, client } = await answering({ status: 408 });
    const error = { code: "HTTP_STATUS", status: 408, text: "" };
    await expect(client.image({ series: 1, image: 2 })).rejects.toMatchObject(error);
    await expect(client.getStatus("state")).rejects.toMatchObject(error);
    expect(server.requests).toHaveLength(2);
  });
});

describe("any other status", () => {
  for (const status of [201, 206, 400, 401, 403, 405, 409, 413, 429, 500, 502, 503, 504]) {
    test(`such as ${status} is an error with the unit's words, after one request`, async () => {
      const { server, client } = await answering({ status, body: "failed\n precondition" });
      const error = {
        name: "MonitorRequestError",
        code: "HTTP_STATUS",
        status,
        text: "failed precondition",
        message: expect.stringContaining(`status ${status} (failed precondition)`),
      };
      await expect(client.nextImage()).rejects.toMatchObject(error);
      await expect(client.getConfig("mode")).rejects.toMatchObject(error);
      await expect(client.clear()).rejects.toMatchObject(error);
      expect(server.requests).toHaveLength(3);
    });
  }

  test("such as 304, which has no text, is an error too", async () => {
    const { client } = await answering({ status: 304 });
    const error = { code: "HTTP_STATUS", status: 304, text: "" };
    await expect(client.nextImage()).rejects.toMatchObject(error);
    await expect(client.getConfig("mode")).rejects.toMatchObject(error);
  });

  test("is told with 1 KiB of its text at most", async () => {
    const { client } = await answering({ status: 500, body: "x".repeat(100_000) });
    await expect(client.getConfig("mode")).rejects.toMatchObject({ text: "x".repeat(1024) });
  });

  test("is told even when its text is cut, and counts no byte of an image as received", async () => {
    const server = await wireServer((socket) =>
      socket.end(`${head("503 Service Unavailable", { "Content-Length": 1000 })}try ag`),
    );
    const client = new MonitorClient({ source: server.url });
    for (const call of [client.nextImage(), client.getConfig("mode")])
      await expect(call).rejects.toMatchObject({ code: "HTTP_STATUS", status: 503, received: undefined });
  });
});

/** The clock of these tests says 14 November 2023, 22:13:20 UTC. */
describe("Retry-After", () => {
  for (const [header, milliseconds] of [
    ["0", 0],
    ["7", 7000],
    ["30", 30_000],
    ["86400", 30_000],
    ["99999999999999999999999", 30_000],
    ["Tue, 14 Nov 2023 22:13:30 GMT", 10_000],
    ["Tue, 14 Nov 2023 22:13:10 GMT", 0],
    ["Sat, 14 Nov 2099 22:13:10 GMT", 30_000],
    ["soon", undefined],
    ["", undefined],
  ] as const) {
    test(`of ${JSON.stringify(header)} asks to wait ${milliseconds ?? "no"} ms`, async () => {
      const { client } = await answering({ status: 503, headers: { "Retry-After": header } });
      await expect(client.nextImage()).rejects.toMatchObject({ status: 503, retryAfter: milliseconds });
      await expect(client.getConfig("mode")).rejects.toMatchObject({ retryAfter: milliseconds });
    });
  }

  test("that is not there asks for nothing", async () => {
    const { client } = await answering({ status: 429 });
    await expect(client.nextImage()).rejects.toMatchObject({ status: 429, retryAfter: undefined });
  });
});
