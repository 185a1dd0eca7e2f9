import { expect, test } from "vitest";
import { exchange, openSocket } from "./support/rawSocket.ts";
import { servedDcu } from "./support/servedDcu.ts";

/** ADEiger reads a JSON reply with one `recv` into this many bytes, header and body. */
const RECEIVE_BUFFER = 512;

test("every short reply comes in one piece of at most 512 bytes, with its length", async () => {
  const dcu = await servedDcu();
  const socket = await openSocket(dcu.url);
  const keys: string[] = JSON.parse(await (await dcu.get("detector/config/keys")).text());
  const requests: readonly (readonly [line: string, body: string])[] = [
    ["GET /detector/api/version", ""],
    ["GET /detector/api/1.8.0/status/state", ""],
    ...keys.map((key) => [`GET /detector/api/1.8.0/config/${key}`, ""] as const),
    ["PUT /monitor/api/1.8.0/config/mode", '{"value": "disabled"}'],
    ["PUT /monitor/api/1.8.0/config/buffer_size", '{"value": 1}'],
    ["PUT /detector/api/1.8.0/config/photon_energy", '{"value": 12000.0}'],
    ["PUT /detector/api/1.8.0/command/initialize", ""],
    ["PUT /detector/api/1.8.0/command/arm", ""],
    ["PUT /detector/api/1.8.0/command/disarm", ""],
    ["GET /monitor/api/1.8.0/images/monitor?timeout=0", ""],
    ["GET /monitor/api/1.8.0/config/none", ""],
  ];
  for (const [line, body] of requests) {
    const headers = [
      `${line} HTTP/1.1`,
      "Host: dcu",
      `Content-Length: ${body.length}`,
      "Accept: application/json",
    ];
    const reply = await exchange(socket, headers, body);
    const length = reply.head.length + 4 + reply.body.length;
    expect(length, line).toBeLessThanOrEqual(RECEIVE_BUFFER);
    expect(reply.firstPiece, line).toBe(length);
    expect(reply.head, line).toMatch(/^content-length: \d+$/im);
    expect(reply.head, line).not.toMatch(/^(transfer-encoding|connection: close|location)/im);
  }
  socket.destroy();
});

test("whole numbers keep to 32 bits with a sign in their bounds, and modes are words", async () => {
  const dcu = await servedDcu();
  for (const key of ["nimages", "ntrigger"]) {
    const parameter: { max: number } = JSON.parse(await (await dcu.get(`detector/config/${key}`)).text());
    expect(parameter.max).toBeLessThanOrEqual(2 ** 31 - 1);
  }
  const buffer: { max: number } = JSON.parse(await (await dcu.get("monitor/config/buffer_size")).text());
  expect(buffer.max).toBeLessThanOrEqual(2 ** 31 - 1);
});
