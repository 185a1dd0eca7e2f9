import { PassThrough } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { serveDcu } from "../../src/node/dcuServer.ts";
import { createTerminal } from "../../src/node/terminal.ts";
import { watchSource } from "../../src/node/watchSource.ts";
import { SimulatedDcu } from "../../src/simulator/index.ts";
import { ShiftedClock } from "../support/shiftedClock.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";
import { head, wireServer } from "../support/wireServer.ts";
import { Collected, lines } from "./support/command.ts";
import { recordedDcu } from "./support/recordedDcu.ts";

const SMALL = { model: "eiger2-250k", bitDepth: 16, pattern: "ramp", rate: 100 } as const;
const SUMMARY = /^(\d+) images in \d+\.\d s \(\d+\.\d\/s, \d+ MB\/s\)/;

/** `watch --json --counters` of this source, in this process. */
function watch(source: string, { fetch = "next" as "next" | "byId" } = {}) {
  const [out, err, clock] = [new PassThrough(), new PassThrough(), new ShiftedClock()];
  const controller = new AbortController();
  const { signal } = controller;
  const options = {
    json: true,
    counters: true,
    configure: true,
    format: "tiff",
    fetch,
    clock,
    signal,
  } as const;
  const ended = watchSource(source, { ...options, terminal: createTerminal({ out, err }) });
  ended.catch(() => undefined);
  onTestFinished(async () => {
    controller.abort();
    await ended.catch(() => undefined);
  });
  const [printed, said] = [new Collected(out), new Collected(err)];
  /** Ends it; what it said, without its last two lines, and the counters in these. */
  const end = async () => {
    controller.abort();
    await ended;
    await said.shows(/\n\{.*\}\n$|^\{.*\}\n$/);
    const all = lines(said.text);
    const { counters } = JSON.parse(all.at(-1) ?? "");
    expect(Number(SUMMARY.exec(all.at(-2) ?? "")?.[1])).toBe(counters.delivered);
    return { news: all.slice(0, -2), summary: all.at(-2), counters };
  };
  return { clock, printed, said, ended, end };
}

test("a control unit that was stopped and started again is enabled again and goes on with its new series", async () => {
  const lost = await serveDcu(new SimulatedDcu(SMALL));
  onTestFinished(() => lost.close());
  const watching = watch(lost.source);
  await watching.printed.shows(/"event_id":"1_3"/);
  await lost.close();
  await watching.said.shows(/lost the monitor[^\n]*\n/);
  const back = await serveDcu(new SimulatedDcu({ ...SMALL, images: 5 }), {
    port: Number(new URL(lost.url).port),
  });
  onTestFinished(() => back.close());
  await watching.printed.shows(/"1_0"[\s\S]*"1_0"[\s\S]*"1_4"/);
  const { news, summary, counters } = await watching.end();
  expect(news).toEqual([
    expect.stringMatching(/^lost the monitor, trying again: .+$/),
    "the monitor is back",
    expect.stringMatching(/^the monitor is disabled and keeps no images\. It is enabled again .*$/),
    "the monitor is enabled again",
    "series 1 begins anew: the control unit was restarted",
  ]);
  expect(summary).toMatch(/; \d+ failed requests \([A-Z_]+ \d+.*\)$/);
  expect(counters).toMatchObject({ series: 2, gaps: 0, duplicates: 0, decodeErrors: 0 });
  expect(counters.delivered).toBe(lines(watching.printed.text).length);
});

test("a monitor that was initialised is enabled again, with its buffer, and goes on", async () => {
  const { dcu, source } = await recordedDcu({ auto: false });
  const { clock, said, printed, end } = watch(source);
  await expect.poll(() => dcu.requests.at(-1), { interval: 1, timeout: 20_000 }).toBe("GET images/next");
  await dcu.fetch("http://dcu/monitor/api/1.8.0/command/initialize", { method: "PUT" });
  clock.putForward(30_000);
  await said.shows(/the monitor is enabled again\n/);
  expect(dcu.requests.filter((request) => request.startsWith("PUT config/buffer_size"))).toHaveLength(2);
  dcu.expose();
  await printed.shows(/"event_id":"1_0"/);
  const { news, counters } = await end();
  expect(news).toEqual([expect.stringMatching(/^the monitor is disabled/), "the monitor is enabled again"]);
  expect(counters).toMatchObject({ delivered: 1, faults: 0, dcuDropped: 0 });
});

