import { describe, expect, test } from "vitest";
import { isEigerMonitorError } from "../../src/errors.ts";
import { MonitorClient } from "../../src/simplon/index.ts";
import { countedBridge, servedBridge, simulatedBridge, TOKEN } from "./support/servedBridge.ts";

const JSON_TYPE = { "Content-Type": "application/json" };
const ALLOWED = { ...JSON_TYPE, Authorization: `Bearer ${TOKEN}` };
const WRITABLE = { allowWrite: true, token: TOKEN };

describe("S06: writing", () => {
  test("is off by default, with a token too", async () => {
    const { bridge, dcu } = await countedBridge({ token: TOKEN });
    for (const path of ["config/mode", "config/buffer_size", "config/discard_new", "command/clear"]) {
      const reply = await bridge.get(path, { method: "PUT", headers: ALLOWED, body: '{"value":1}' });
      expect(reply.status).toBe(405);
      expect(reply.headers.get("allow")).not.toContain("PUT");
    }
    expect(dcu.requests).toEqual([]);
  });

  test("needs a token of 128 bits", async () => {
    const refused = { name: "EigerMonitorError", code: "BRIDGE_TOKEN" };
    const dcu = "http://127.0.0.1:1";
    await expect(servedBridge({ dcu, allowWrite: true })).rejects.toMatchObject(refused);
    for (const token of ["", "short", "a".repeat(21), `${"a".repeat(21)} b`]) {
      await expect(servedBridge({ dcu, allowWrite: true, token })).rejects.toMatchObject(refused);
    }
  });

  test.for([
    ["none", {}],
    ["a wrong one", { Authorization: `Bearer ${TOKEN.slice(0, -1)}w` }],
    ["a beginning", { Authorization: `Bearer ${TOKEN.slice(0, -1)}` }],
    ["a longer one", { Authorization: `Bearer ${TOKEN}w` }],
    ["of another scheme", { Authorization: `Basic ${TOKEN}` }],
    ["in a cookie", { Cookie: `token=${TOKEN}` }],
  ] as const)("is refused with a token that is %s", async ([, headers]) => {
    const { bridge, dcu } = await countedBridge(WRITABLE);
    const options = { method: "PUT", headers: { ...JSON_TYPE, ...headers }, body: '{"value":"enabled"}' };
    for (const path of ["config/mode", `config/mode?token=${TOKEN}`]) {
      const reply = await bridge.get(path, options);
      expect([reply.status, await reply.json()]).toMatchObject([401, { code: "TOKEN_NEEDED" }]);
      expect(reply.headers.get("www-authenticate")).toBe("Bearer");
    }
    expect(dcu.requests).toEqual([]);
  });

  test.for([
    ["config/mode", '{"value":"disabled"}'],
    ["config/buffer_size", '{"value":17}'],
    ["config/discard_new", '{"value":false}'],
  ] as const)("%s takes %s, made anew", async ([path, body]) => {
    const { bridge, dcu } = await countedBridge(WRITABLE);
    const spaced = body.replace(":", " :\n ");
    const reply = await bridge.get(path, { method: "PUT", headers: ALLOWED, body: spaced });
    expect(reply.status).toBe(200);
    expect(dcu.requests).toMatchObject([{ method: "PUT", url: `/monitor/api/1.8.0/${path}`, body }]);
    expect(dcu.requests[0]?.headers.authorization).toBeUndefined();
  });

  test.for([
    ["empty", ""],
    ["an empty object", "{}"],
  ] as const)("clear takes a body that is %s", async ([, body]) => {
    const { bridge, dcu } = await countedBridge(WRITABLE);
    const reply = await bridge.get("command/clear", { method: "PUT", headers: ALLOWED, body });
    expect(reply.status).toBe(200);
    expect(dcu.requests).toMatchObject([
      { method: "PUT", url: "/monitor/api/1.8.0/command/clear", body: "" },
    ]);
  });

  test.for([
    ["config/mode", '{"value":true}'],
    ["config/mode", '{"value":"ENABLED"}'],
    ["config/mode", '{"value":"enabled","unit":"s"}'],
    ["config/mode", '["enabled"]'],
    ["config/mode", "enabled"],
    ["config/mode", ""],
    ["config/buffer_size", '{"value":0}'],
    ["config/buffer_size", '{"value":1.5}'],
    ["config/buffer_size", '{"value":"5"}'],
    ["config/buffer_size", '{"value":4294967296}'],
    ["config/discard_new", '{"value":"false"}'],
    ["config/discard_new", '{"value":null}'],
    ["command/clear", '{"value":1}'],
    ["command/clear", "clear"],
  ] as const)("%s does not take %j", async ([path, body]) => {
    const { bridge, dcu } = await countedBridge(WRITABLE);
    const reply = await bridge.get(path, { method: "PUT", headers: ALLOWED, body });
    expect([reply.status, await reply.json()]).toMatchObject([400, { code: "BAD_BODY" }]);
    expect(dcu.requests).toEqual([]);
  });

  test.for([
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/jsonp",
    "application/json; charset=latin1",
  ])("takes no %s", async (type) => {
    const { bridge, dcu } = await countedBridge(WRITABLE);
    const headers = { ...ALLOWED, "Content-Type": type };
    const reply = await bridge.get("config/mode", { method: "PUT", headers, body: '{"value":"enabled"}' });
    expect([reply.status, await reply.json()]).toMatchObject([415, { code: "JSON_NEEDED" }]);
    expect(dcu.requests).toEqual([]);
  });

  test("takes no more than 1 KiB, whether its length is said or not", async () => {
    const { bridge, dcu } = await countedBridge(WRITABLE);
    const body = `{"value":"enabled"${" ".repeat(1024)}}`;
    const said = await bridge.get("config/mode", { method: "PUT", headers: ALLOWED, body });
    const stream = new Blob([body]).stream();
    const unsaid = await bridge.get("config/mode", {
      method: "PUT",
      headers: ALLOWED,
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect([said.status, unsaid.status]).toEqual([413, 413]);
    expect(dcu.requests).toEqual([]);
  });

  test("works for our own client, when it shows the token", async () => {
    const { bridge, dcu } = await simulatedBridge(WRITABLE);
    const client = new MonitorClient({
      source: bridge.source,
      fetch: (input, init) => {
        const headers = new Headers(input.headers);
        headers.set("Authorization", `Bearer ${TOKEN}`);
        return fetch(new Request(input, { headers }), init);
      },
    });
    expect(await client.setConfig("buffer_size", 3)).toEqual(["buffer_size"]);
    expect((await client.getConfig("buffer_size")).value).toBe(3);
    dcu.expose();
    await client.clear();
    expect(await client.images()).toEqual([]);
    const without = new MonitorClient({ source: bridge.source });
    await expect(without.clear()).rejects.toSatisfy((error) =>
      isEigerMonitorError(error, "MonitorRequestError"),
    );
  });
});
