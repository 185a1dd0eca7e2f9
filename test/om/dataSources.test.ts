import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DetectorFrame } from "../../src/decoder/index.ts";
import type { EigerDataEvent, EigerHttpDataEventHandler, ExtractedData } from "../../src/om/index.ts";
import type { SimulatedDcuOptions } from "../../src/simulator/index.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";
import { digest, QUARTER_MEGAPIXEL, rampPixels } from "./support/rampImage.ts";
import { handlerFor, LAYER, takeEvent, takeEvents } from "./support/retrieval.ts";

/** What `extractData` gives of one image of a control unit. */
async function extracted(
  options: SimulatedDcuOptions,
  layer: Parameters<typeof handlerFor>[1] = {},
): Promise<ExtractedData> {
  const dcu = await watchedDcu(options);
  dcu.dcu.expose();
  const handler = handlerFor(dcu.source, layer);
  return handler.extractData({ event: await takeEvent(handler) });
}

function expectRamp(data: ExtractedData, image: number): void {
  const frame = data["detector_data"];
  if (!(frame instanceof DetectorFrame)) throw new Error("no frame");
  expect(frame.shape).toEqual([QUARTER_MEGAPIXEL.rows, QUARTER_MEGAPIXEL.columns]);
  expect(digest(Uint8Array.from(frame.data))).toBe(digest(rampPixels(image, QUARTER_MEGAPIXEL)));
}

async function extractAll(
  handler: EigerHttpDataEventHandler,
  events: readonly EigerDataEvent[],
): Promise<readonly ExtractedData[]> {
  return Promise.all(events.map((event) => handler.extractData({ event })));
}

describe("the five data sources", () => {
  test.each([
    ["2020.2", ["1_0", "1_1"]],
    ["2024.1", ["1_0", "1_1"]],
    ["compatible", ["1_0", "1_1"]],
    ["eiger1", [null, null]],
  ] as const)("give all that OM gives, of files of layout %s", async (layout, ids) => {
    const dcu = await watchedDcu({ layout });
    dcu.dcu.expose();
    dcu.dcu.expose();
    const handler = handlerFor(dcu.source);
    const events = await takeEvents(handler, 2);
    const data = await extractAll(handler, events);
    for (const [image, entry] of data.entries()) {
      expect(Object.keys(entry)).toEqual(LAYER?.["required_data"]);
      expect(entry).toMatchObject({
        event_id: ids[image],
        timestamp: events[image]?.timestamp,
        beam_energy: 12_000,
        detector_distance: 120,
      });
      expectRamp(entry, image);
    }
    const times = data.map(({ timestamp }) => timestamp);
    if (layout === "eiger1") expect(times).toEqual([null, null]);
    else expect(times.every((time) => Math.abs(Number(time) - Date.now() / 1000) < 60)).toBe(true);
  });

  test.each([8, 16, 32] as const)("give counts of %i bits in their own depth", async (bitDepth) => {
    const data = await extracted({ bitDepth });
    expect(data["detector_data"]).toMatchObject({ depth: bitDepth, maskedValue: 2 ** bitDepth - 1 });
    expectRamp(data, 0);
  });

  test("give both thresholds of an exposure, under one event id", async () => {
    const dcu = await watchedDcu({ thresholds: 2, layout: "2024.1" });
    dcu.dcu.expose();
    dcu.dcu.expose();
    const handler = handlerFor(dcu.source);
    const events = await takeEvents(handler, 4);
    expect(events.map(({ eventId, threshold }) => `${eventId}/${threshold}`)).toEqual([
      "1_0/1",
      "1_0/2",
      "1_1/1",
      "1_1/2",
    ]);
    const data = await extractAll(handler, events);
    expect(data.map((entry) => entry["event_id"])).toEqual(["1_0", "1_0", "1_1", "1_1"]);
    for (const [index, entry] of data.entries()) expectRamp(entry, Math.floor(index / 2));
  });

  test("are asked only as far as required_data names them; timestamp comes always", async () => {
    const names = async (required_data: readonly string[]) =>
      Object.keys(await extracted({}, { layer: { required_data } }));
    expect(await names([])).toEqual(["timestamp"]);
    expect(await names(["event_id"])).toEqual(["timestamp", "event_id"]);
    expect(await names(["beam_energy", "timestamp", "beam_energy"])).toEqual(["timestamp", "beam_energy"]);
  });

  test("take energy and distance from OM's sections of the development form, too", async () => {
    const layer = {
      fallback_beam_energy_in_eV: null,
      fallback_detector_distance_in_mm: null,
      beam_energy: { value: 6199 },
      detector_distance: { value: 75.5 },
    };
    expect(await extracted({}, { layer })).toMatchObject({ beam_energy: 6199, detector_distance: 75.5 });
  });
});

test("a real EIGER 500K's file is read to the last count, and has no identity", async ({ skip }) => {
  const path = "../shared/data/eiger1-500k-u16.tif";
  if (!existsSync(path)) skip("no ../shared/data");
  const data = await extracted({ replay: [readFileSync(path)] });
  expect(data).toMatchObject({ event_id: null, timestamp: null });
  const frame = data["detector_data"];
  if (!(frame instanceof DetectorFrame)) throw new Error("no frame");
  expect(frame).toMatchObject({ shape: [514, 1030], dtype: "uint16" });
  expect(digest(frame.bytes)).toBe("50fab13ae3a73045f68306ce94c64b192c9160ab290c4c31d5e3a7f5298e3ecb");
});

describe("with prefer_image_metadata, energy and distance", () => {
  const prefer = { layer: { prefer_image_metadata: true } };

  test.each([
    ["2024.1", 12_398.42, 150],
    ["compatible", 12_398.42, 150],
    ["2020.2", 12_398.42, 120],
    ["eiger1", 12_000, 120],
  ] as const)(
    "come from the image where layout %s has them, in eV and mm",
    async (layout, energy, distance) => {
      const data = await extracted({ layout }, prefer);
      expect(data["beam_energy"]).toBeCloseTo(energy, 6);
      expect(data["detector_distance"]).toBeCloseTo(distance, 9);
    },
  );

  test.each([
    ["0.15 m", 0.15, 150],
    ["10 m, the longest in metres", 10, 10_000],
    ["150 mm", 150, 150],
    ["none: 0", 0, 120],
    ["none: negative", -0.15, 120],
    ["none: not a number", Number.NaN, 120],
    ["none: infinite", Number.POSITIVE_INFINITY, 120],
  ])("are good ones or the configured: a distance of %s", async (_, written, distance) => {
    const entries = [...dectrisEntries(), { tag: 23, type: 12, values: [written] }];
    const data = await extracted({ replay: [buildTiff({ dectris: entries })] }, prefer);
    expect(data["detector_distance"]).toBeCloseTo(distance, 9);
  });

  test("come from the configuration when the preference is off", async () => {
    const layer = { prefer_image_metadata: false };
    const data = await extracted({ layout: "2024.1" }, { layer });
    expect(data).toMatchObject({ beam_energy: 12_000, detector_distance: 120 });
  });
});
