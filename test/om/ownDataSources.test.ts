import { describe, expect, test } from "vitest";
import type { EigerDataEvent, OmDataSourceProtocol } from "../../src/om/index.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { handlerFor, takeEvent, takeEvents } from "./support/retrieval.ts";

type GetData = OmDataSourceProtocol["getData"];

/** A data source of a user. */
function source(getData: GetData): OmDataSourceProtocol {
  return { initializeDataSource: async () => undefined, getData };
}

async function extractedWith(dataSources: Record<string, OmDataSourceProtocol>, required: readonly string[]) {
  const dcu = await watchedDcu();
  dcu.dcu.expose();
  const handler = handlerFor(dcu.source, { dataSources, layer: { required_data: required } });
  const event = await takeEvent(handler);
  return { event, data: await handler.extractData({ event }) };
}

describe("a data source of the user", () => {
  test("adds a name to the five, and sees the event", async () => {
    const seen: EigerDataEvent[] = [];
    const laser = source(({ event }) => {
      seen.push(event);
      return "on";
    });
    const { event, data } = await extractedWith({ laser }, ["event_id", "laser"]);
    expect(data).toEqual({ timestamp: event.timestamp, event_id: "1_0", laser: "on" });
    expect(seen).toEqual([event]);
  });

  test("takes the place of one of the five, also of timestamp, and may take its time", async () => {
    const dataSources = {
      timestamp: source(() => 1_700_000_000),
      detector_data: source(async ({ event }) => event.frame().data.length),
    };
    const { data } = await extractedWith(dataSources, ["detector_data"]);
    expect(data).toEqual({ timestamp: 1_700_000_000, detector_data: 512 * 512 });
  });

  test("for energy or distance makes the configured value needless", async () => {
    const dcu = await watchedDcu();
    dcu.dcu.expose();
    const handler = handlerFor(dcu.source, {
      dataSources: { beam_energy: source(() => 6199) },
      layer: { fallback_beam_energy_in_eV: null, required_data: ["beam_energy"] },
    });
    expect(await handler.extractData({ event: await takeEvent(handler) })).toMatchObject({
      beam_energy: 6199,
    });
  });

  test.each<[string, GetData, string]>([
    [
      "throws",
      () => {
        throw new RangeError("no such channel");
      },
      "RangeError: no such channel",
    ],
    ["rejects", () => Promise.reject(new TypeError("closed")), "TypeError: closed"],
    ["throws no error", () => Promise.reject("laser off"), "laser off"],
  ])("that %s costs its event: OmDataExtractionError names it, with the cause", async (_, getData, text) => {
    const dcu = await watchedDcu();
    dcu.dcu.expose();
    dcu.dcu.expose();
    const laser = source(({ event }) => (event.image === 0 ? getData({ event }) : "on"));
    const handler = handlerFor(dcu.source, { dataSources: { laser }, layer: { required_data: ["laser"] } });
    const [first, second] = await takeEvents(handler, 2);
    if (first === undefined || second === undefined) throw new Error("two events are needed");
    const error = await handler.extractData({ event: first }).catch((error: unknown) => error);
    expect(error).toMatchObject({
      name: "OmDataExtractionError",
      message: `data source laser failed: ${text}`,
    });
    const { cause } = error as Error;
    expect(cause instanceof Error ? `${cause.name}: ${cause.message}` : cause).toBe(text);
    expect(await handler.extractData({ event: second })).toMatchObject({ laser: "on" });
  });
});

describe("an event handler", () => {
  test("opens an event by doing nothing, and closes it once for all", async () => {
    const dcu = await watchedDcu();
    dcu.dcu.expose();
    const handler = handlerFor(dcu.source);
    const event = await takeEvent(handler);
    handler.openEvent({ event });
    expect(event.frame().data[1]).toBe(1);
    handler.closeEvent({ event });
    handler.closeEvent({ event });
    await expect(handler.extractData({ event })).rejects.toMatchObject({
      name: "OmDataExtractionError",
      message: expect.stringContaining("detector_data"),
      cause: { name: "FrameClosedError" },
    });
  });

  test("offers no retrieval of single events, as OM's monitor source does not", async () => {
    const handler = handlerFor("http://dcu");
    const refusal = { name: "OmNotImplementedError", code: "OM_NOT_IMPLEMENTED" };
    await expect(handler.initializeEventDataRetrieval()).rejects.toMatchObject(refusal);
    await expect(handler.retrieveEventData({ eventId: "1_0" })).rejects.toMatchObject(refusal);
  });
});
