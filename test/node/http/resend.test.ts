import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { socketImageTransport } from "../../../src/node/socketImageTransport.ts";
import { askFor, expectFailure } from "../../support/imageTransport/exchange.ts";
import { ManualClock } from "../../support/manualClock.ts";
import { head, type WireServer, wireServer } from "../../support/wireServer.ts";
import { oneTransport } from "../support/socketTransport.ts";

const IMAGE = `${head("200 OK", { "Content-Length": 2 })}II`;

/** Answers the first request of each connection with an image, and every other as it is told. */
function onceEach(again: (socket: Socket) => void): Promise<WireServer> {
  const used = new Set<Socket>();
  return wireServer((socket) => {
    if (used.has(socket)) again(socket);
    else socket.write(IMAGE);
    used.add(socket);
  });
}

describe("a server that closes a used connection as the next request comes", () => {
  for (const cut of ["end", "resetAndDestroy"] as const) {
    test(`by ${cut}, without a byte of an answer, is asked once more, on a fresh connection`, async () => {
      const server = await onceEach((socket) => socket[cut]());
      const ask = oneTransport();
      await ask(server.url).reply;
      const { reply, buffers } = ask(server.url);
      const { body } = await reply;
      expect(body?.bytes).toEqual(Uint8Array.of(73, 73));
      buffers.expectAllGivenBackBut(body);
      expect([server.requests.length, server.connections.length]).toEqual([3, 2]);
      expect(server.requests[2]).toBe(server.requests[1]);
    });
  }

  test("is asked no third time, however many idle connections there are", async () => {
    let held: Socket[] = [];
    const server = await wireServer((socket) => {
      if (server.requests.length > 3) return void socket.end();
      held = [...held, socket];
      if (held.length === 3) for (const each of held) each.write(IMAGE);
    });
    const ask = oneTransport();
    await Promise.all([1, 2, 3].map(() => ask(server.url).reply));
    await expectFailure(ask(server.url), { code: "NETWORK" });
    expect([server.requests.length, server.connections.length]).toEqual([5, 4]);
  });

  for (const [what, beginning] of [
    ["a byte", "H"],
    ["an answer before the answer", head("103 Early Hints")],
    ["a head", head("200 OK", { "Content-Length": 2 })],
  ] as const) {
    test(`after ${what} has perhaps given the image away: it is not asked again`, async () => {
      const server = await onceEach((socket) => socket.end(beginning));
      const ask = oneTransport();
      await ask(server.url).reply;
      await expectFailure(ask(server.url), { code: expect.stringMatching(/^(PROTOCOL|TRUNCATED_BODY)$/) });
      expect([server.requests.length, server.connections.length]).toEqual([2, 1]);
    });
  }
});

test("a server that closes a first connection is not asked again", async () => {
  const server = await wireServer((socket) => socket.end());
  await expectFailure(oneTransport()(server.url), { code: "NETWORK" });
  expect(server.requests).toHaveLength(1);
});

test("a server that does not answer in time on a used connection is not asked again", async () => {
  const server = await onceEach(() => undefined);
  const clock = new ManualClock();
  const transport = socketImageTransport({ clock });
  await askFor(server.url, () => transport).reply;
  const late = askFor(server.url, () => transport, { headersTimeout: 2500 });
  await expect.poll(() => server.requests.length, { interval: 1 }).toBe(2);
  clock.advance(2500);
  await expectFailure(late, { code: "TIMEOUT" });
  await server.deserted();
  expect([server.requests.length, server.connections.length]).toEqual([2, 1]);
});
