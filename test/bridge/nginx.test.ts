import { describe, expect, test } from "vitest";
import { BRIDGE_ROUTES, CONTENT_SECURITY_POLICY } from "../../src/bridge/index.ts";
import { recordingServer } from "../support/recordingServer.ts";
import { examplePath, NO_ROUTES, READ_ROUTES, SPELLINGS } from "./support/examples.ts";
import { CONFIGURATION, findNginx, servedByNginx } from "./support/nginx.ts";
import { request, untilClosed } from "./support/rawRequest.ts";

test("every route of the table is in docs/nginx.conf", () => {
  const named = CONFIGURATION.match(/(?<=^ *# )\/\S+$/gm);
  expect(named?.sort()).toEqual(BRIDGE_ROUTES.map(({ path }) => path).sort());
});

test("the page and the workers have the bridge's policy there", () => {
  expect(CONFIGURATION.split(`Content-Security-Policy "${CONTENT_SECURITY_POLICY}" always;`)).toHaveLength(3);
});

const program = findNginx();
if (program === undefined)
  console.warn("nginx is not installed: docs/nginx.conf is not run (apt install nginx)");

describe.skipIf(program === undefined)("docs/nginx.conf, run by nginx,", () => {
  async function nginx() {
    const headers = {
      "Content-Type": "application/json",
      "Set-Cookie": "a=b",
      "Access-Control-Allow-Origin": "*",
    };
    const dcu = await recordingServer(() => ({ headers, body: '{"value":1}' }));
    return { dcu, url: await servedByNginx(program ?? "", { dcu: dcu.url }) };
  }

  test("S02: leads every route to the DCU, and nothing else; S13, S14: without the heads", async () => {
    const { dcu, url } = await nginx();
    for (const { path } of READ_ROUTES) {
      const headers = { Cookie: "a=b", Authorization: "Bearer x", "X-Odd": "1" };
      const reply = await fetch(`${url}${examplePath(path)}?x=y`, { headers });
      expect([path, reply.status, await reply.text()]).toEqual([path, 200, '{"value":1}']);
      expect(reply.headers.get("set-cookie")).toBeNull();
      expect(reply.headers.get("access-control-allow-origin")).toBeNull();
      expect(reply.headers.get("cache-control")).toBe("no-store");
    }
    const expected = READ_ROUTES.map(({ path }) => examplePath(path).replace(/\/images$/, "/images/"));
    expect(dcu.requests.map((asked) => asked.url)).toEqual(expected);
    const names = new Set(dcu.requests.flatMap((asked) => Object.keys(asked.headers)));
    expect([...names].sort()).toEqual(["accept", "accept-encoding", "host"]);
    const before = dcu.requests.length;
    for (const path of NO_ROUTES) expect([path, (await fetch(url + path)).status]).toEqual([path, 404]);
    expect(dcu.requests).toHaveLength(before);
  });

  test("S03: proves the wait", async () => {
    const { dcu, url } = await nginx();
    const next = `${url}/monitor/api/1.8.0/images/next?a=1&timeout=`;
    expect((await fetch(`${next}10000`)).status).toBe(200);
    for (const wait of ["10001", "05", "-1", "x"]) expect((await fetch(next + wait)).status).toBe(400);
    expect(dcu.requests.map((asked) => asked.url)).toEqual(["/monitor/api/1.8.0/images/next?timeout=10000"]);
  });

  test("S04: takes one spelling of an address; S08: and one name", async () => {
    const { dcu, url } = await nginx();
    for (const target of SPELLINGS) {
      const { status } = await untilClosed(url, request(url, target));
      expect([target, [400, 404].includes(status)]).toEqual([target, true]);
    }
    const host = "other.example";
    expect((await untilClosed(url, request(url, "/monitor/api/1.8.0/images/next", { host }))).status).toBe(
      421,
    );
    expect(dcu.requests).toEqual([]);
  });

  test("S05, S06: takes GET only; S09: and not from pages of other sites; S21: and without a body", async () => {
    const { dcu, url } = await nginx();
    const mode = `${url}/monitor/api/1.8.0/config/mode`;
    for (const method of ["PUT", "POST", "DELETE", "PATCH"]) {
      expect([403, 405]).toContain((await fetch(mode, { method })).status);
    }
    const clear = await fetch(`${url}/monitor/api/1.8.0/command/clear`, { method: "PUT" });
    expect(clear.status).toBe(405);
    expect((await fetch(mode, { headers: { "Sec-Fetch-Site": "cross-site" } })).status).toBe(403);
    const body = ["Content-Length: 5"];
    const answer = await untilClosed(url, `${request(url, new URL(mode).pathname, { headers: body })}hello`);
    expect([400, 413]).toContain(answer.status);
    expect(dcu.requests).toEqual([]);
  });

  test("S15: follows no redirect", async () => {
    const other = await recordingServer(() => ({ body: "secret" }));
    const dcu = await recordingServer(() => ({ status: 302, headers: { Location: other.url } }));
    const url = await servedByNginx(program ?? "", { dcu: dcu.url });
    const reply = await fetch(`${url}/monitor/api/1.8.0/images/next`, { redirect: "manual" });
    expect([reply.status, reply.headers.get("location")]).toEqual([502, null]);
    expect(other.requests).toEqual([]);
  });

  test("S31: serves the viewer with its policies", async () => {
    const { url } = await nginx();
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([200, "<!doctype html>"]);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const wasm = await fetch(`${url}/assets/decoder-12345678.wasm`);
    expect(wasm.headers.get("content-type")).toBe("application/wasm");
    expect(wasm.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(await (await fetch(`${url}/bridge/info`)).json()).toMatchObject({ isWritable: false });
    expect((await fetch(`${url}/none.html`)).status).toBe(404);
  });
});
