import { expect, test } from "vitest";
import { request, untilClosed } from "./support/rawRequest.ts";
import { countedBridge } from "./support/servedBridge.ts";

const IMAGES = "/monitor/api/1.8.0/images";
const SECRET = "detector/api/1.8.0/config/mode";

/** Ways to write an address that a server may read in another way than the one behind it. */
const SPELLINGS = [
  `/../../${SECRET}`,
  `${IMAGES}/../../../../${SECRET}`,
  `${IMAGES}/../images/next`,
  `${IMAGES}/./next`,
  `${IMAGES}/%2e%2e/images/next`,
  `${IMAGES}/%2E%2E/%2E%2E/${SECRET}`,
  `${IMAGES}/..%2f..%2f${SECRET}`,
  `${IMAGES}%2fnext`,
  `${IMAGES}/%252e%252e/next`,
  `${IMAGES}/ne%78t`,
  `${IMAGES}\\next`,
  `${IMAGES}/..\\..\\${SECRET}`,
  `${IMAGES}//next`,
  `//other${IMAGES}/next`,
  `//${IMAGES}/next`,
  `${IMAGES}/next;a=b`,
  `${IMAGES}/;/next`,
  `${IMAGES}/next%00`,
  `${IMAGES}/next%00.tif`,
  `${IMAGES}/next%0d%0aHost:%20other`,
  `${IMAGES}/next%20HTTP/1.1`,
  `${IMAGES}/%c0%ae%c0%ae/next`,
  `${IMAGES}/%e0%80%ae%e0%80%ae/next`,
  `${IMAGES}/\xc0\xae\xc0\xae/next`,
  `@other${IMAGES}/next`,
  `/@other${IMAGES}/next`,
  `other:80${IMAGES}/next`,
  `${IMAGES}/next#/`,
  `${IMAGES}/next%3ftimeout=0`,
  `${IMAGES}/next%`,
  `*${IMAGES}/next`,
];

test.for(SPELLINGS)("S04: %j is refused, and nobody is asked", async (target) => {
  const { bridge, dcu } = await countedBridge();
  const { status } = await untilClosed(bridge.url, request(bridge.url, target));
  expect([400, 404]).toContain(status);
  expect(dcu.requests).toEqual([]);
});

test("S04: the plain spelling is not refused", async () => {
  const { bridge, dcu } = await countedBridge();
  const { status } = await untilClosed(bridge.url, request(bridge.url, `${IMAGES}/next`));
  expect([status, dcu.requests.length]).toEqual([200, 1]);
});
