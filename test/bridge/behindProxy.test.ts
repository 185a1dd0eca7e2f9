import { describe, expect, test } from "vitest";
import { Bridge } from "../../src/bridge/index.ts";
import { countedBridge, SMALL_VIEWER, servedBridge, TOKEN } from "./support/servedBridge.ts";

const PROXIED = { behindProxy: true, token: TOKEN, origins: ["https://beamline.example"] };
const headers = { Authorization: `Bearer ${TOKEN}` };

describe("behind a proxy on the same machine", () => {
  test("nobody is taken for somebody of this machine: all need the token, but for the viewer", async () => {
    const { bridge, dcu } = await countedBridge({ ...PROXIED, viewer: SMALL_VIEWER });
    for (const forwarded of [undefined, "127.0.0.1", "::1", "10.1.2.3"]) {
      const sent = forwarded === undefined ? {} : { "X-Forwarded-For": forwarded };
      const refused = await bridge.get("status/state", { headers: sent });
      expect([refused.status, await refused.json()]).toMatchObject([401, { code: "TOKEN_NEEDED" }]);
    }
    expect((await fetch(`${bridge.url}/bridge/info`)).status).toBe(401);
    expect(dcu.requests).toEqual([]);
    expect((await fetch(bridge.url)).status).toBe(200);
    expect((await bridge.get("status/state", { headers })).status).toBe(200);
  });

  test("clients are told apart by what the proxy says, and not by what they say themselves", async () => {
    const limits = { requestsPerSecond: 0.001, requestBurst: 2 };
    const { bridge } = await countedBridge({ ...PROXIED, limits });
    const ask = async (forwarded: string) => {
      const sent = { ...headers, "X-Forwarded-For": forwarded };
      return (await bridge.get("status/state", { headers: sent })).status;
    };
    for (const invented of ["1.1.1.1", "2.2.2.2"]) expect(await ask(`${invented}, 10.1.2.3`)).toBe(200);
    expect(await ask("3.3.3.3, 10.1.2.3")).toBe(429);
    expect(await ask("10.1.2.4")).toBe(200);
    expect(bridge.log).toContain("10.1.2.3 GET /monitor/api/1.8.0/status/state 429 TOO_MANY_REQUESTS");
  });

  test("without a token nobody could come in: it is asked for at once", async () => {
    const options = { dcu: "http://127.0.0.1:1", behindProxy: true };
    await expect(servedBridge(options)).rejects.toMatchObject({ code: "BRIDGE_TOKEN" });
  });
});

test("with no proxy there, X-Forwarded-For is anybody's word and is not read", async () => {
  const bridge = new Bridge({
    dcu: "http://dcu",
    hosts: ["beamline:8080"],
    token: TOKEN,
    product: { name: "eiger-monitor", version: "1.2.3" },
    fetch: async () => new Response("{}"),
  });
  const request = new Request("http://beamline:8080/bridge/info", {
    headers: { "X-Forwarded-For": "127.0.0.1" },
  });
  expect((await bridge.fetch(request, { address: "10.1.2.3" })).status).toBe(401);
});
