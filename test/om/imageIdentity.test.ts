import { describe, expect, test } from "vitest";
import type { EigerDataEvent } from "../../src/om/index.ts";
import { watchedDcu } from "../simulator/support/servedDcu.ts";
import { buildTiff, dectrisEntries } from "../support/tiffBuilder.ts";
import { directoryInFront, fixedOffsetTiff, writeText } from "./support/fixedOffsetTiff.ts";
import { handlerFor, takeEvent, takeEvents } from "./support/retrieval.ts";
import { inTurn, scriptedMonitor } from "./support/scriptedMonitor.ts";

const DATE = "2026-03-04T05:06:07.089+01:00";
const TIME = Date.parse(DATE) / 1000;

/** The event that a control unit's file becomes. */
async function eventOf(file: Uint8Array): Promise<EigerDataEvent> {
  const dcu = await watchedDcu({ replay: [file] });
  dcu.dcu.expose();
  return takeEvent(handlerFor(dcu.source));
}

describe("the identity of an image", () => {
  test("comes from the tags, wherever their values stand", async () => {
    // Without the second entry, the image's number stands where OM would read the series.
    const entries = dectrisEntries({ series: 7, image: 42, threshold: 2 }).filter(({ tag }) => tag !== 1);
    expect(await eventOf(buildTiff({ dectris: entries }))).toMatchObject({
      eventId: "7_42",
      series: 7,
      image: 42,
      threshold: 2,
      timestamp: TIME,
    });
  });

  test.each([true, false])(
    "comes from OM's offsets 42, 54 and 162 in a file without tags (little endian: %s)",
    async (littleEndian) => {
      const file = fixedOffsetTiff({ series: 12, image: 100_000, date: DATE }, { littleEndian });
      expect(await eventOf(file)).toMatchObject({ eventId: "12_100000", threshold: null, timestamp: TIME });
    },
  );

  test("comes from OM's offsets when the directory of tags is broken", async () => {
    const broken = new Map([
      // A character more than DECTRIS writes, since this builder leaves no even offsets.
      [1, { values: "01HZXJ3V9V3Q0W8ZK6T2N4B5C7_" }],
      [5, { type: 3, values: [], count: 3, raw: 0xffff_fff0 }],
    ]);
    const entries = dectrisEntries({ date: DATE }).map((entry) => ({ ...entry, ...broken.get(entry.tag) }));
    const event = await eventOf(buildTiff({ dectris: entries, shift: 240 }));
    expect(event.tiff.dectrisError).toMatchObject({ code: "BAD_OFFSET" });
    expect(event).toMatchObject({ eventId: "7_42", threshold: null, timestamp: TIME });
  });

  test("is half known when the date stands at byte 35, where it covers the numbers", async () => {
    const otherDate = "2023-09-05T12:34:56.123456+01:00";
    const event = await eventOf(fixedOffsetTiff({ otherDate }));
    expect(event).toMatchObject({
      eventId: null,
      series: null,
      image: null,
      timestamp: 1_693_913_696.123456,
    });
    expect(event.timestampNanoseconds).toBe(1_693_913_696_123_456_000n);
  });
});

describe("no identity is made up", () => {
  const unknown = { eventId: null, series: null, image: null, threshold: null, timestamp: null };

  test.each([
    ["between header and pixels there is nothing", fixedOffsetTiff({})],
    ["numbers stand there, but no date", fixedOffsetTiff({ series: 1, image: 2 })],
    [
      "the date has no offset from UTC",
      fixedOffsetTiff({ series: 1, image: 2, date: "2026-03-04T05:06:07.089" }),
    ],
    ["the file ends before the date", buildTiff({ rows: 1, columns: 1, depth: 8 })],
    ["the main directory stands there", directoryInFront(fixedOffsetTiff({}))],
  ])("where %s", async (_, file) => {
    expect(await eventOf(file)).toMatchObject(unknown);
  });

  test("of pixels that look like one, as in EIGER1's files", async () => {
    const file = buildTiff({ rows: 20, columns: 20, depth: 8, shift: 0 });
    writeText(file, DATE, 162);
    writeText(file, "2023-09-05T12:34:56.123456+01:00", 35);
    expect(await eventOf(file)).toMatchObject(unknown);
  });

  test("of negative numbers", async () => {
    const event = await eventOf(fixedOffsetTiff({ series: -1, image: 5, date: DATE }));
    expect(event).toMatchObject({ eventId: null, series: null, image: 5, timestamp: TIME });
  });

  test("for what the tags leave out", async () => {
    const entries = dectrisEntries().filter(({ tag }) => ![2, 3, 4, 5].includes(tag));
    expect(await eventOf(buildTiff({ dectris: entries, shift: 240 }))).toMatchObject(unknown);
  });
});

