import { describe, expect, test } from "vitest";
import { bytesOf, eventId, servedDcu, watchedDcu } from "./support/servedDcu.ts";

describe("images", () => {
  test("are listed by series, and are there by id until they are taken", async () => {
    const dcu = await watchedDcu();
    for (let image = 0; image < 3; image++) dcu.dcu.expose();
    expect(await (await dcu.get("monitor/images")).text()).toBe("[[1,[0,1,2]]]\n");
    expect(await eventId(await dcu.get("monitor/images/1/1"))).toBe("1_1");
    expect(await eventId(await dcu.get("monitor/images/1/1/1"))).toBe("1_1");
    expect(await eventId(await dcu.get("monitor/images/next"))).toBe("1_0");
    expect(await (await dcu.get("monitor/images/")).json()).toEqual([[1, [1, 2]]]);
    expect((await dcu.get("monitor/images/1/0")).status).toBe(404);
    expect((await dcu.get("monitor/images/1/1/2")).status).toBe(404);
  });

  test("an empty buffer lists nothing, and answers 408 in plain text after the wait", async () => {
    const dcu = await watchedDcu();
    expect(await (await dcu.get("monitor/images/")).text()).toBe("[]\n");
    const reply = await dcu.get("monitor/images/next?timeout=1");
    expect(reply.status).toBe(408);
    expect(reply.headers.get("content-length")).toBe("18");
    expect(await reply.text()).toBe("no data available\n");
    expect((await dcu.get("monitor/images/next?timeout=soon")).status).toBe(400);
  });

  test("the newest comes again and again, and survives next and clear", async () => {
    const dcu = await watchedDcu();
    dcu.dcu.expose();
    for (const step of ["monitor/images/monitor", "monitor/images/next", "monitor/images/monitor"]) {
      expect(await eventId(await dcu.get(step))).toBe("1_0");
    }
    await dcu.command("monitor/command/clear");
    expect(await eventId(await dcu.get("monitor/images/monitor"))).toBe("1_0");
  });

  test("a disabled monitor ignores exposures, and gives what it has", async () => {
    const dcu = await watchedDcu();
    dcu.dcu.expose();
    await dcu.put("monitor/config/mode", "disabled");
    dcu.dcu.expose();
    expect(await eventId(await dcu.get("monitor/images/next"))).toBe("1_0");
    expect((await dcu.get("monitor/images/next?timeout=0")).status).toBe(408);
    expect(dcu.dcu.produced).toBe(2);
  });

  test("come as the type that the client names", async () => {
    const dcu = await watchedDcu();
    dcu.dcu.expose();
    const typeFor = async (accept: string) => {
      const reply = await dcu.get("monitor/images/monitor", { headers: { Accept: accept } });
      await reply.arrayBuffer();
      return reply.headers.get("content-type");
    };
    expect(await typeFor("image/tiff, application/tiff")).toBe("image/tiff");
    expect(await typeFor("application/tiff")).toBe("application/tiff");
    expect(await typeFor("application/json")).toBe("application/tiff");
  });

  test("of two thresholds come one after the other, and count as one exposure", async () => {
    const dcu = await watchedDcu({ thresholds: 2 });
    dcu.dcu.expose();
    dcu.dcu.expose();
    const taken: string[] = [];
    const levels: unknown[] = [];
    for (let image = 0; image < 4; image++) {
      const bytes = await bytesOf(await dcu.get("monitor/images/next"));
      taken.push(`${bytes.getInt32(54, true)}/${bytes.getUint16(78, true)}`);
      levels.push(await dcu.value("monitor/status/buffer_fill_level"));
    }
    expect(taken).toEqual(["0/1", "0/2", "1/1", "1/2"]);
    expect(levels).toEqual([
      [2, 100],
      [1, 100],
      [1, 100],
      [0, 100],
    ]);
  });

  test("of the user are served byte for byte, in turn", async () => {
    const files = [new Uint8Array([73, 73, 42, 0, 1]), new Uint8Array([73, 73, 42, 0, 2, 3])];
    const dcu = await watchedDcu({ replay: files });
    for (let image = 0; image < 3; image++) dcu.dcu.expose();
    for (const file of [files[0], files[1], files[0]]) {
      const reply = await dcu.get("monitor/images/next");
      expect(new Uint8Array(await reply.arrayBuffer())).toEqual(file);
    }
  });
});

describe("images taken by themselves", () => {
  test("begin with image 0 when the monitor is enabled, and end after `images`", async () => {
    const dcu = await servedDcu({ auto: true, rate: 1000, images: 5 });
    await dcu.put("monitor/config/mode", "enabled");
    const ids: string[] = [];
    for (let image = 0; image < 5; image++)
      ids.push(await eventId(await dcu.get("monitor/images/next?timeout=5000")));
    expect(ids).toEqual(["1_0", "1_1", "1_2", "1_3", "1_4"]);
    expect(await dcu.value("detector/status/state")).toBe("idle");
    expect(dcu.dcu.produced).toBe(5);
  });

  test("pause while the monitor is disabled, and go on with the next id", async () => {
    const dcu = await watchedDcu({ auto: true, rate: 1000 });
    await eventId(await dcu.get("monitor/images/next?timeout=5000"));
    await dcu.put("monitor/config/mode", "disabled");
    const produced = dcu.dcu.produced;
    expect(await dcu.value("detector/status/state")).toBe("idle");
    await dcu.command("monitor/command/clear");
    await dcu.put("monitor/config/mode", "enabled");
    expect(await eventId(await dcu.get("monitor/images/next?timeout=5000"))).toBe(`1_${produced}`);
  });

  test("end for good when a client arms the detector", async () => {
    const dcu = await watchedDcu({ auto: true, rate: 1000 });
    await eventId(await dcu.get("monitor/images/next?timeout=5000"));
    expect(await (await dcu.command("detector/command/arm")).json()).toEqual({ "sequence id": 2 });
    expect(await dcu.value("detector/status/state")).toBe("ready");
    const produced = dcu.dcu.produced;
    await dcu.command("detector/command/trigger");
    expect(dcu.dcu.produced).toBe(produced + 1);
  });
});
