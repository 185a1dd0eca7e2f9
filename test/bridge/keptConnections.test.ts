import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { head, wireServer } from "../support/wireServer.ts";
import { servedBridge, TOKEN } from "./support/servedBridge.ts";

/** A DCU that answers the first request on a connection, and resets the connection at the second. */
function forgetfulDcu() {
  const answered = new Set<Socket>();
  return wireServer((socket) => {
    if (answered.has(socket)) socket.resetAndDestroy();
    else socket.write(`${head("200 OK", { "Content-Length": 1 })}1`);
    answered.add(socket);
  });
}

/** A bridge that has kept its connection to such a DCU. */
async function keptBridge() {
  const dcu = await forgetfulDcu();
  const bridge = await servedBridge({ dcu: dcu.url, allowWrite: true, token: TOKEN });
  expect(await (await bridge.get("status/state")).text()).toBe("1");
  return { dcu, bridge };
}

describe("a connection that was kept, and that the DCU resets under a request,", () => {
  test.for(["status/state", "images/monitor", "images/1/1"])("is replaced for %s", async (path) => {
    const { dcu, bridge } = await keptBridge();
    expect((await bridge.get(path)).status).toBe(200);
    expect(dcu.requests).toHaveLength(3);
  });

  test.for([
    ["GET", "images/next", undefined],
    ["GET", "images/next?timeout=100", undefined],
    ["PUT", "command/clear", ""],
    ["PUT", "config/mode", '{"value":"enabled"}'],
  ] as const)(
    "fails %s %s, which the DCU may have done: it is not sent twice",
    async ([method, path, body]) => {
      const { dcu, bridge } = await keptBridge();
      const headers = { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" };
      const reply = await bridge.get(path, { method, headers, ...(body !== undefined && { body }) });
      expect([reply.status, await reply.json()]).toMatchObject([502, { code: "UPSTREAM_UNREACHABLE" }]);
      expect(dcu.requests).toHaveLength(2);
    },
  );
});
