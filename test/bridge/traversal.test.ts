import { expect, test } from "vitest";
import { SPELLINGS } from "./support/examples.ts";
import { request, untilClosed } from "./support/rawRequest.ts";
import { countedBridge } from "./support/servedBridge.ts";

test.for(SPELLINGS)("S04: %j is refused, and nobody is asked", async (target) => {
  const { bridge, dcu } = await countedBridge();
  const { status } = await untilClosed(bridge.url, request(bridge.url, target));
  expect([400, 404]).toContain(status);
  expect(dcu.requests).toEqual([]);
});

test("S04: the plain spelling is not refused", async () => {
  const { bridge, dcu } = await countedBridge();
  const { status } = await untilClosed(bridge.url, request(bridge.url, "/monitor/api/1.8.0/images/next"));
  expect([status, dcu.requests.length]).toEqual([200, 1]);
});