describe("the time of an image", () => {
  test.each([
    ["2026-03-04T05:06:07Z", 1_772_600_767_000_000_000n],
    ["2026-03-04T05:06:07.089Z", 1_772_600_767_089_000_000n],
    ["2026-03-04T05:06:07.089+01:00", 1_772_597_167_089_000_000n],
    ["2026-03-04T05:06:07.089-05:30", 1_772_620_567_089_000_000n],
    ["2026-03-04T05:06:07.0890001+00:00", 1_772_600_767_089_000_100n],
    ["2026-03-04T05:06:07.089000123Z", 1_772_600_767_089_000_123n],
    ["2026-03-04T05:06:07.089000123+01:00", 1_772_597_167_089_000_123n],
    ["2026-03-04T05:06:07.1+01:00", 1_772_597_167_100_000_000n],
  ])("is read from a tag that says %s", async (date, nanoseconds) => {
    const event = await eventOf(buildTiff({ dectris: dectrisEntries({ date }) }));
    expect(event.timestampNanoseconds).toBe(nanoseconds);
    expect(event.timestamp).toBe(Number(`${nanoseconds}e-9`));
  });

  test.each(["2026-03-04T05:06:07.089+01:00", "2026-03-04T05:06:07Z", "2026-03-04T05:06:07.1+01:00"])(
    "is read from byte 162 that says %s",
    async (date) => {
      const event = await eventOf(fixedOffsetTiff({ date }));
      expect(event.timestamp).toBe(Date.parse(date) / 1000);
    },
  );

  test.each(["2026-03-04T05:06:07.089", "yesterday", ""])("is unknown when a tag says %j", async (date) => {
    const event = await eventOf(buildTiff({ dectris: dectrisEntries({ date }) }));
    expect(event).toMatchObject({ eventId: "7_42", timestamp: null, timestampNanoseconds: null });
  });
});

describe("an image of API 1.6", () => {
  test("is the one that the status says was handed out", async () => {
    const dcu = await watchedDcu({ layout: "eiger1" }, "1.6.0");
    for (let image = 0; image < 3; image++) dcu.dcu.expose();
    const events = await takeEvents(handlerFor(`${dcu.url}/monitor/api/1.6.0`), 3);
    expect(events.map(({ eventId }) => eventId)).toEqual(["1_0", "1_1", "1_2"]);
    expect(events.map(({ timestamp, threshold }) => [timestamp, threshold])).toEqual(
      Array(3).fill([null, null]),
    );
  });

  test.each([
    ["says null", { body: '{"value":null}' }, 2],
    ["says something else", { body: '{"value":"first"}' }, 2],
    ["fails", { status: 500 }, 2],
    ["does not exist, and is asked once", { status: 404 }, 1],
  ])("has no identity when the status %s", async (_, reply, asked) => {
    const monitor = await scriptedMonitor({
      "GET images/next": inTurn({ body: buildTiff() }),
      "GET status/next_image_number": () => reply,
    });
    const events = await takeEvents(handlerFor(`${monitor.url}/monitor/api/1.6.0`), 2);
    expect(events.map(({ eventId }) => eventId)).toEqual([null, null]);
    expect(monitor.lines.filter((line) => line.startsWith("GET status/"))).toHaveLength(asked);
  });

  test("needs no status where its tags say which it is; nor does API 1.8 ever ask", async () => {
    const tagged = { body: buildTiff({ dectris: dectrisEntries() }) };
    const monitor = await scriptedMonitor({ "GET images/next": inTurn(tagged, { body: buildTiff() }) });
    expect((await takeEvent(handlerFor(`${monitor.url}/monitor/api/1.6.0`))).eventId).toBe("7_42");
    expect((await takeEvent(handlerFor(monitor.source))).eventId).toBeNull();
    expect(monitor.lines).toEqual(["GET images/next", "GET images/next"]);
  });
});
