import { describe, expect, onTestFinished, test } from "vitest";
import { BRIDGE_ROUTES } from "../../src/bridge/index.ts";
import { FakeResults } from "./support/fakeResults.ts";
import { countedBridge, type ServedBridge, TOKEN } from "./support/servedBridge.ts";

/** Reads the events of a reply one after the other, and comments. */
class Events {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor({ body }: Response) {
    if (body === null) throw new Error("no body");
    this.#reader = body.getReader();
    onTestFinished(() => this.#reader.cancel().catch(() => undefined));
  }

  /** What stands before the next empty line; undefined: the stream is at its end. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const at = this.#text.indexOf("\n\n");
      if (at >= 0) {
        const event = this.#text.slice(0, at);
        this.#text = this.#text.slice(at + 2);
        return event;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  cancel(): Promise<void> {
    return this.#reader.cancel();
  }
}

async function follow({ url }: ServedBridge): Promise<Events> {
  return new Events(await fetch(`${url}/results`));
}

const QUICK = { resultsInterval: 5, resultsHeartbeat: 1e6 };

describe("/results", () => {
  test("sends everything first, then what is new", async () => {
    const results = new FakeResults();
    results.add(1, 2);
    const { bridge, dcu } = await countedBridge({ results, limits: QUICK });
    const reply = await fetch(`${bridge.url}/results`);
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(reply.headers.get("cache-control")).toBe("no-store");
    const events = new Events(reply);
    expect(await events.next()).toBe('event: snapshot\ndata: {"points":[1,2]}');
    results.add(3);
    expect(await events.next()).toBe('event: update\ndata: {"points":[3]}');
    results.add(4, 5);
    expect(await events.next()).toBe('event: update\ndata: {"points":[4,5]}');
    expect(dcu.requests).toEqual([]);
  });

  test("says that somebody is there while nothing is new", async () => {
    const limits = { resultsInterval: 5, resultsHeartbeat: 10 };
    const { bridge } = await countedBridge({ results: new FakeResults(), limits });
    const events = await follow(bridge);
    expect(await events.next()).toContain("snapshot");
    expect(await events.next()).toBe(": nothing new");
  });

  test("ends with the run, and with its time", async () => {
    const results = new FakeResults();
    const { bridge } = await countedBridge({ results, limits: QUICK });
    const events = await follow(bridge);
    await events.next();
    results.end();
    expect(await events.next()).toBeUndefined();
    const short = await countedBridge({
      results: new FakeResults(),
      limits: { ...QUICK, resultsLength: 1 },
    });
    const others = await follow(short.bridge);
    await others.next();
    expect(await others.next()).toBeUndefined();
  });

  test("is for so many clients; one that goes makes room", async () => {
    const results = new FakeResults();
    const { bridge } = await countedBridge({ results, limits: { ...QUICK, resultsClients: 1 } });
    const events = await follow(bridge);
    await events.next();
    const refused = await fetch(`${bridge.url}/results`);
    expect([refused.status, refused.headers.get("bridge-code")]).toEqual([503, "RESULTS_BUSY"]);
    await events.cancel();
    const status = async () => {
      const reply = await fetch(`${bridge.url}/results`);
      await reply.body?.cancel();
      return reply.status;
    };
    await expect.poll(status).toBe(200);
  });

  test("is not there without a run", async () => {
    const { bridge } = await countedBridge();
    for (const { path } of BRIDGE_ROUTES.filter(({ kind }) => kind === "results"))
      expect((await fetch(bridge.url + path)).status).toBe(404);
  });

  test("is for those only who may see images", async () => {
    const results = new FakeResults();
    const { bridge } = await countedBridge({ results, behindProxy: true, token: TOKEN, limits: QUICK });
    for (const path of ["/results", "/results/projections/sum", "/results/projections/maximum"]) {
      expect((await fetch(bridge.url + path)).status).toBe(401);
      const foreign = await fetch(bridge.url + path, { headers: { "sec-fetch-site": "cross-site" } });
      expect(foreign.status).toBe(403);
      expect((await fetch(bridge.url + path, { method: "POST" })).status).toBe(401);
    }
    const events = new Events(
      await fetch(`${bridge.url}/results`, { headers: { authorization: `Bearer ${TOKEN}` } }),
    );
    expect(await events.next()).toContain("snapshot");
  });
});

describe("/results/projections", () => {
  test("are TIFF files, as long as they say", async () => {
    const results = new FakeResults();
    const { bridge } = await countedBridge({ results });
    const none = await fetch(`${bridge.url}/results/projections/sum`);
    expect([none.status, none.headers.get("bridge-code")]).toEqual([404, "NO_PROJECTION"]);
    const pixels = new Uint8Array(3 * 2 ** 20 + 5).map((_, index) => index % 251);
    results.file = [Uint8Array.of(7, 7), pixels];
    for (const kind of ["sum", "maximum"]) {
      const reply = await fetch(`${bridge.url}/results/projections/${kind}`);
      expect(reply.headers.get("content-type")).toBe("image/tiff");
      expect(reply.headers.get("content-length")).toBe(String(pixels.length + 2));
      expect(
        Buffer.compare(Buffer.from(await reply.arrayBuffer()), Buffer.concat([Buffer.of(7, 7), pixels])),
      ).toBe(0);
    }
  });
});
