import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { SimulatedDcu } from "../../src/simulator/index.ts";
import { openSocket } from "./support/rawSocket.ts";
import { eventId, servedDcu, watchedDcu } from "./support/servedDcu.ts";

/** Resolves when the server has answered another request, so that every one sent before has been taken up. */
async function settled(dcu: { value(path: string): Promise<unknown> }): Promise<void> {
  await dcu.value("monitor/status/state");
  await dcu.value("monitor/status/state");
}

describe("clients that wait for the next image", () => {
  test("get one each, in the order in which they came", async () => {
    const dcu = await watchedDcu();
    const waiting: Promise<string>[] = [];
    for (let client = 0; client < 5; client++) {
      waiting.push(dcu.get("monitor/images/next?timeout=10000").then(eventId));
      await settled(dcu);
    }
    for (let image = 0; image < 5; image++) dcu.dcu.expose();
    expect(await Promise.all(waiting)).toEqual(["1_0", "1_1", "1_2", "1_3", "1_4"]);
    expect(await (await dcu.get("monitor/images")).json()).toEqual([]);
  });

  test("get one each in any number: no image twice, none lost", async () => {
    const dcu = await servedDcu({ auto: true, rate: 2000, images: 200 });
    await dcu.put("monitor/config/buffer_size", 1000);
    await dcu.put("monitor/config/mode", "enabled");
    const worker = async () => {
      const ids: string[] = [];
      for (let image = 0; image < 25; image++) {
        ids.push(await eventId(await dcu.get("monitor/images/next?timeout=10000")));
      }
      return ids;
    };
    const ids = (await Promise.all(Array.from({ length: 8 }, worker))).flat();
    expect(new Set(ids).size).toBe(200);
    expect([dcu.dcu.produced, dcu.dcu.dropped]).toEqual([200, 0]);
  });

  test("leave the image to the next in line when they go away", async () => {
    const dcu = await watchedDcu();
    const impatient = await openSocket(dcu.url);
    impatient.write("GET /monitor/api/1.8.0/images/next?timeout=60000 HTTP/1.1\r\nHost: dcu\r\n\r\n");
    await settled(dcu);
    const patient = dcu.get("monitor/images/next?timeout=10000").then(eventId);
    await settled(dcu);
    impatient.destroy();
    await once(impatient, "close");
    await settled(dcu);
    dcu.dcu.expose();
    expect(await patient).toBe("1_0");
  });

  test("leave the image in the buffer when nobody else waits", async () => {
    const dcu = await watchedDcu();
    const gone = new AbortController();
    const request = dcu.get("monitor/images/next?timeout=60000", { signal: gone.signal });
    await settled(dcu);
    gone.abort(new Error("gone"));
    await expect(request).rejects.toThrow("gone");
    await settled(dcu);
    dcu.dcu.expose();
    expect(await (await dcu.get("monitor/images")).json()).toEqual([[1, [0]]]);
  });

  test("all get the same from `monitor`, when there is none yet", async () => {
    const dcu = await watchedDcu();
    const waiting = [1, 2].map(() => dcu.get("monitor/images/monitor?timeout=10000").then(eventId));
    await settled(dcu);
    dcu.dcu.expose();
    expect(await Promise.all(waiting)).toEqual(["1_0", "1_0"]);
  });

  test("are let go when the server closes", async () => {
    const dcu = await watchedDcu();
    const waiting = dcu.get("monitor/images/next?timeout=60000");
    await settled(dcu);
    const refused = expect(waiting).rejects.toThrow("fetch failed");
    await dcu.close();
    await refused;
  });
});

describe("in the same process, without sockets", () => {
  const source = "http://dcu/monitor/api/1.8.0";

  async function enabled(): Promise<SimulatedDcu> {
    const dcu = new SimulatedDcu({ model: "eiger2-250k", pattern: "ramp", auto: false });
    await dcu.fetch(`${source}/config/mode`, { method: "PUT", body: '{"value":"enabled"}' });
    return dcu;
  }

  test("fetch answers as over HTTP", async () => {
    const dcu = await enabled();
    dcu.expose();
    const reply = await dcu.fetch(`${source}/images/next`);
    expect(reply.headers.get("content-length")).toBe(String(216 + 512 * 512 * 4 + 138));
    expect(await eventId(reply)).toBe("1_0");
    expect((await dcu.fetch(`${source}/images/next?timeout=0`)).status).toBe(408);
  });

  test("fetch rejects with the signal's reason, and takes no image", async () => {
    const dcu = await enabled();
    const gone = new AbortController();
    const waiting = dcu.fetch(`${source}/images/next?timeout=60000`, { signal: gone.signal });
    gone.abort(new Error("gone"));
    await expect(waiting).rejects.toThrow("gone");
    await expect(dcu.fetch(`${source}/images/next`, { signal: gone.signal })).rejects.toThrow("gone");
    dcu.expose();
    expect(await eventId(await dcu.fetch(`${source}/images/next`))).toBe("1_0");
  });
});
