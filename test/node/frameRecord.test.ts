import { expect, test } from "vitest";
import { createDecoder } from "../../src/decoder/index.ts";
import { frameRecord, toJsonLine } from "../../src/node/frameRecord.ts";
import { buildTiff } from "../support/tiffBuilder.ts";

test("a sum beyond what a double can hold keeps all its digits", async () => {
  const decoder = await createDecoder();
  const frame = decoder.decode(buildTiff());
  const sum = 2n ** 60n + 1n;
  const line = toJsonLine(
    frameRecord(frame, {
      identity: { event_id: '"sum":0', series: 1, image: 0, threshold: 1, timestamp: null, arrival: null },
      statistics: { ...decoder.statistics(frame), sum },
      digest: false,
    }),
  );
  expect(line).toContain(`,"sum":${sum},"masked":0}`);
  expect(JSON.parse(line)).toMatchObject({ event_id: '"sum":0', sum: Number(sum) });
});
