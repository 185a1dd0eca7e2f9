import { describe, expect, test } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";
import type { MonitorStateChange } from "../../src/om/index.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";
import { chunk, head, wireServer } from "../support/wireServer.ts";
import { AwaitedClock } from "./support/awaitedClock.ts";
import { NO_COUNTS } from "./support/noCounts.ts";
import { handlerFor, PROCESSING_NODE, takeEvent, takeEvents } from "./support/retrieval.ts";
import { inTurn, scriptedMonitor } from "./support/scriptedMonitor.ts";

const FILE = buildTiff({ dectris: dectrisEntries() });
const IMAGE = { headers: { "content-type": "image/tiff" }, body: FILE };
const LATER = { ...IMAGE, body: buildTiff({ dectris: dectrisEntries({ image: 43 }) }) };

/** What a handler reports, in the order in which it does. */
function reports() {
  const warnings: string[] = [];
  const states: MonitorStateChange[] = [];
  const onWarning = (message: string) => void warnings.push(message);
  const onState = (change: MonitorStateChange) => void states.push(change);
  return { warnings, states, ports: { onWarning, onState } };
}

describe("no image yet (408)", () => {
  test("is no fault: the stream waits on, says nothing, and gives the image when it comes", async () => {
    const dcu = await watchedDcu();
    const { warnings, states, ports } = reports();
    const onState = (change: MonitorStateChange) => {
      ports.onState(change);
      if (change.state === "waiting") dcu.dcu.expose();
    };
    const handler = handlerFor(dcu.source, { ...ports, onState, timeout: 30 });
    expect((await takeEvent(handler)).eventId).toBe("1_0");
    expect(handler.counters).toMatchObject({ polls: 2, noImage: 1, images: 1, faults: 0 });
    expect(states.map(({ state }) => state)).toEqual(["connecting", "waiting", "live", "stopped"]);
    expect(warnings).toEqual([]);
  });

  test("that comes at once is not asked again before the control unit's wait would be over", async () => {
    const monitor = await scriptedMonitor({ "GET images/next": inTurn({ status: 408 }, IMAGE) });
    const clock = new AwaitedClock();
    const handler = handlerFor(monitor.source, { clock });
    const event = takeEvent(handler);
    await clock.waited(500);
    expect(monitor.lines).toEqual(["GET images/next"]);
    clock.advance(500);
    expect((await event).eventId).toBe("7_42");
    expect(handler.counters).toMatchObject({ polls: 2, noImage: 1, fast408: 1, faults: 0 });
  });
});

describe("a reply that is no image", () => {
  test.each([
    ["a page of HTML", { headers: { "content-type": "text/html" }, body: "<html>login</html>" }, "NOT_TIFF"],
    ["an empty body", {}, "TRUNCATED"],
    ["a file that is cut", { body: FILE.subarray(0, FILE.length / 2) }, "BAD_OFFSET"],
    ["a compressed file", { body: buildTiff({ change: { 259: { values: [5] } } }) }, "UNSUPPORTED"],
  ])("(%s) is skipped, counted and reported, and the next image comes", async (_, reply, code) => {
    const monitor = await scriptedMonitor({ "GET images/next": inTurn(reply, IMAGE) });
    const { warnings, ports } = reports();
    const handler = handlerFor(monitor.source, ports);
    expect((await takeEvent(handler)).eventId).toBe("7_42");
    expect(handler.counters).toMatchObject({ polls: 2, images: 2, decodeErrors: 1, faults: 0 });
    const { "content-type": type = "no content type" } = "headers" in reply ? (reply.headers ?? {}) : {};
    expect(warnings).toEqual([expect.stringContaining(`skipped an image (${type}): ${code}: `)]);
  });

  test("keeps no memory: a hundred of them, and the image behind them, pass through one slot", async () => {
    const sized = (body: Uint8Array) => ({ headers: { "content-length": `${body.length}` }, body });
    const replies = Array.from({ length: 100 }, (_, index) => sized(new Uint8Array(index + 1)));
    const monitor = await scriptedMonitor({ "GET images/next": inTurn(...replies, sized(FILE)) });
    const decoder = await createDecoder();
    const handler = handlerFor(monitor.source, { decoder });
    await takeEvent(handler);
    expect(handler.counters.decodeErrors).toBe(100);
    expect(decoder.slots.created).toBe(1);
  });
});

