import { describe, expect, test } from "vitest";
import { createDecoder, decodeStreamImage, readImageMessage } from "../../src/index.ts";
import {
  array,
  BREAK,
  byteString,
  count,
  join,
  map,
  NULL,
  OPEN_ARRAY,
  OPEN_MAP,
  tag,
  text,
} from "./support/cborWriter.ts";
import {
  channel,
  compressedChannel,
  imageMessage,
  plainChannel,
  SHAPE,
  testPixels,
} from "./support/imageMessages.ts";
import { bslz4Payload, lz4Payload } from "./support/payloads.ts";

describe("an image message", () => {
  test("says which exposure of which series it is, and when that began and ended", () => {
    expect(readImageMessage(imageMessage())).toMatchObject({
      seriesId: 15_614,
      seriesUniqueId: "01HBV3JPF9T4ZDPADX6EMK6XMZ",
      imageId: 3,
      seriesDate: "2023-10-03T17:47:49.434+02:00",
      startTime: { ticks: 50_000_001, frequency: 50_000_000, seconds: 1.000_000_02 },
      stopTime: { seconds: 1.010_000_02 },
      realTime: { seconds: 0.01 },
      timestamp: { seconds: 1_696_348_070.434, nanoseconds: 1_696_348_070_434_000_020n },
    });
  });

  test("is read without the tag that says it is CBOR, and with lengths that are not told", () => {
    const withTag = imageMessage();
    const expected = readImageMessage(withTag);
    expect(readImageMessage(withTag.subarray(3))).toEqual(expected);
    // d9 d9 f7, then a map of nine pairs.
    expect(readImageMessage(join(OPEN_MAP, withTag.subarray(4), BREAK))).toEqual(expected);
    const realTime = join(OPEN_ARRAY, count(500_000), count(50_000_000), BREAK);
    expect(readImageMessage(imageMessage({ real_time: realTime }))).toEqual(expected);
  });

  test("gives null for what it does not say, and no moment for a date that is none", () => {
    const silent = {
      series_unique_id: undefined,
      real_time: NULL,
      start_time: undefined,
      stop_time: undefined,
    };
    expect(readImageMessage(imageMessage(silent))).toMatchObject({
      seriesUniqueId: null,
      realTime: null,
      startTime: null,
      stopTime: null,
      timestamp: null,
    });
    const undated = imageMessage({ series_date: tag(0, text("yesterday")) });
    expect(readImageMessage(undated)).toMatchObject({ seriesDate: "yesterday", timestamp: null });
  });

  test("may carry user data of any kind, tags included", () => {
    const userData = map({
      sample: array(tag(1, count(0)), tag(2n ** 64n - 1n, NULL), byteString(new Uint8Array(9))),
    });
    expect(readImageMessage(imageMessage({ user_data: userData }))).toEqual(readImageMessage(imageMessage()));
  });

  test("gives texts that are safe to print", () => {
    const data = map({ "\u001b[2J\u202e": plainChannel(testPixels(8)) });
    const { seriesUniqueId, images } = readImageMessage(
      imageMessage({ series_unique_id: text(`\u009b${"x".repeat(5000)}`), data }),
    );
    expect(seriesUniqueId).toBe(`\ufffd${"x".repeat(4095)}`);
    expect(images[0]?.threshold).toBe("\ufffd[2J\ufffd");
  });
});

describe("the image of each threshold", () => {
  test.for([8, 16, 32] as const)("of %d bits comes out plain, lz4 and bslz4 alike", async (depth) => {
    const decoder = await createDecoder();
    const pixels = testPixels(depth);
    const data = map({
      threshold_1: plainChannel(pixels),
      threshold_2: compressedChannel(pixels, { encoding: "bslz4", payload: bslz4Payload(pixels) }),
      // DECTRIS writes 0 where lz4 needs nothing.
      difference: compressedChannel(pixels, { encoding: "lz4", payload: lz4Payload(pixels), modifier: 0 }),
    });
    const { images } = readImageMessage(imageMessage({ data }));
    expect(images.map(({ threshold, encoding }) => [threshold, encoding])).toEqual([
      ["threshold_1", null],
      ["threshold_2", "bslz4"],
      ["difference", "lz4"],
    ]);
    for (const image of images) {
      expect(image).toMatchObject({ shape: SHAPE, depth });
      const frame = decodeStreamImage(image, { decoder });
      expect(frame).toMatchObject({ shape: SHAPE, dtype: `uint${depth}` });
      expect(frame.data).toEqual(pixels);
      expect(decoder.statistics(frame)).toMatchObject({ masked: 1, min: 2 ** (depth - 6) + 1 });
    }
  });

  test("may be uint8 clamped, which holds the same numbers", () => {
    const data = map({ threshold_1: channel(tag(68, byteString(testPixels(8) as Uint8Array))) });
    expect(readImageMessage(imageMessage({ data })).images[0]).toMatchObject({ depth: 8, encoding: null });
  });

  test("stays what it is when the message's bytes are used again", async () => {
    const pixels = testPixels(32);
    const message = imageMessage({ data: map({ threshold_1: plainChannel(pixels) }) });
    const [image] = readImageMessage(message).images;
    message.fill(0xa5);
    if (image === undefined) throw new Error("no image");
    expect(decodeStreamImage(image, { decoder: await createDecoder() }).data).toEqual(pixels);
  });
});
