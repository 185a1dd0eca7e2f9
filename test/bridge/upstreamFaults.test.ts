import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { recordingServer } from "../support/recordingServer.ts";
import { bodyOf, chunk, closedPort, head, pour, wireServer } from "../support/wireServer.ts";
import { rawSocket, received, request } from "./support/rawRequest.ts";
import { servedBridge } from "./support/servedBridge.ts";

const FAST = { firstByte: 200, silence: 200, defaultWait: 50 };

/** A bridge to a DCU that answers with these bytes. */
async function wireBridge(answer: (socket: Socket, request: string) => void, limits = {}) {
  const dcu = await wireServer(answer);
  return { dcu, bridge: await servedBridge({ dcu: dcu.url, limits }) };
}

/** The refusal for one request, which tells nothing of where the DCU is. */
async function refusal(
  answer: (socket: Socket, request: string) => void,
  path = "images/monitor",
  limits = FAST,
) {
  const { bridge, dcu } = await wireBridge(answer, limits);
  const reply = await bridge.get(path);
  const text = await reply.text();
  expect(text).not.toContain(new URL(dcu.url).port);
  expect(text).not.toMatch(/\bat |node:|Error/);
  return [reply.status, JSON.parse(text).code];
}

describe("S15: a redirect is refused, and not followed", () => {
  test.for([301, 302, 303, 307, 308, 304])("%d", async (status) => {
    const other = await recordingServer(() => ({ body: "secret" }));
    const answer = head(`${status} X`, { Location: `${other.url}/secret`, "Content-Length": 0 });
    expect(await refusal((socket) => socket.write(answer))).toEqual([502, "UPSTREAM_REDIRECT"]);
    expect(other.requests).toEqual([]);
  });
});

