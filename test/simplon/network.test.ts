import { describe, expect, test } from "vitest";
import { MonitorClient } from "../../src/simplon/index.ts";
import { closedPort, head, wireServer } from "../support/wireServer.ts";

/** Every kind of request that a client makes. */
const CALLS: readonly ((client: MonitorClient) => Promise<unknown>)[] = [
  (client) => client.version(),
  (client) => client.setConfig("mode", "enabled"),
  (client) => client.clear(),
  (client) => client.images(),
  (client) => client.nextImage(),
];

/** What each kind of request ends with when asked of `url`. */
async function failures(url: string): Promise<readonly unknown[]> {
  const client = new MonitorClient({ source: url });
  const settled = await Promise.allSettled(CALLS.map((call) => call(client)));
  return settled.map((outcome) => (outcome.status === "rejected" ? outcome.reason : "no failure"));
}

function each(failure: Readonly<Record<string, unknown>>): readonly unknown[] {
  return CALLS.map(() => expect.objectContaining({ name: "MonitorRequestError", ...failure }));
}

describe("every kind of request", () => {
  test("to a port on which nothing listens is REFUSED, with a hint", async () => {
    const url = await closedPort();
    const message = expect.stringMatching(/^127\.0\.0\.1:\d+: nothing listens there/);
    expect(await failures(url)).toEqual(each({ code: "REFUSED", message, cause: expect.any(Error) }));
  });

  test("to a host that nobody knows is DNS, with a hint", async () => {
    const message = expect.stringMatching(/^nosuch\.invalid: its name is not known/);
    expect(await failures("http://nosuch.invalid")).toEqual(each({ code: "DNS", message }));
  });

  test("that is redirected is refused: nobody asks where it leads, and nothing is written there", async () => {
    const target = await wireServer((socket) => socket.end(head("200 OK", { "Content-Length": 0 })));
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await wireServer((socket) =>
        socket.end(head(`${status} Elsewhere`, { Location: target.url, Connection: "close" })),
      );
      expect(await failures(server.url)).toEqual(each({ code: "REDIRECT", status }));
    }
    expect(target.connections).toEqual([]);
  });

  for (const [what, reply] of [
    ["20 kB of headers", head("200 OK", { "X-Long": "x".repeat(20_000), "Content-Length": 0 })],
    ["no HTTP", "220 ftp ready\r\n\r\n"],
  ] as const) {
    test(`that is answered with ${what} is PROTOCOL`, async () => {
      const server = await wireServer((socket) => socket.end(reply));
      expect(await failures(server.url)).toEqual(each({ code: "PROTOCOL" }));
    });
  }

  test("that is cut before a reply is NETWORK, and is not sent again", async () => {
    const server = await wireServer((socket) => socket.resetAndDestroy());
    expect(await failures(server.url)).toEqual(each({ code: "NETWORK" }));
    expect(server.requests).toHaveLength(CALLS.length);
  });

  test("that is cut within its reply is TRUNCATED_BODY", async () => {
    const server = await wireServer((socket) => socket.end(`${head("200 OK", { "Content-Length": 50 })}{`));
    expect(await failures(server.url)).toEqual(each({ code: "TRUNCATED_BODY" }));
  });
});
