import { expect, test, vi } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";
import { DecodeError } from "../../src/errors.ts";
import type { SequenceEvent } from "../../src/om/index.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";
import { handlerFor, takeEvents } from "./support/retrieval.ts";
import { inTurn, scriptedMonitor } from "./support/scriptedMonitor.ts";

function fileOf(image: number, uniqueId?: string) {
  return { body: buildTiff({ dectris: dectrisEntries({ image, ...(uniqueId && { uniqueId }) }) }) };
}

test("images that are missing, come twice or late are told and counted, and each is delivered once", async () => {
  const files = [0, 1, 1, 4, 3, 7].map((image) => fileOf(image));
  const replies = [...files, { status: 408 }, fileOf(0, "B")];
  const monitor = await scriptedMonitor({ "GET images/next": inTurn(...replies) });
  const told: SequenceEvent[] = [];
  const onSequence = (event: SequenceEvent) => void told.push(event);
  const handler = handlerFor(monitor.source, { onSequence, timeout: 5 });
  const events = await takeEvents(handler, 6);
  expect(events.map(({ image }) => image)).toEqual([0, 1, 4, 3, 7, 0]);
  expect(told.map(({ kind }) => kind)).toEqual([
    "newSeries",
    "duplicate",
    "reordered",
    "gap",
    "gap",
    "newSeries",
  ]);
  expect(told.slice(3)).toMatchObject([
    { from: 2, to: 2 },
    { from: 5, to: 6 },
    { restarted: true, previous: 7 },
  ]);
  expect(handler.counters).toMatchObject({
    ...{ polls: 8, images: 7, noImage: 1, delivered: 6 },
    ...{ duplicates: 1, reordered: 1, gaps: 2, missing: 3, series: 2 },
  });
  // A gap may be a restart: the mode is looked at.
  expect(monitor.lines.filter((line) => line === "GET config/mode")).toHaveLength(1);
});

test("a series that follows another one is no gap", async () => {
  const served = await watchedDcu();
  for (let image = 0; image < 3; image++) served.dcu.expose();
  await served.command("detector/command/arm");
  for (let image = 0; image < 2; image++) served.dcu.expose();
  const handler = handlerFor(served.source);
  const events = await takeEvents(handler, 5);
  expect(events.map(({ eventId }) => eventId)).toEqual(["1_0", "1_1", "1_2", "2_0", "2_1"]);
  expect(new Set(events.map(({ seriesUniqueId }) => seriesUniqueId)).size).toBe(2);
  expect(handler.counters).toMatchObject({ series: 2, gaps: 0, duplicates: 0, reordered: 0 });
});

test("a frame at which the decoder fails is counted once, and the next one comes", async () => {
  const decoder = await createDecoder();
  const monitor = await scriptedMonitor({ "GET images/next": inTurn(fileOf(0), fileOf(1)) });
  const handler = handlerFor(monitor.source, { decoder });
  const [first, second] = await takeEvents(handler, 2);
  vi.spyOn(decoder, "decode").mockImplementationOnce(() => {
    throw new DecodeError("INTERNAL", "the decoder trapped");
  });
  for (let time = 0; time < 2; time++)
    expect(() => first?.frame()).toThrow(expect.objectContaining({ code: "INTERNAL" }));
  expect(second?.frame().rows).toBe(4);
  expect(handler.counters).toMatchObject({ images: 2, delivered: 1, decodeErrors: 1, decoderTraps: 1 });
});
