import { describe, expect, test } from "vitest";
import { examplePath, NO_ROUTES, READ_ROUTES } from "./support/examples.ts";
import { request, untilClosed } from "./support/rawRequest.ts";
import { countedBridge, servedBridge, TOKEN } from "./support/servedBridge.ts";

describe("S01: the target is fixed at start,", () => {
  test("it is http or https, and an address only", async () => {
    for (const dcu of [
      "ftp://dcu",
      "http://user@dcu",
      "http://dcu/detector",
      "http://dcu?a",
      "dcu",
      "file:///etc",
    ]) {
      await expect(servedBridge({ dcu })).rejects.toMatchObject({ code: "BAD_SOURCE" });
    }
  });

  test("a whole URL and CONNECT are refused", async () => {
    const { bridge, dcu } = await countedBridge();
    const path = "/monitor/api/1.8.0/images/next";
    for (const target of [`http://other${path}`, `${bridge.url}${path}`, `${dcu.url}${path}`]) {
      expect(await untilClosed(bridge.url, request(bridge.url, target))).toMatchObject({ status: 400 });
    }
    const connect = await untilClosed(bridge.url, request(bridge.url, "other:80", { method: "CONNECT" }));
    expect(connect.status).toBe(405);
    expect(dcu.requests).toEqual([]);
  });
});

describe("S02: the table", () => {
  test.for(READ_ROUTES.map(({ path }) => path))(
    "leads %s to the DCU, at an address made anew",
    async (path) => {
      const { bridge, dcu } = await countedBridge();
      const reply = await fetch(bridge.url + examplePath(path));
      expect([reply.status, await reply.text()]).toEqual([200, '{"value":1}']);
      const expected = path.endsWith("/images") ? `${examplePath(path)}/` : examplePath(path);
      expect(dcu.requests).toMatchObject([{ method: "GET", url: expected }]);
    },
  );

  test.for([...NO_ROUTES, "/index.html"])("has no %s", async (path) => {
    const { bridge, dcu } = await countedBridge();
    const reply = await fetch(bridge.url + path);
    expect([reply.status, await reply.json()]).toMatchObject([404, { code: "NOT_FOUND" }]);
    expect(dcu.requests).toEqual([]);
  });
});

describe("S03: parameters are proven:", () => {
  test.for(["0/0", "1/4294967295", "7/0/1", "9999999999/0/99"])("images/%s is asked for", async (ids) => {
    const { bridge, dcu } = await countedBridge();
    await bridge.get(`images/${ids}`);
    expect(dcu.requests).toMatchObject([{ url: `/monitor/api/1.8.0/images/${ids}` }]);
  });

  test.for(["01/0", "1/00", "-1/0", "1e3/0", "0x1/0", "12345678901/0", "1/a", "1/1/0", "1/1/100", "1.0/1"])(
    "images/%s is none",
    async (ids) => {
      const { bridge, dcu } = await countedBridge();
      expect((await bridge.get(`images/${ids}`)).status).toBe(404);
      expect(dcu.requests).toEqual([]);
    },
  );

  test.for(["0", "1", "500", "10000"])(
    "timeout=%s goes on, all else of a query does not",
    async (timeout) => {
      const { bridge, dcu } = await countedBridge();
      await bridge.get(`images/next?a=1&timeout=${timeout}&clear=%2e%2e/&b`);
      expect(dcu.requests).toMatchObject([{ url: `/monitor/api/1.8.0/images/next?timeout=${timeout}` }]);
    },
  );

  test.for(["", "-1", "10001", "05", "1.5", "1e3", "ten", "5&timeout=6", "5%0d%0aX:1"])(
    "timeout=%s is refused",
    async (timeout) => {
      const { bridge, dcu } = await countedBridge();
      const reply = await bridge.get(`images/monitor?timeout=${timeout}`);
      expect([reply.status, await reply.json()]).toMatchObject([400, { code: "BAD_QUERY" }]);
      expect(dcu.requests).toEqual([]);
    },
  );

  test("a query is dropped where none belongs", async () => {
    const { bridge, dcu } = await countedBridge();
    await bridge.get("status/state?timeout=5&x=y");
    expect(dcu.requests).toMatchObject([{ url: "/monitor/api/1.8.0/status/state" }]);
  });
});

describe("S05: methods:", () => {
  const METHODS = ["HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "M-SEARCH"];

  test.for(METHODS)("%s is refused, and what is allowed is said", async (method) => {
    const { bridge, dcu } = await countedBridge();
    for (const path of ["/monitor/api/1.8.0/images/next", "/monitor/api/1.8.0/config/mode", "/bridge/info"]) {
      const answer = await untilClosed(bridge.url, request(bridge.url, path, { method }));
      expect(answer.status).toBe(405);
      expect(answer.text).toMatch(/^allow: GET, OPTIONS\r$/im);
    }
    expect(dcu.requests).toEqual([]);
  });

  test("OPTIONS says what is allowed", async () => {
    const { bridge, dcu } = await countedBridge();
    const reply = await bridge.get("images/next", { method: "OPTIONS" });
    expect([reply.status, reply.headers.get("allow")]).toEqual([204, "GET, OPTIONS"]);
    expect(dcu.requests).toEqual([]);
  });

  test("a command is not for GET", async () => {
    const { bridge, dcu } = await countedBridge({ allowWrite: true, token: TOKEN });
    const reply = await bridge.get("command/clear");
    expect([reply.status, reply.headers.get("allow")]).toEqual([405, "PUT, OPTIONS"]);
    expect(dcu.requests).toEqual([]);
  });
});

test("S07: other subsystems are never reached, with a token neither", async () => {
  const { bridge, dcu } = await countedBridge({ allowWrite: true, token: TOKEN });
  const headers = { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" };
  const paths = ["detector", "stream", "filewriter", "system"].flatMap((module) => {
    return [
      "version",
      "1.8.0/config/mode",
      "1.8.0/command/initialize",
      "1.8.0/command/arm",
      "1.8.0/status/state",
    ].map((path) => `/${module}/api/${path}`);
  });
  for (const path of [...paths, "/monitor/api/1.8.0/command/initialize", "/"]) {
    for (const method of ["GET", "PUT"]) {
      const body = method === "PUT" ? "{}" : null;
      const { status } = await fetch(bridge.url + path, { method, headers, body });
      expect([path, status]).toEqual([
        path,
        path === "/" && method === "GET" ? 503 : path === "/" ? 405 : 404,
      ]);
    }
  }
  expect(dcu.requests).toEqual([]);
});

test("S13: of a request's headers none goes on", async () => {
  const { bridge, dcu } = await countedBridge();
  const headers = [
    "Cookie: session=1",
    "Authorization: Bearer x",
    "Proxy-Authorization: Basic x",
    "X-Forwarded-For: 10.0.0.1",
    "Forwarded: for=10.0.0.1",
    "Accept: text/html",
    "Accept-Encoding: gzip, br",
    "Range: bytes=0-1",
    "If-None-Match: x",
    "TE: trailers",
    "X-Odd: 1",
    "User-Agent: odd",
  ];
  await untilClosed(bridge.url, request(bridge.url, "/monitor/api/1.8.0/images/monitor", { headers }));
  await untilClosed(bridge.url, request(bridge.url, "/monitor/api/1.8.0/status/state", { headers }));
  const common = { host: new URL(dcu.url).host, connection: "keep-alive", "accept-encoding": "identity" };
  expect(dcu.requests.map((asked) => asked.headers)).toEqual([
    { ...common, accept: "image/tiff, application/tiff" },
    { ...common, accept: "application/json" },
  ]);
});
