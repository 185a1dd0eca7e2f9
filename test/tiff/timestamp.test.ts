import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRfc3339 } from "../../src/tiff/index.ts";

describe("parseRfc3339", () => {
  it.each([
    ["2019-05-14T09:39:56.123+00:00", 1557826796.123, 1557826796123000000n],
    ["2019-05-14T10:39:56.123+01:00", 1557826796.123, 1557826796123000000n],
    ["2025-03-04T05:06:07.089000001Z", 1741064767.089, 1741064767089000001n],
    ["2025-03-04T05:06:07Z", 1741064767, 1741064767000000000n],
    ["2025-03-04T05:06:07.1234567899999Z", 1741064767.1234567, 1741064767123456789n],
    ["1969-12-31T23:59:59.5Z", -0.5, -500000000n],
    ["2024-02-29t12:00:00.000001-05:30", 1709227800.000001, 1709227800000001000n],
  ])("%s", (text, seconds, nanoseconds) => {
    expect(parseRfc3339(text)?.seconds).toBeCloseTo(seconds, 6);
    expect(parseRfc3339(text)?.nanoseconds).toBe(nanoseconds);
  });

  it.each([
    "",
    "yesterday",
    "2025-03-04T05:06:07",
    "2025-02-29T00:00:00Z",
    "2025-13-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "2016-12-31T23:59:60Z",
    "2025-03-04T24:00:00Z",
    "2025-03-04T05:06:07.Z",
    "2025-03-04T05:06:07+25:00",
  ])("is null for %j", (text) => {
    expect(parseRfc3339(text)).toBeNull();
  });

  it("agrees with the platform's own reader to the millisecond", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          expect(parseRfc3339(date.toISOString())?.nanoseconds).toBe(BigInt(date.getTime()) * 1_000_000n);
        },
      ),
    );
  });
});
