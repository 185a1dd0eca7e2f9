import { describe, expect, test } from "vitest";
import { servedDcu } from "../simulator/support/servedDcu.ts";
import type { ScriptedReply } from "../support/recordingServer.ts";
import { closedPort } from "../support/wireServer.ts";
import { AwaitedClock } from "./support/awaitedClock.ts";
import { COLLECTING_NODE, handlerFor } from "./support/retrieval.ts";
import { inTurn, scriptedMonitor, silence } from "./support/scriptedMonitor.ts";

const INITIALIZATION_ERROR = "OmHttpInterfaceInitializationError";
const START_LINES = [
  "GET config/mode",
  'PUT config/mode {"value":"enabled"}',
  'PUT config/discard_new {"value":false}',
  'PUT config/buffer_size {"value":7}',
];

describe("the start of the collecting node", () => {
  test("sends OM's requests in OM's order with OM's values, and no others", async () => {
    const monitor = await scriptedMonitor({
      "GET config/mode": () => ({ body: '{"value":"disabled"}' }),
    });
    const handler = handlerFor(monitor.source, { layer: { eiger_monitor_buffer_size: 7 } });
    await handler.initializeEventHandlingOnCollectingNode(COLLECTING_NODE);
    expect(monitor.lines).toEqual(START_LINES);
    const types = monitor.requests.map(({ headers }) => headers["content-type"]);
    expect(types).toEqual([undefined, "application/json", "application/json", "application/json"]);
  });

  test("leaves a control unit enabled, with the newest images kept, and the size that was configured", async () => {
    const dcu = await servedDcu();
    const handler = handlerFor(dcu.source, {
      layer: { eiger_monitor_buffer_size: null, buffer_size: 3 },
    });
    await handler.initializeEventHandlingOnCollectingNode(COLLECTING_NODE);
    const keys = ["mode", "discard_new", "buffer_size"];
    const values = await Promise.all(keys.map((key) => dcu.value(`monitor/config/${key}`)));
    expect(values).toEqual(["enabled", false, 3]);
  });

  test("on API 1.6, which has no discard_new, leaves that out and warns", async () => {
    const dcu = await servedDcu({}, "1.6.0");
    const warnings: string[] = [];
    const source = `${dcu.url}/monitor/api/1.6.0`;
    const handler = handlerFor(source, { onWarning: (message) => warnings.push(message) });
    await handler.initializeEventHandlingOnCollectingNode(COLLECTING_NODE);
    expect(warnings).toEqual([expect.stringContaining("1.6.0 has no discard_new")]);
    expect(await dcu.value("monitor/config/mode")).toBe("enabled");
    expect(await dcu.value("monitor/config/buffer_size")).toBe(10);
  });

  test("fails when the monitor says no mode, and changes nothing", async () => {
    const monitor = await scriptedMonitor({ "GET config/mode": () => ({ body: '{"value":""}' }) });
    await expect(
      handlerFor(monitor.source).initializeEventHandlingOnCollectingNode(COLLECTING_NODE),
    ).rejects.toMatchObject({ name: INITIALIZATION_ERROR });
    expect(monitor.lines).toEqual(["GET config/mode"]);
  });

  test.each([
    ["mode", 2],
    ["discard_new", 3],
    ["buffer_size", 4],
  ])("fails when %s is refused, with the cause, and sends nothing more", async (key, requests) => {
    const refusal = { status: 400, body: "argument error: value" };
    const monitor = await scriptedMonitor({ [`PUT config/${key}`]: () => refusal });
    await expect(
      handlerFor(monitor.source).initializeEventHandlingOnCollectingNode(COLLECTING_NODE),
    ).rejects.toMatchObject({
      name: INITIALIZATION_ERROR,
      message: expect.stringContaining(`${key} cannot be set`),
      cause: { name: "MonitorRequestError", status: 400, text: "argument error: value" },
    });
    expect(monitor.lines).toHaveLength(requests);
  });

  test("fails when a control unit refuses so large a buffer", async () => {
    const dcu = await servedDcu();
    const handler = handlerFor(dcu.source, { layer: { eiger_monitor_buffer_size: 1_000_000 } });
    await expect(handler.initializeEventHandlingOnCollectingNode(COLLECTING_NODE)).rejects.toMatchObject({
      name: INITIALIZATION_ERROR,
      cause: { status: 400 },
    });
    expect(await dcu.value("monitor/config/buffer_size")).toBe(100);
  });
});

