import { describe, expect, test } from "vitest";
import { Bridge } from "../../src/bridge/index.ts";
import { request, untilClosed } from "./support/rawRequest.ts";
import { countedBridge, SMALL_VIEWER, servedBridge, TOKEN } from "./support/servedBridge.ts";

const ELOG = "https://elog.example";
const STATE = "/monitor/api/1.8.0/status/state";

describe("S08: Host", () => {
  test.for([
    "other.example",
    "127.0.0.1.other.example",
    "127.0.0.1",
    "127.0.0.1:1",
    "localhost",
    "[::1]:80",
    "0:80",
  ])("%s is not ours", async (host) => {
    const { bridge, dcu } = await countedBridge({ viewer: SMALL_VIEWER });
    for (const target of [STATE, "/"]) {
      const answer = await untilClosed(bridge.url, request(bridge.url, target, { host }));
      expect(answer.status).toBe(421);
      expect(answer.text).toContain('"HOST_REFUSED"');
    }
    expect(dcu.requests).toEqual([]);
  });

  test.for(["", "a b", "127.0.0.1:80:80", "user@127.0.0.1", "127.0.0.1/"])("%j is none", async (host) => {
    const { bridge, dcu } = await countedBridge();
    const answer = await untilClosed(bridge.url, request(bridge.url, STATE, { host }));
    expect([400, 421]).toContain(answer.status);
    expect(dcu.requests).toEqual([]);
  });

  test("two of them are refused", async () => {
    const { bridge, dcu } = await countedBridge();
    const headers = ["Host: other.example"];
    expect((await untilClosed(bridge.url, request(bridge.url, STATE, { headers }))).status).toBe(400);
    expect(dcu.requests).toEqual([]);
  });

  test("the names of this machine for itself, and those of origins that are let in, are ours", async () => {
    const { bridge, dcu } = await countedBridge({ origins: [ELOG] });
    const { port } = new URL(bridge.url);
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `[::1]:${port}`,
      "elog.example",
    ]) {
      expect((await untilClosed(bridge.url, request(bridge.url, STATE, { host }))).status).toBe(200);
    }
    expect(dcu.requests).toHaveLength(5);
  });
});

