import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { MonitorClient } from "../../src/simplon/index.ts";
import { CountingBuffers } from "../support/countingBuffers.ts";
import { expectEndsAtOnce } from "../support/expectEndsAtOnce.ts";
import { collectGarbage } from "../support/garbage.ts";
import { ManualClock } from "../support/manualClock.ts";
import { recordingServer } from "../support/recordingServer.ts";
import { bodyOf, head, wireServer } from "../support/wireServer.ts";

type Call = (client: MonitorClient, signal: AbortSignal) => Promise<unknown>;

const JSON_CALLS: Readonly<Record<string, Call>> = {
  version: (client, signal) => client.version({ signal }),
  getConfig: (client, signal) => client.getConfig("mode", { signal }),
  setConfig: (client, signal) => client.setConfig("mode", "enabled", { signal }),
  getStatus: (client, signal) => client.getStatus("dropped", { signal }),
  keys: (client, signal) => client.keys("config", { signal }),
  clear: (client, signal) => client.clear({ signal }),
  initialize: (client, signal) => client.initialize({ signal }),
  images: (client, signal) => client.images({ signal }),
};

const IMAGE_CALLS: Readonly<Record<string, Call>> = {
  image: (client, signal) => client.image({ series: 1, image: 0, signal }),
  monitorImage: (client, signal) => client.monitorImage({ signal }),
  nextImage: (client, signal) => client.nextImage({ timeout: 60_000, signal }),
};

const CALLS = { ...JSON_CALLS, ...IMAGE_CALLS };

/** Resolves when a client reads a body: it then has more limits of time than the one of its request. */
async function bodyBegun(clock: ManualClock): Promise<void> {
  await expect.poll(() => clock.pending, { interval: 1 }).toBeGreaterThan(1);
}

describe("an abort ends at once, with the signal's own reason,", () => {
  for (const [name, call] of Object.entries(CALLS)) {
    test(`${name} that waits for its reply, also after a garbage collection`, async () => {
      const server = await wireServer(() => undefined);
      const controller = new AbortController();
      const pending = call(new MonitorClient({ source: server.url }), controller.signal);
      await server.asked();
      collectGarbage();
      await expectEndsAtOnce(pending, controller);
      await server.deserted();
      expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    });

    test(`${name} before it has begun, and nothing is sent`, async () => {
      const server = await recordingServer(() => ({}));
      const signal = AbortSignal.abort();
      await expect(call(new MonitorClient({ source: server.source }), signal)).rejects.toBe(signal.reason);
      expect(server.requests).toEqual([]);
    });
  }

  for (const [name, call] of Object.entries(JSON_CALLS)) {
    test(`${name} in the middle of its reply, also after a garbage collection`, async () => {
      const server = await wireServer((socket) =>
        socket.write(`${head("200 OK", { "Content-Length": 50 })}[`),
      );
      const controller = new AbortController();
      const clock = new ManualClock();
      const pending = call(new MonitorClient({ source: server.url, clock }), controller.signal);
      await bodyBegun(clock);
      collectGarbage();
      await expectEndsAtOnce(pending, controller);
      await server.deserted();
    });
  }

  for (const [name, call] of Object.entries(IMAGE_CALLS)) {
    test(`${name} in the middle of its image, whose memory is given back`, async () => {
      const server = await wireServer((socket) => {
        socket.write(head("200 OK", { "Content-Length": 1000 }));
        socket.write(bodyOf(600));
      });
      const controller = new AbortController();
      const buffers = new CountingBuffers();
      const pending = call(new MonitorClient({ source: server.url, buffers }), controller.signal);
      await buffers.arrived(600);
      collectGarbage();
      await expectEndsAtOnce(pending, controller);
      buffers.expectAllGivenBack();
      await server.deserted();
    });
  }

  test("an error page that never ends", async () => {
    const server = await wireServer((socket) =>
      socket.write(`${head("503 No", { "Content-Length": 50 })}try`),
    );
    for (const call of Object.values(CALLS)) {
      const controller = new AbortController();
      const clock = new ManualClock();
      const pending = call(new MonitorClient({ source: server.url, clock }), controller.signal);
      await bodyBegun(clock);
      await expectEndsAtOnce(pending, controller);
    }
    await server.deserted();
  });
});

/** Signals that `AbortSignal.any` has made to depend on this one: Node keeps an entry of each as long as it lives. */
function dependants(signal: AbortSignal): number {
  const [symbol] = Object.getOwnPropertySymbols(signal).filter(
    ({ description }) => description === "kDependantSignals",
  );
  const { size }: { readonly size: number } = (symbol && Reflect.get(signal, symbol)) ?? { size: 0 };
  return size;
}

test("nothing stays on a signal that outlives many requests, whatever became of them", async () => {
  const replies = [
    { body: "[]" },
    { body: '{"value":0}' },
    { status: 408 },
    { status: 500 },
    { body: "<html>" },
  ];
  let turn = 0;
  const server = await recordingServer(() => replies[turn++ % replies.length] ?? {});
  const client = new MonitorClient({ source: server.source });
  const { signal } = new AbortController();
  for (let round = 0; round < 20; round++) {
    for (const call of Object.values(CALLS)) await call(client, signal).catch(() => undefined);
    expect([getEventListeners(signal, "abort"), dependants(signal)]).toEqual([[], 0]);
  }
  // Such an entry would have been seen.
  expect(AbortSignal.any([signal]).aborted).toBe(false);
  expect(dependants(signal)).toBe(1);
  expect(server.requests).toHaveLength(20 * Object.keys(CALLS).length);
});
