import { describe, expect, test } from "vitest";
import {
  DEFAULT_MONITOR_LIMITS,
  type ImageRequest,
  MonitorClient,
  type MonitorClientOptions,
} from "../../src/simplon/index.ts";
import { CountingBuffers } from "../support/countingBuffers.ts";
import { hasEnded } from "../support/hasEnded.ts";
import { ManualClock } from "../support/manualClock.ts";
import { bodyOf, chunk, head, pour, type WireServer, wireServer } from "../support/wireServer.ts";

interface Bounded {
  readonly client: MonitorClient;
  readonly clock: ManualClock;
  readonly buffers: CountingBuffers;
}

function bounded(server: WireServer, limits: MonitorClientOptions["limits"] = {}): Bounded {
  const clock = new ManualClock();
  const buffers = new CountingBuffers();
  return { client: new MonitorClient({ source: server.url, clock, buffers, limits }), clock, buffers };
}

/** Silence for so long makes a call fail, and a millisecond less does not. */
async function expectDeadline(
  call: Promise<unknown>,
  clock: ManualClock,
  milliseconds: number,
): Promise<void> {
  clock.advance(milliseconds - 1);
  expect(await hasEnded(call)).toBe(false);
  clock.advance(1);
  await expect(call).rejects.toMatchObject({ name: "MonitorRequestError", code: "TIMEOUT" });
  expect(clock.pending).toBe(0);
}

describe("an image is waited for", () => {
  for (const [what, options, milliseconds] of [
    ["2.5 s when the unit is not told how long: its 500 ms, and a margin", {}, 2500],
    ["as long as the unit is told, and a margin", { timeout: 60_000 }, 62_000],
    ["for the margin when the unit is not to wait", { timeout: 0 }, 2000],
  ] as const) {
    test(what, async () => {
      const server = await wireServer(() => undefined);
      for (const which of ["nextImage", "monitorImage"] as const) {
        const { client, clock } = bounded(server);
        await expectDeadline(client[which](options), clock, milliseconds);
      }
    });
  }

  test("as the limits say", async () => {
    const server = await wireServer(() => undefined);
    const { client, clock } = bounded(server, { defaultWait: 30, waitMargin: 4 });
    await expectDeadline(client.nextImage(), clock, 34);
  });
});

describe("the limits of a client", () => {
  test("bound an image's size, its silence and its time", async () => {
    const server = await wireServer((socket) => {
      socket.write(head("200 OK", { "Content-Length": 1000 }));
      socket.write(bodyOf(600));
    });
    const small = bounded(server, { bodyBytes: 999 });
    await expect(small.client.nextImage()).rejects.toMatchObject({ code: "TOO_LARGE" });
    for (const [limits, code] of [
      [{ stallTimeout: 70, bodyTimeout: 80 }, "STALLED"],
      [{ stallTimeout: 80, bodyTimeout: 70 }, "TIMEOUT"],
    ] as const) {
      const { client, clock, buffers } = bounded(server, limits);
      const image = client.nextImage();
      await buffers.arrived(600);
      clock.advance(70);
      await expect(image).rejects.toMatchObject({ code, received: 600 });
      buffers.expectAllGivenBack();
    }
  });

  test("are its own where they are given, and the default elsewhere", async () => {
    const requests: ImageRequest[] = [];
    const client = new MonitorClient({
      source: "http://dcu",
      limits: { bodyBytes: 5 },
      imageTransport: async (_, request) => {
        requests.push(request);
        return { status: 408, header: () => undefined, body: undefined, text: "" };
      },
    });
    await client.nextImage({ timeout: 1 });
    const { stallTimeout, bodyTimeout } = DEFAULT_MONITOR_LIMITS;
    expect(requests).toMatchObject([{ maxBodyBytes: 5, stallTimeout, bodyTimeout, headersTimeout: 2001 }]);
  });
});

describe("a JSON reply", () => {
  test("is waited for 10 s from start to end, however it drips", async () => {
    const silent = await wireServer(() => undefined);
    const { client, clock } = bounded(silent);
    await expectDeadline(client.getConfig("mode"), clock, 10_000);
    await silent.deserted();

    const begun = await wireServer((socket) => socket.write(`${head("200 OK", { "Content-Length": 50 })}{`));
    const other = bounded(begun);
    const call = other.client.images();
    await begun.asked();
    other.clock.advance(9000);
    for (const socket of begun.connections) socket.write('"');
    await expectDeadline(call, other.clock, 1000);
    await begun.deserted();
  });

  test("is read up to 1 MiB", async () => {
    const announced = await wireServer((socket) =>
      socket.write(head("200 OK", { "Content-Length": 2 ** 20 + 1 })),
    );
    const endless = await wireServer((socket) => {
      socket.write(head("200 OK", { "Transfer-Encoding": "chunked" }));
      pour(socket, chunk(Buffer.alloc(10_000, " ")));
    });
    for (const server of [announced, endless]) {
      await expect(bounded(server).client.images()).rejects.toMatchObject({ code: "TOO_LARGE" });
      await server.deserted();
    }
    const whole = await wireServer((socket) =>
      socket.write(`${head("200 OK", { "Content-Length": 2 ** 20 })}[${" ".repeat(2 ** 20 - 2)}]`),
    );
    expect(await bounded(whole).client.images()).toEqual([]);
    const limited = bounded(whole, { jsonBytes: 1000 });
    await expect(limited.client.images()).rejects.toMatchObject({ code: "TOO_LARGE" });
  });
});