describe("S09: Origin", () => {
  test.for([
    "null",
    "https://other.example",
    "http://elog.example",
    "https://elog.example:8443",
    "https://elog.example.other.example",
    "https://elog.exampl",
    "HTTPS://ELOG.EXAMPLE",
    "https://elog.example/",
    "https://elog.example, https://other.example",
    "*",
  ])("%s is refused", async (Origin) => {
    const { bridge, dcu } = await countedBridge({ origins: [ELOG], viewer: SMALL_VIEWER });
    for (const target of [STATE, "/"]) {
      const reply = await fetch(bridge.url + target, { headers: { Origin } });
      expect([reply.status, await reply.json()]).toMatchObject([403, { code: "ORIGIN_REFUSED" }]);
      expect(reply.headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(dcu.requests).toEqual([]);
  });

  test("an origin that is let in is written as browsers write it", async () => {
    for (const origin of ["*", "null", "elog.example", `${ELOG}/`, `${ELOG}/page`, "ftp://elog.example"]) {
      await expect(servedBridge({ dcu: "http://127.0.0.1:1", origins: [origin] })).rejects.toMatchObject({
        code: "BAD_ORIGIN",
      });
    }
  });

  test("none: an image or a link of another site does not get an image of the detector", async () => {
    const { bridge, dcu } = await countedBridge({ viewer: SMALL_VIEWER });
    for (const site of ["cross-site", "same-site"]) {
      const init = { headers: { "Sec-Fetch-Site": site } };
      const reply = await bridge.get("images/next", init);
      expect([reply.status, await reply.json()]).toMatchObject([403, { code: "FOREIGN_PAGE" }]);
      // So that a page can tell a bridge that does not let it in from none: a reply of which it can read nothing.
      expect(reply.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
      expect((await fetch(`${bridge.url}/`, init)).status).toBe(200);
    }
    expect(dcu.requests).toEqual([]);
  });
});

describe("S09: another machine", () => {
  const HERE = ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"];
  const AUTHORIZATION = { Authorization: `Bearer ${TOKEN}` };

  function farBridge() {
    let asked = 0;
    const bridge = new Bridge({
      dcu: "http://dcu",
      hosts: ["beamline:8080"],
      origins: [ELOG],
      token: TOKEN,
      viewer: SMALL_VIEWER,
      product: { name: "eiger-monitor", version: "1.2.3" },
      fetch: async () => {
        asked += 1;
        return new Response("{}", { headers: { "Content-Type": "application/json" } });
      },
    });
    const ask = (path: string, { from = "10.1.2.3", ...init }: RequestInit & { from?: string } = {}) =>
      bridge.fetch(new Request(`http://beamline:8080${path}`, init), { address: from });
    return { ask, asked: () => asked };
  }

  const FORGED: readonly Record<string, string>[] = [
    {},
    { Authorization: `Bearer ${TOKEN}x` },
    { "Sec-Fetch-Site": "same-origin" },
    { "Sec-Fetch-Site": "none" },
    { Origin: "http://beamline:8080" },
    { Origin: ELOG },
    { Origin: ELOG, "Sec-Fetch-Site": "cross-site" },
  ];

  test.for(FORGED)("is not let in by %j", async (headers) => {
    const { ask, asked } = farBridge();
    for (const path of [STATE, "/bridge/info", "/bridge/geometry", "/monitor/api/1.8.0/none"]) {
      const refused = await ask(path, { headers });
      expect([refused.status, await refused.json()]).toMatchObject([401, { code: "TOKEN_NEEDED" }]);
      expect(refused.headers.get("www-authenticate")).toBe("Bearer");
    }
    expect((await ask(STATE, { headers, from: "unknown" })).status).toBe(401);
    expect(asked()).toBe(0);
    for (const from of HERE) expect((await ask(STATE, { from })).status).toBe(200);
  });

  test("is let in with the token, from its own page and from one that is let in, but not from others", async () => {
    const { ask } = farBridge();
    for (const Origin of [undefined, "http://beamline:8080", ELOG]) {
      const headers = { ...AUTHORIZATION, ...(Origin !== undefined && { Origin }) };
      for (const path of [STATE, "/bridge/info"]) expect((await ask(path, { headers })).status).toBe(200);
    }
    for (const more of [{ Origin: "https://other.example" }, { "Sec-Fetch-Site": "cross-site" }]) {
      expect((await ask(STATE, { headers: { ...AUTHORIZATION, ...more } })).status).toBe(403);
    }
  });

  test("gets the viewer, and the answer to a preflight, without the token", async () => {
    const { ask, asked } = farBridge();
    expect((await ask("/")).status).toBe(200);
    const headers = {
      Origin: ELOG,
      "Access-Control-Request-Method": "GET",
      "Access-Control-Request-Headers": "authorization",
    };
    const preflight = await ask(STATE, { method: "OPTIONS", headers });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, ELOG]);
    const refused = await ask(STATE, { headers: { Origin: ELOG } });
    // So that the page can tell its user that a token is needed.
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, ELOG]);
    expect(asked()).toBe(0);
  });
});

