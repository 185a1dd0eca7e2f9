import { describe, expect, test } from "vitest";
import { eventId, type ServedDcu, watchedDcu } from "./support/servedDcu.ts";

async function exposed(count: number, options: { discardNew: boolean; size: number }): Promise<ServedDcu> {
  const dcu = await watchedDcu();
  await dcu.put("monitor/config/discard_new", options.discardNew);
  await dcu.put("monitor/config/buffer_size", options.size);
  for (let image = 0; image < count; image++) dcu.dcu.expose();
  return dcu;
}

async function contents(dcu: ServedDcu): Promise<unknown> {
  return {
    images: JSON.parse(await (await dcu.get("monitor/images")).text()),
    dropped: await dcu.value("monitor/status/dropped"),
    state: await dcu.value("monitor/status/state"),
  };
}

describe("a full buffer", () => {
  test("drops the new exposure with discard_new, which `monitor` still has", async () => {
    const dcu = await exposed(5, { discardNew: true, size: 3 });
    expect(await contents(dcu)).toEqual({ images: [[1, [0, 1, 2]]], dropped: 2, state: "overflow" });
    expect(await eventId(await dcu.get("monitor/images/monitor"))).toBe("1_4");
    expect(dcu.dcu.dropped).toBe(2);
  });

  test("evicts the oldest without discard_new", async () => {
    const dcu = await exposed(5, { discardNew: false, size: 3 });
    expect(await contents(dcu)).toEqual({ images: [[1, [2, 3, 4]]], dropped: 2, state: "overflow" });
  });

  test("shrinks from the end that discard_new says", async () => {
    const newest = await exposed(4, { discardNew: true, size: 4 });
    await newest.put("monitor/config/buffer_size", 2);
    expect(await contents(newest)).toEqual({ images: [[1, [0, 1]]], dropped: 2, state: "overflow" });
    const oldest = await exposed(4, { discardNew: false, size: 4 });
    await oldest.put("monitor/config/buffer_size", 2);
    expect(await contents(oldest)).toEqual({ images: [[1, [2, 3]]], dropped: 2, state: "overflow" });
  });

  test("is normal again after clear", async () => {
    const dcu = await exposed(5, { discardNew: true, size: 3 });
    await dcu.command("monitor/command/clear");
    expect(await contents(dcu)).toEqual({ images: [], dropped: 0, state: "normal" });
  });

  test("keeps several series", async () => {
    const dcu = await exposed(2, { discardNew: true, size: 9 });
    await dcu.command("detector/command/disarm");
    await dcu.command("detector/command/arm");
    dcu.dcu.expose();
    expect(await contents(dcu)).toMatchObject({
      images: [
        [1, [0, 1]],
        [2, [0]],
      ],
    });
  });
});

describe("the monitor's status", () => {
  test("in 1.8: keys, shapes and times with nanoseconds", async () => {
    const dcu = await exposed(2, { discardNew: true, size: 9 });
    const keys = await (await dcu.get("monitor/status/keys")).json();
    expect(keys).toEqual(["buffer_fill_level", "buffer_free", "dropped", "error", "state"]);
    const level: { time: string } = JSON.parse(
      await (await dcu.get("monitor/status/buffer_fill_level")).text(),
    );
    expect(level).toMatchObject({ state: "normal", value: [2, 9], value_type: "uint" });
    expect(level.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
    expect(await dcu.value("monitor/status/buffer_free")).toBe((10_000 - 2) * 512 * 512 * 2);
    expect((await dcu.get("monitor/status/monitor_image_number")).status).toBe(404);
  });

  test("in 1.6: the numbers of the images handed out", async () => {
    const dcu = await watchedDcu({}, "1.6.0");
    expect(await dcu.value("monitor/status/monitor_image_number")).toBeNull();
    dcu.dcu.expose();
    dcu.dcu.expose();
    await (await dcu.get("monitor/images/next")).arrayBuffer();
    await (await dcu.get("monitor/images/monitor")).arrayBuffer();
    expect(await dcu.value("monitor/status/next_image_number")).toEqual([
      1,
      0,
      expect.any(Number),
      expect.any(Number),
      99_999_900,
    ]);
    expect(await dcu.value("monitor/status/monitor_image_number")).toEqual([
      1,
      1,
      expect.any(Number),
      expect.any(Number),
      99_999_900,
    ]);
    expect((await dcu.get("monitor/status/buffer_free")).status).toBe(404);
    const dropped: { time: string } = JSON.parse(await (await dcu.get("monitor/status/dropped")).text());
    expect(dropped).toMatchObject({ critical_limits: [null, null], critical_values: [] });
    expect(dropped.time).toMatch(/\+00:00$/);
  });
});