describe("a request that fails", () => {
  test("costs no later image: error statuses, cut bodies and lost connections are counted and survived", async () => {
    const half = FILE.subarray(0, FILE.length / 2);
    const replies: readonly Buffer[][] = [
      [Buffer.from(head("500 Internal Server Error", { "Content-Length": 0, Connection: "close" }))],
      [
        Buffer.from(head("502 Bad Gateway", { "Content-Length": 5, Connection: "close" })),
        Buffer.from("proxy"),
      ],
      [Buffer.from(head("200 OK", { "Content-Length": FILE.length })), Buffer.from(half)],
      [Buffer.from(head("200 OK", { "Transfer-Encoding": "chunked" })), chunk(half)],
      [],
      [Buffer.from("SSH-2.0-OpenSSH\r\n\r\n")],
      [
        Buffer.from(
          head("302 Found", { Location: "http://127.0.0.1:9/", "Content-Length": 0, Connection: "close" }),
        ),
      ],
      [Buffer.from(head("200 OK", { "Content-Length": FILE.length })), Buffer.from(FILE)],
    ];
    let asked = 0;
    const server = await wireServer((socket) => socket.end(Buffer.concat(replies[asked++] ?? [])));
    const { states, ports } = reports();
    const handler = handlerFor(server.url, { ...ports, random: () => 0 });
    const event = await takeEvent(handler);
    expect(event.bytes).toEqual(FILE);
    expect(handler.counters).toEqual({
      ...NO_COUNTS,
      polls: 8,
      images: 1,
      delivered: 1,
      series: 1,
      faults: 7,
      faultsByKind: { NETWORK: 1, PROTOCOL: 1, REDIRECT: 1, SERVER_ERROR: 2, TRUNCATED_BODY: 2 },
      transitLost: 2,
      bytes: FILE.length,
    });
    expect(states).toMatchObject([
      { state: "connecting" },
      { state: "unreachable", reason: expect.stringContaining("status 500") },
      { state: "live" },
      { state: "stopped" },
    ]);
  });

  test("is repeated after a pause that doubles from 100 ms to 5 s, and starts anew after 10 s without one", async () => {
    const failures = Array.from({ length: 7 }, () => ({ status: 500 }));
    const replies = [...failures, IMAGE, { status: 500 }, LATER];
    const monitor = await scriptedMonitor({ "GET images/next": inTurn(...replies) });
    const clock = new AwaitedClock();
    // Silence within a body is limited to 5 s by default; here only the pauses are that long.
    const limits = { stallTimeout: 60_000 };
    const handler = handlerFor(monitor.source, { clock, random: () => 1, limits });
    const events = handler.eventGenerator(PROCESSING_NODE);
    const first = events.next();
    for (const pause of [100, 200, 400, 800, 1600, 3200, 5000]) await clock.pass(pause);
    expect((await first).value).toMatchObject({ eventId: "7_42" });
    clock.advance(10_000);
    const second = events.next();
    await clock.pass(100);
    expect((await second).value).toMatchObject({ eventId: "7_43" });
    await events.return();
  });

  test("is repeated when a busy server wants it, up to 30 s from now", async () => {
    const busy = (seconds: string) => ({ status: 503, headers: { "retry-after": seconds } });
    const monitor = await scriptedMonitor({ "GET images/next": inTurn(busy("7"), busy("86400"), IMAGE) });
    const clock = new AwaitedClock();
    const event = takeEvent(handlerFor(monitor.source, { clock, random: () => 0 }));
    await clock.pass(7000);
    await clock.pass(30_000);
    expect((await event).eventId).toBe("7_42");
  });

  test.each([401, 403, 405])(
    "with status %i ends the stream with its error, and is not repeated",
    async (status) => {
      const monitor = await scriptedMonitor({ "GET images/next": inTurn(IMAGE, { status, body: "no" }) });
      const { states, ports } = reports();
      const handler = handlerFor(monitor.source, ports);
      await expect(takeEvents(handler, 2)).rejects.toMatchObject({
        name: "MonitorRequestError",
        code: "HTTP_STATUS",
        status,
        text: "no",
      });
      expect(monitor.lines).toEqual(["GET images/next", "GET images/next"]);
      expect(handler.counters).toMatchObject({ polls: 2, images: 1, faults: 1, transitLost: 0 });
      expect(states.map(({ state }) => state)).toEqual(["connecting", "live", "forbidden", "stopped"]);
    },
  );
});