test("another series is said, and is no gap", async () => {
  const { dcu, source } = await recordedDcu({ auto: false });
  const { printed, end } = watch(source);
  await expect.poll(() => dcu.requests.at(-1), { interval: 1, timeout: 20_000 }).toBe("GET images/next");
  dcu.expose();
  await printed.shows(/"event_id":"1_0"/);
  await dcu.fetch("http://dcu/detector/api/1.8.0/command/arm", { method: "PUT" });
  dcu.expose();
  await printed.shows(/"event_id":"2_0"/);
  const { news, counters } = await end();
  expect(news).toEqual(["series 2 begins, after series 1"]);
  expect(counters).toMatchObject({ delivered: 2, series: 2, gaps: 0 });
});

/** A monitor that answers everything, and to `images/next` in turn what a test wants. */
async function scriptedNext(
  ...replies: readonly ((socket: { write(bytes: Uint8Array): void; end(): void }) => void)[]
) {
  const say = (status: string, body: Uint8Array) =>
    Buffer.concat([Buffer.from(head(status, { "Content-Length": body.length })), body]);
  let asked = 0;
  return wireServer((socket, request) => {
    if (!/images\/next/.test(request)) {
      const value = /dropped/.test(request) ? 0 : "enabled";
      socket.write(say("200 OK", Buffer.from(JSON.stringify({ value }))));
    } else (replies[asked++] ?? ((to) => to.write(say("408 Request Timeout", Buffer.from("none")))))(socket);
  });
}

function whole(image: number) {
  const file = buildTiff({ dectris: dectrisEntries({ image }) });
  const bytes = Buffer.concat([Buffer.from(head("200 OK", { "Content-Length": file.length })), file]);
  return { bytes, reply: (socket: { write(bytes: Uint8Array): void }) => void socket.write(bytes) };
}

test("an image that is cut in the middle of its body is counted as lost, and said to be missing", async () => {
  const cut = whole(1).bytes.subarray(0, -20);
  const server = await scriptedNext(
    whole(0).reply,
    (socket) => {
      socket.write(cut);
      socket.end();
    },
    whole(2).reply,
  );
  const { said, end } = watch(server.url);
  await said.shows(/image 1 of series 7 did not come\n/);
  const { news, summary, counters } = await end();
  expect(news).toEqual([
    expect.stringMatching(/^lost the monitor, trying again: .*cut.*$/),
    "the monitor is back",
    "image 1 of series 7 did not come",
  ]);
  expect(summary).toMatch(
    /; 1 lost on the way; 1 missing in 1 gap;.* 1 failed requests \(TRUNCATED_BODY 1\)$/,
  );
  expect(counters).toMatchObject({ delivered: 2, transitLost: 1, gaps: 1, missing: 1 });
});

test("a refusal ends it with its error, and says what can be done", async () => {
  const refusal = head("403 Forbidden", { "Content-Length": 0 });
  const server = await scriptedNext((socket) => socket.write(Buffer.from(refusal)));
  const { said, ended } = watch(server.url);
  await expect(ended).rejects.toMatchObject({ name: "MonitorRequestError", status: 403 });
  await said.shows(/0 images in /);
  expect(said.text).toMatch(/^the monitor refuses: .*403.*\. Ask whoever .*access\.\n0 images in /);
});

test("by id, the images stay in the monitor's buffer for others", async () => {
  const { dcu, source } = await recordedDcu({ images: 3 });
  const { printed, end } = watch(source, { fetch: "byId" });
  await printed.shows(/"event_id":"1_2"/);
  const { counters } = await end();
  expect(counters).toMatchObject({ delivered: 3, evicted: 0, duplicates: 0 });
  const left = await dcu.fetch("http://dcu/monitor/api/1.8.0/images/");
  expect(await left.json()).toEqual([[1, [0, 1, 2]]]);
  expect(dcu.requests).not.toContain("GET images/next");
});