describe("a detector that does not answer", () => {
  test("is asked 12 times, 5 s apart", async () => {
    const monitor = await scriptedMonitor({ "GET config/mode": () => ({ status: 500, body: "booting" }) });
    const clock = new AwaitedClock();
    const warnings: string[] = [];
    const handler = handlerFor(monitor.source, { clock, onWarning: (message) => warnings.push(message) });
    const start = handler.initializeEventHandlingOnCollectingNode(COLLECTING_NODE);
    for (let pause = 1; pause <= 11; pause++) await clock.pass(5000);
    await expect(start).rejects.toMatchObject({
      name: INITIALIZATION_ERROR,
      message: expect.stringContaining(`${monitor.source} did not answer in 12 tries`),
      cause: { name: "MonitorRequestError", code: "HTTP_STATUS", status: 500 },
    });
    expect(monitor.lines).toEqual(Array(12).fill("GET config/mode"));
    expect(clock.now()).toBe(55_000);
    expect(clock.pending).toBe(0);
    expect(warnings).toHaveLength(11);
    expect(warnings[0]).toMatch(/status 500 \(booting\); try 1 of 12, next in 5 s$/);
  });

  test("is reported as such when nothing listens", async () => {
    const clock = new AwaitedClock();
    const handler = handlerFor(await closedPort(), { clock });
    const start = handler.initializeEventHandlingOnCollectingNode(COLLECTING_NODE);
    for (let pause = 1; pause <= 11; pause++) await clock.pass(5000);
    await expect(start).rejects.toMatchObject({ name: INITIALIZATION_ERROR, cause: { code: "REFUSED" } });
  });

  test.each<[string, ScriptedReply]>([
    ["a status other than 200", { status: 503 }],
    ["a page of HTML", { body: "<html>proxy</html>" }],
    ["no value", { body: "{}" }],
    ["a value that is no word", { body: '{"value":[1]}' }],
    ["an empty body", {}],
  ])("yet, but says %s, is asked again after 5 s, and then started", async (_, reply) => {
    const enabled = { body: '{"value":"enabled"}' };
    const monitor = await scriptedMonitor({ "GET config/mode": inTurn(reply, enabled) });
    const clock = new AwaitedClock();
    const handler = handlerFor(monitor.source, { clock, layer: { eiger_monitor_buffer_size: 7 } });
    const start = handler.initializeEventHandlingOnCollectingNode(COLLECTING_NODE);
    await clock.pass(5000);
    await start;
    expect(monitor.lines).toEqual(["GET config/mode", ...START_LINES]);
  });

  test("but says no mode at all ends the start at once, as in OM", async () => {
    const monitor = await scriptedMonitor({ "GET config/mode": () => ({ body: '{"value":null}' }) });
    const handler = handlerFor(monitor.source, {});
    await expect(handler.initializeEventHandlingOnCollectingNode(COLLECTING_NODE)).rejects.toMatchObject({
      name: "OmHttpInterfaceInitializationError",
    });
    expect(monitor.lines).toEqual(["GET config/mode"]);
  });

  test.each([1, 6, 11])("is no longer asked once the signal aborts after try %i", async (tries) => {
    const monitor = await scriptedMonitor({ "GET config/mode": () => ({ status: 500 }) });
    const clock = new AwaitedClock();
    const controller = new AbortController();
    const start = handlerFor(monitor.source, { clock }).initializeEventHandlingOnCollectingNode({
      ...COLLECTING_NODE,
      signal: controller.signal,
    });
    for (let pause = 1; pause < tries; pause++) await clock.pass(5000);
    await clock.waited(5000);
    const reason = new Error("the user left");
    controller.abort(reason);
    await expect(start).rejects.toBe(reason);
    expect(monitor.lines).toHaveLength(tries);
    expect(clock.pending).toBe(0);
  });

  test("does not keep a caller whose signal aborts during a request", async () => {
    const controller = new AbortController();
    const reason = new Error("the user left");
    const monitor = await scriptedMonitor({
      "GET config/mode": () => {
        controller.abort(reason);
        return silence();
      },
    });
    const { signal } = controller;
    const handler = handlerFor(monitor.source);
    const start = () => handler.initializeEventHandlingOnCollectingNode({ ...COLLECTING_NODE, signal });
    await expect(start()).rejects.toBe(reason);
    await expect(start()).rejects.toBe(reason);
    expect(monitor.lines).toEqual(["GET config/mode"]);
  });
});