describe("S16: a DCU", () => {
  test("that is not there: 502", async () => {
    const dcu = await closedPort();
    const bridge = await servedBridge({ dcu });
    const reply = await bridge.get("images/next");
    const text = await reply.text();
    expect([reply.status, JSON.parse(text)]).toEqual([
      502,
      { code: "UPSTREAM_UNREACHABLE", message: "the detector control unit cannot be reached" },
    ]);
    expect(reply.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect([...reply.headers].join()).not.toContain(new URL(dcu).port);
  });

  test("that hangs up, says no HTTP or switches protocols: 502", async () => {
    const unreachable = [502, "UPSTREAM_UNREACHABLE"];
    expect(await refusal((socket) => socket.end())).toEqual(unreachable);
    expect(await refusal((socket) => socket.end("SSH-2.0-OpenSSH\r\n"))).toEqual(unreachable);
    expect(
      await refusal((socket) => socket.write(head("101 Switching Protocols", { Upgrade: "x" }))),
    ).toEqual(unreachable);
    expect(await refusal((socket) => socket.write(head("999 X", { "Content-Length": 0 })))).toEqual(
      unreachable,
    );
  });

  test.for([201, 206, 401, 407, 418, 421, 502, 511])("that answers with %d: 502", async (status) => {
    const answer = head(`${status} X`, { "Content-Length": 2, "WWW-Authenticate": "Basic" });
    expect(await refusal((socket) => socket.write(`${answer}no`))).toEqual([502, "UPSTREAM_STATUS"]);
  });

  test.for([200, 400, 403, 404, 408, 500, 503])("that answers with %d is passed on", async (status) => {
    const { bridge } = await wireBridge((socket) =>
      socket.write(`${head(`${status} X`, { "Content-Length": 2 })}no`),
    );
    const reply = await bridge.get("images/next");
    expect([reply.status, await reply.text(), reply.headers.get("bridge-code")]).toEqual([
      status,
      "no",
      null,
    ]);
  });

  test("that says nothing, or says how long it will be and then nothing: 504", async () => {
    expect(await refusal(() => undefined)).toEqual([504, "UPSTREAM_TIMEOUT"]);
    expect(await refusal((socket) => socket.write(head("200 OK", { "Content-Length": 5 })))).toEqual([
      504,
      "UPSTREAM_TIMEOUT",
    ]);
  });

  test("may wait for an image as long as it was told before it is late", async () => {
    const { bridge, dcu } = await wireBridge(() => undefined, { firstByte: 100 });
    const begun = performance.now();
    expect((await bridge.get("images/next?timeout=700")).status).toBe(504);
    expect(performance.now() - begun).toBeGreaterThan(750);
    await dcu.deserted();
  });

  test("that falls silent within a body is cut off, and hears it", async () => {
    const { bridge, dcu } = await wireBridge((socket) => {
      socket.write(head("200 OK", { "Content-Length": 1000 }));
      socket.write(bodyOf(10));
    }, FAST);
    const reply = await bridge.get("images/monitor");
    await expect(reply.arrayBuffer()).rejects.toThrow();
    await dcu.deserted();
    expect(bridge.log).toEqual([]);
  });

  test("that drips for ever is cut off", async () => {
    const { bridge, dcu } = await wireBridge(
      (socket) => {
        socket.write(head("200 OK", { "Content-Length": 1_000_000 }));
        const drip = setInterval(() => socket.write("x"), 20);
        socket.once("close", () => clearInterval(drip));
      },
      { ...FAST, body: 400 },
    );
    await expect((await bridge.get("images/monitor")).arrayBuffer()).rejects.toThrow();
    await dcu.deserted();
  });

  test("that says it will send too much: 502; that sends too much unsaid is cut off, or refused", async () => {
    const big = { ...FAST, imageBytes: 1000 };
    const said = head("200 OK", { "Content-Length": 1001 });
    expect(await refusal((socket) => socket.write(said), "images/monitor", big)).toEqual([
      502,
      "UPSTREAM_TOO_LARGE",
    ]);
    const terabyte = head("200 OK", { "Content-Length": 2 ** 40 });
    expect(await refusal((socket) => socket.write(terabyte))).toEqual([502, "UPSTREAM_TOO_LARGE"]);
    const { bridge, dcu } = await wireBridge((socket) => {
      socket.write(head("200 OK", { "Transfer-Encoding": "chunked" }));
      pour(socket, chunk(bodyOf(600)));
    }, big);
    // All of it may be there before the reply's head has gone out: then it is still a refusal.
    const reply = bridge.get("images/monitor");
    const outcome = await reply
      .then((answer) => answer.arrayBuffer())
      .then(
        async () => ((await reply).status === 502 ? "refused" : "whole"),
        () => "cut off",
      );
    expect(["cut off", "refused"]).toContain(outcome);
    await dcu.deserted();
  });
});

describe("S17: a body that was cut is never a whole one:", () => {
  const PIECE = bodyOf(5000);

  test("of a said length", async () => {
    const { bridge } = await wireBridge((socket) => {
      socket.write(head("200 OK", { "Content-Length": 10_000 }));
      socket.write(PIECE);
      socket.end();
    });
    const reply = await bridge.get("images/monitor");
    expect(reply.headers.get("content-length")).toBe("10000");
    await expect(reply.arrayBuffer()).rejects.toThrow();
  });

  test("of chunks", async () => {
    const { bridge } = await wireBridge((socket) => {
      socket.write(head("200 OK", { "Transfer-Encoding": "chunked" }));
      socket.write(chunk(PIECE));
      socket.end();
    });
    const raw = await rawSocket(bridge.url);
    const answer = received(raw);
    raw.write(request(bridge.url, "/monitor/api/1.8.0/images/monitor"));
    const { text } = await answer;
    expect(text).toMatch(/^transfer-encoding: chunked\r$/im);
    expect(text.endsWith("0\r\n\r\n")).toBe(false);
    await expect((await bridge.get("images/monitor")).arrayBuffer()).rejects.toThrow();
  });

  test("for a client of HTTP/1.0, who knows no other end than the connection's: it is reset", async () => {
    const { bridge } = await wireBridge((socket) => {
      socket.write(head("200 OK", { "Transfer-Encoding": "chunked" }));
      socket.write(chunk(PIECE));
      socket.end();
    });
    const raw = await rawSocket(bridge.url);
    const broken = new Promise<NodeJS.ErrnoException>((resolve) => raw.once("error", resolve));
    raw.resume();
    raw.write(request(bridge.url, "/monitor/api/1.8.0/images/monitor").replace("HTTP/1.1", "HTTP/1.0"));
    expect((await broken).code).toBe("ECONNRESET");
  });

  test("that ends with the DCU's connection, so that nobody knows: 502", async () => {
    const answer = (socket: Socket) => {
      socket.write(head("200 OK"));
      socket.end(PIECE);
    };
    expect(await refusal(answer)).toEqual([502, "UPSTREAM_UNREACHABLE"]);
  });

  test("and a whole one is whole", async () => {
    const { bridge } = await wireBridge((socket) => {
      socket.write(head("200 OK", { "Content-Length": PIECE.length, "Content-Type": "application/tiff" }));
      socket.write(PIECE);
    });
    const reply = await bridge.get("images/monitor");
    expect(new Uint8Array(await reply.arrayBuffer())).toEqual(PIECE);
  });
});

describe("S14, S23: of a reply's headers", () => {
  test("there are left its type and its length; nothing may be kept of it, or guessed", async () => {
    const { bridge } = await wireBridge((socket) => {
      const headers = {
        "Content-Type": "application/tiff",
        "Content-Length": 2,
        "Set-Cookie": "a=b",
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Credentials": "true",
        "Cache-Control": "public, max-age=9999",
        "Content-Disposition": "attachment",
        "Content-Security-Policy": "default-src *",
        Link: "<http://other>; rel=preload",
        Server: "dcu/1",
        Connection: "x-secret-hop, keep-alive",
        "X-Secret-Hop": "1",
        "Keep-Alive": "timeout=99",
        "Proxy-Authenticate": "Basic",
        Trailer: "X-End",
        Upgrade: "h2c",
      };
      socket.write(`${head("200 OK", headers)}II`);
    });
    const reply = await bridge.get("images/monitor");
    expect(await reply.text()).toBe("II");
    const { date, ...headers } = Object.fromEntries(reply.headers);
    expect(date).toBeDefined();
    expect(headers).toEqual({
      "cache-control": "no-store",
      connection: "keep-alive",
      "content-length": "2",
      "content-type": "application/tiff",
      "cross-origin-resource-policy": "same-origin",
      "keep-alive": "timeout=5",
      vary: "Origin",
      "x-content-type-options": "nosniff",
    });
  });

  test.for([
    ["text/html", "application/octet-stream"],
    ["image/svg+xml", "application/octet-stream"],
    ["text/javascript", "application/octet-stream"],
    ["application/json;charset=utf-8", "application/json; charset=utf-8"],
    ["text/plain", "text/plain; charset=utf-8"],
    ["image/tiff; x=y", "image/tiff"],
  ] as const)("a type %s becomes %s", async ([type, expected]) => {
    const answer = `${head("200 OK", { "Content-Type": type, "Content-Length": 1 })}1`;
    const { bridge } = await wireBridge((socket) => socket.write(answer));
    expect((await bridge.get("images/monitor")).headers.get("content-type")).toBe(expected);
  });

  test("a client's hop-by-hop headers do not go on", async () => {
    const { bridge, dcu } = await wireBridge((socket) =>
      socket.write(`${head("200 OK", { "Content-Length": 1 })}1`),
    );
    const raw = await rawSocket(bridge.url);
    const answer = received(raw);
    const hops = [
      "Connection: close, x-hop",
      "X-Hop: 1",
      "Keep-Alive: 9",
      "TE: trailers",
      "Trailer: X",
      "Upgrade: h2c",
    ];
    raw.write(
      request(bridge.url, "/monitor/api/1.8.0/status/state", { headers: [...hops, "Proxy-Connection: x"] }),
    );
    expect((await answer).status).toBe(200);
    expect(dcu.requests.join("")).not.toMatch(/hop|trailer|upgrade|proxy|^te:|^keep-alive:/im);
  });
});

describe("S24: compression", () => {
  test("is not asked for, whatever the client takes", async () => {
    const { bridge, dcu } = await wireBridge((socket) =>
      socket.write(`${head("200 OK", { "Content-Length": 1 })}1`),
    );
    await bridge.get("status/state", { headers: { "Accept-Encoding": "gzip, deflate, br" } });
    expect(dcu.requests.join("")).toMatch(/^accept-encoding: identity\r$/im);
  });

  test.for(["gzip", "gzip, gzip", "br", "identity, gzip", "deflate,".repeat(50)])(
    "%s is refused",
    async (encoding) => {
      const answer = `${head("200 OK", { "Content-Encoding": encoding, "Content-Length": 1 })}1`;
      expect(await refusal((socket) => socket.write(answer))).toEqual([502, "UPSTREAM_ENCODING"]);
    },
  );
});
