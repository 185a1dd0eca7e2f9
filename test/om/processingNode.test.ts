import { describe, expect, test } from "vitest";
import type { OmDataSourceProtocol } from "../../src/om/index.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { AwaitedClock } from "./support/awaitedClock.ts";
import { handlerFor, PROCESSING_NODE, takeEvent, takeEvents } from "./support/retrieval.ts";
import { inTurn, scriptedMonitor, silence } from "./support/scriptedMonitor.ts";

const mode = (value: string) => ({ body: JSON.stringify({ value }) });

/** A data source that keeps what it was initialized with. */
class CountedSource implements OmDataSourceProtocol<string> {
  readonly initialized: unknown[] = [];

  async initializeDataSource(options: { readonly signal?: AbortSignal | undefined }): Promise<void> {
    this.initialized.push(options);
  }

  getData(): string {
    return `initialized ${this.initialized.length} times`;
  }
}

describe("the start of a processing node", () => {
  test("waits until the mode is exactly enabled, looking every 0.5 s, and says so once", async () => {
    const modes = inTurn(mode("disabled"), mode("Enabled"), mode(""), mode("enabled"));
    const monitor = await scriptedMonitor({ "GET config/mode": modes });
    const clock = new AwaitedClock();
    const warnings: string[] = [];
    const handler = handlerFor(monitor.source, { clock, onWarning: (message) => warnings.push(message) });
    const start = handler.initializeEventHandlingOnProcessingNode(PROCESSING_NODE);
    for (let look = 1; look <= 3; look++) await clock.pass(500);
    await start;
    expect(monitor.lines).toEqual(Array(4).fill("GET config/mode"));
    expect(clock.now()).toBe(1500);
    expect(warnings).toEqual(["the monitor is disabled; waiting until it is enabled"]);
  });

  test("asks again after 5 s when the monitor does not answer", async () => {
    const monitor = await scriptedMonitor({ "GET config/mode": inTurn({ status: 500 }, mode("enabled")) });
    const clock = new AwaitedClock();
    const start = handlerFor(monitor.source, { clock }).initializeEventHandlingOnProcessingNode(
      PROCESSING_NODE,
    );
    await clock.pass(5000);
    await start;
    expect(monitor.lines).toEqual(["GET config/mode", "GET config/mode"]);
  });

  test("ends with the signal between two looks", async () => {
    const monitor = await scriptedMonitor({ "GET config/mode": () => mode("disabled") });
    const clock = new AwaitedClock();
    const controller = new AbortController();
    const { signal } = controller;
    const handler = handlerFor(monitor.source, { clock });
    const start = handler.initializeEventHandlingOnProcessingNode({ ...PROCESSING_NODE, signal });
    await clock.waited(500);
    const reason = new Error("the user left");
    controller.abort(reason);
    await expect(start).rejects.toBe(reason);
    expect(monitor.lines).toEqual(["GET config/mode"]);
    expect(clock.pending).toBe(0);
  });

  test("ends with the signal during a look", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const reason = new Error("the user left");
    const monitor = await scriptedMonitor({
      "GET config/mode": () => {
        controller.abort(reason);
        return silence();
      },
    });
    const handler = handlerFor(monitor.source);
    await expect(
      handler.initializeEventHandlingOnProcessingNode({ ...PROCESSING_NODE, signal }),
    ).rejects.toBe(reason);
  });

  test("initializes the data sources that are required, once the monitor is enabled, and only once", async () => {
    const monitor = await scriptedMonitor({ "GET config/mode": inTurn(mode("disabled"), mode("enabled")) });
    const clock = new AwaitedClock();
    const [required, unused] = [new CountedSource(), new CountedSource()];
    const dataSources = { laser: required, camera: unused };
    const handler = handlerFor(monitor.source, { clock, dataSources, layer: { required_data: ["laser"] } });
    const { signal } = new AbortController();
    const start = handler.initializeEventHandlingOnProcessingNode({ ...PROCESSING_NODE, signal });
    await clock.waited(500);
    expect(required.initialized).toEqual([]);
    clock.advance(500);
    await start;
    await handler.initializeEventHandlingOnProcessingNode(PROCESSING_NODE);
    expect(required.initialized).toEqual([{ signal }]);
    expect(unused.initialized).toEqual([]);
  });

  test("fails with a data source that fails to initialize, and can be tried again", async () => {
    const monitor = await scriptedMonitor();
    const problem = new Error("no laser");
    const laser = new CountedSource();
    const initializeDataSource = async (options: object) => {
      if (laser.initialized.push(options) === 1) throw problem;
    };
    const handler = handlerFor(monitor.source, {
      dataSources: { laser: { initializeDataSource, getData: () => 1 } },
      layer: { required_data: ["laser"] },
    });
    const start = () => handler.initializeEventHandlingOnProcessingNode(PROCESSING_NODE);
    await expect(start()).rejects.toBe(problem);
    await start();
    await start();
    expect(laser.initialized).toHaveLength(2);
  });
});

describe("an event generator without that start", () => {
  test("initializes the data sources before its first event", async () => {
    const dcu = await watchedDcu();
    dcu.dcu.expose();
    const laser = new CountedSource();
    const handler = handlerFor(dcu.source, { dataSources: { laser }, layer: { required_data: ["laser"] } });
    const event = await takeEvent(handler);
    expect(await handler.extractData({ event })).toMatchObject({ laser: "initialized 1 times" });
  });

  test("initializes them once also when two begin together", async () => {
    const dcu = await watchedDcu();
    dcu.dcu.expose();
    dcu.dcu.expose();
    const laser = new CountedSource();
    const handler = handlerFor(dcu.source, { dataSources: { laser }, layer: { required_data: ["laser"] } });
    const events = await Promise.all([takeEvents(handler, 1), takeEvents(handler, 1)]);
    expect(
      events
        .flat()
        .map(({ eventId }) => eventId)
        .sort(),
    ).toEqual(["1_0", "1_1"]);
    expect(laser.initialized).toHaveLength(1);
  });
});