test("S10: a reply names the one origin that asked, never `*`, never with credentials; Vary always", async () => {
  const { bridge } = await countedBridge({ origins: [ELOG, "http://localhost:5173"], viewer: SMALL_VIEWER });
  const paths = [STATE, "/", "/none", "/bridge/info", "/monitor/api/1.8.0/images/01/0", "/%2e"];
  for (const path of paths) {
    for (const Origin of [ELOG, "http://localhost:5173", "https://other.example", undefined]) {
      const { headers } = await fetch(bridge.url + path, {
        headers: { ...(Origin !== undefined && { Origin }) },
      });
      const isKnown = Origin !== undefined && Origin !== "https://other.example";
      expect(headers.get("access-control-allow-origin")).toBe(isKnown ? Origin : null);
      expect(headers.get("access-control-allow-credentials")).toBeNull();
      expect(headers.get("vary")).toBe("Origin");
    }
  }
  const broken = await untilClosed(bridge.url, "GET / HTTP/9\r\n\r\n");
  expect(broken.text).toMatch(/^vary: origin\r$/im);
});

describe("S11: a preflight", () => {
  const ask = (method: string, headers?: string) => ({
    method: "OPTIONS",
    headers: {
      Origin: ELOG,
      "Access-Control-Request-Method": method,
      ...(headers !== undefined && { "Access-Control-Request-Headers": headers }),
    },
  });

  test("is answered for ten minutes with what is allowed", async () => {
    const { bridge, dcu } = await countedBridge({ origins: [ELOG] });
    const reply = await bridge.get("config/mode", ask("GET", "authorization,content-type"));
    expect(reply.status).toBe(204);
    expect(reply.headers.get("access-control-allow-origin")).toBe(ELOG);
    expect(reply.headers.get("access-control-allow-methods")).toBe("GET");
    expect(reply.headers.get("access-control-allow-headers")).toBe("Accept, Authorization, Content-Type");
    expect(reply.headers.get("access-control-max-age")).toBe("600");
    expect(dcu.requests).toEqual([]);
  });

  test("allows PUT where writing is allowed", async () => {
    const { bridge } = await countedBridge({ origins: [ELOG], allowWrite: true, token: TOKEN });
    const config = await bridge.get("config/mode", ask("PUT"));
    expect(config.headers.get("access-control-allow-methods")).toBe("GET, PUT");
    expect((await bridge.get("status/state", ask("PUT"))).status).toBe(403);
  });

  test.for([
    ["PUT", undefined],
    ["DELETE", undefined],
    ["get", undefined],
    ["", undefined],
    ["GET", "x-odd"],
    ["GET", "authorization, cookie"],
  ] as const)("for %s with the headers %s is refused", async ([method, headers]) => {
    const { bridge, dcu } = await countedBridge({ origins: [ELOG] });
    const reply = await bridge.get("config/mode", ask(method, headers));
    expect([reply.status, await reply.json()]).toMatchObject([403, { code: "PREFLIGHT_REFUSED" }]);
    expect(reply.headers.get("access-control-allow-methods")).toBeNull();
    expect(dcu.requests).toEqual([]);
  });
});

test("S12: a page of a public site learns that it may ask here, if it is let in and asks for that", async () => {
  const { bridge } = await countedBridge({ origins: [ELOG] });
  const name = "access-control-allow-private-network";
  const ask = async (Origin: string, more: Record<string, string>) => {
    const headers = { Origin, "Access-Control-Request-Method": "GET", ...more };
    return (await bridge.get("status/state", { method: "OPTIONS", headers })).headers.get(name);
  };
  const wish = { "Access-Control-Request-Private-Network": "true" };
  expect(await ask(ELOG, wish)).toBe("true");
  expect(await ask(ELOG, {})).toBeNull();
  expect(await ask("https://other.example", wish)).toBeNull();
});

test("S31: the page and its images come from one origin, and no CORS is needed", async () => {
  const { bridge } = await countedBridge({ viewer: SMALL_VIEWER });
  for (const path of ["/", STATE]) {
    // What a browser sends with a request of a page of the same origin.
    const reply = await fetch(bridge.url + path, { headers: { "Sec-Fetch-Site": "same-origin" } });
    expect(reply.status).toBe(200);
    expect([...reply.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    expect(reply.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  }
  const written = await fetch(bridge.url + STATE, { headers: { Origin: bridge.url } });
  expect(written.status).toBe(200);
});
