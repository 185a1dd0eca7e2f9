import { describe, expect, test } from "vitest";
import { readImageMessage } from "../../src/index.ts";
import { array, count, float, head, type Item, join, map, NULL, tag, text } from "./support/cborWriter.ts";
import { imageMessage } from "./support/imageMessages.ts";
import { verdict } from "./support/verdict.ts";

function shape(...extents: readonly (number | bigint)[]): Item {
  return array(...extents.map(count));
}

describe("messages that are refused", () => {
  const cases: readonly [string, string, Uint8Array][] = [
    ["of type start", "UNSUPPORTED", imageMessage({ type: text("start") })],
    ["of type end", "UNSUPPORTED", imageMessage({ type: text("end") })],
    ["without a type", "MISSING_TAG", imageMessage({ type: undefined })],
    ["of type 7", "BAD_TYPE", imageMessage({ type: count(7) })],
    ["without series_id", "MISSING_TAG", imageMessage({ series_id: undefined })],
    ["without image_id", "MISSING_TAG", imageMessage({ image_id: undefined })],
    ["without data", "MISSING_TAG", imageMessage({ data: undefined })],
    ["with an image_id that is a text", "BAD_TYPE", imageMessage({ image_id: text("0") })],
    ["with image −1", "BAD_VALUE", imageMessage({ image_id: head("negative", 0) })],
    ["with image 1.5", "BAD_TYPE", imageMessage({ image_id: float(1.5) })],
    ["with image 10³⁰⁰", "BAD_TYPE", imageMessage({ image_id: float(1e300) })],
    ["with image 2⁶⁴ − 1", "LIMIT", imageMessage({ image_id: count(2n ** 64n - 1n) })],
    ["with image −2⁶⁴", "BAD_TYPE", imageMessage({ image_id: head("negative", 2n ** 64n - 1n) })],
    ["with a start_time of three numbers", "BAD_COUNT", imageMessage({ start_time: shape(1, 2, 3) })],
    ["with a start_time over 0", "BAD_VALUE", imageMessage({ start_time: shape(1, 0) })],
    ["with a start_time that is one number", "BAD_TYPE", imageMessage({ start_time: count(1) })],
    ["with a series_date that is no date", "BAD_TYPE", imageMessage({ series_date: tag(1, count(0)) })],
    [
      "with a series_date without its tag",
      "BAD_TYPE",
      imageMessage({ series_date: text("2023-10-03T17:47:49Z") }),
    ],
    ["with data of no threshold", "BAD_COUNT", imageMessage({ data: map({}) })],
    ["with data in an array", "BAD_TYPE", imageMessage({ data: array(NULL) })],
    [
      "with a threshold whose name is a number",
      "BAD_TYPE",
      imageMessage({ data: join(head("map", 1), count(1), NULL) }),
    ],
  ];
  test.for(cases)("%s: %s", ([, code, message]) => {
    expect(verdict(message)).toBe(code);
  });

  test("names the type it found, without control characters", () => {
    expect(() => readImageMessage(imageMessage({ type: text("start\u001b") }))).toThrow(
      'a message of type "start\ufffd", expected "image"',
    );
  });
});
