import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";
import type { EventHandlerPorts } from "../../src/om/index.ts";
import type { Fetch } from "../../src/simplon/index.ts";
import { collectGarbage } from "../support/garbage.ts";
import { buildTiff } from "../support/tiffBuilder.ts";
import { head, wireServer } from "../support/wireServer.ts";
import { handlerFor, PROCESSING_NODE } from "./support/retrieval.ts";
import { scriptedMonitor, silence } from "./support/scriptedMonitor.ts";

/** A stream that will wait for long, and how one knows that it does. */
interface Waiting {
  readonly source: string;
  readonly ports: EventHandlerPorts;
  readonly reached: Promise<unknown>;
}

/** A port that says when it was called. */
function signalled<T>(wanted: (value: T) => boolean): {
  readonly reached: Promise<void>;
  readonly tell: (value: T) => void;
} {
  let resolve: () => void = () => undefined;
  const reached = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { reached, tell: (value) => wanted(value) && resolve() };
}

/** Under Node 20 an abort can be lost once the garbage collector ran: a fetch to which that always happens. */
const deafFetch: Fetch = ({ url, headers }) => globalThis.fetch(url, { headers });

async function inHeaders(fetch: Fetch): Promise<Waiting> {
  const server = await wireServer(() => undefined);
  return { source: server.url, ports: { fetch }, reached: server.asked() };
}

async function inBody(wanted: Fetch): Promise<Waiting> {
  const server = await wireServer((socket) => {
    socket.write(head("200 OK", { "Content-Length": 1_000_000 }));
    socket.write(new Uint8Array(500_000));
  });
  const { reached, tell } = signalled<Response>(({ status }) => status === 200);
  const fetch: Fetch = async (request, init) => {
    const response = await wanted(request, init);
    tell(response);
    return response;
  };
  return { source: server.url, ports: { fetch }, reached };
}

async function afterFastReply(): Promise<Waiting> {
  const monitor = await scriptedMonitor();
  const { reached, tell } = signalled<{ state: string }>(({ state }) => state === "waiting");
  return { source: monitor.source, ports: { timeout: 30_000, onState: tell }, reached };
}

async function inBackOff(): Promise<Waiting> {
  const busy = { status: 503, headers: { "retry-after": "30" } };
  const monitor = await scriptedMonitor({ "GET images/next": () => busy });
  const { reached, tell } = signalled<{ state: string }>(({ state }) => state === "unreachable");
  return { source: monitor.source, ports: { onState: tell }, reached };
}

async function inIdentification(): Promise<Waiting> {
  const { reached, tell } = signalled<void>(() => true);
  const monitor = await scriptedMonitor({
    "GET images/next": () => ({ body: buildTiff() }),
    "GET status/next_image_number": () => {
      tell();
      return silence();
    },
  });
  return { source: `${monitor.url}/monitor/api/1.6.0`, ports: {}, reached };
}

/** Milliseconds from the abort to the end of the stream. */
async function timeToEnd(begin: () => Promise<Waiting>, { garbage }: { garbage: boolean }): Promise<number> {
  const { source, ports, reached } = await begin();
  const controller = new AbortController();
  const decoder = await createDecoder();
  const { signal } = controller;
  const events = handlerFor(source, { ...ports, decoder }).eventGenerator({ ...PROCESSING_NODE, signal });
  const next = events.next();
  await reached;
  await nextTurn();
  if (garbage) collectGarbage();
  const aborted = performance.now();
  controller.abort();
  expect(await next).toEqual({ done: true, value: undefined });
  const elapsed = performance.now() - aborted;
  expect(await events.next()).toEqual({ done: true, value: undefined });
  expect(decoder.slots.free).toBe(decoder.slots.created);
  return elapsed;
}

describe.each([
  ["waits for the headers", () => inHeaders(globalThis.fetch)],
  ["waits for the headers of a fetch that loses the abort", () => inHeaders(deafFetch)],
  ["receives a body", () => inBody(globalThis.fetch)],
  ["receives a body of a fetch that loses the abort", () => inBody(deafFetch)],
  ["waits after a 408 that came too soon", afterFastReply],
  ["pauses after a fault", inBackOff],
  ["asks API 1.6 which image it has got", inIdentification],
])("a stream that %s", (_, begin) => {
  test.each([
    ["", false],
    [", also when garbage was collected meanwhile", true],
  ])("ends within 50 ms of the abort and gives its memory back%s", async (_, garbage) => {
    const times = [];
    for (let run = 0; run < 3; run++) times.push(await timeToEnd(begin, { garbage }));
    // The best of three: a busy machine may hold up one run, and without the abort each would take seconds.
    expect(Math.min(...times)).toBeLessThan(50);
  });
});
