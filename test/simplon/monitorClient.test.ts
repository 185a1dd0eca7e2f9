import { describe, expect, test } from "vitest";
import { MonitorClient, type MonitorImage } from "../../src/simplon/index.ts";
import type { SimulatedDcuOptions } from "../../src/simulator/index.ts";
import { readTiff } from "../../src/tiff/index.ts";
import { type ServedDcu, watchedDcu } from "../simulator/support/servedDcu.ts";

interface Watched {
  readonly served: ServedDcu;
  readonly client: MonitorClient;
}

/** A client of a simulated control unit whose monitor is enabled, and which has taken so many exposures. */
async function watched(
  exposures: number,
  { version = "1.8.0", ...options }: SimulatedDcuOptions & { readonly version?: string } = {},
): Promise<Watched> {
  const served = await watchedDcu(options);
  for (let exposure = 0; exposure < exposures; exposure++) served.dcu.expose();
  return { served, client: new MonitorClient({ source: `${served.url}/monitor/api/${version}` }) };
}

/** `series/image/threshold`, from the image's own file. */
function identity(image: MonitorImage | undefined): string {
  if (image === undefined) return "none";
  const { dectris } = readTiff(image.buffer.bytes);
  return [dectris?.series, dectris?.image, ...(dectris?.thresholdIds ?? [])].join("/");
}

describe("the monitor's configuration, asked of a control unit", () => {
  test("is read key by key, with what the unit says of it", async () => {
    const { client } = await watched(0);
    expect(await client.version()).toBe("1.8.0");
    expect(await client.getConfig("mode")).toEqual({
      value: "enabled",
      value_type: "string",
      access_mode: "rw",
      allowed_values: ["disabled", "enabled"],
    });
    expect(await client.getConfig("buffer_size")).toMatchObject({ value: 100, min: 1, max: 10_000 });
    expect(await client.getConfig("discard_new")).toMatchObject({ value: true, value_type: "bool" });
  });

  test("is set, and the names of what changed come back", async () => {
    const { client } = await watched(0);
    expect(await client.setConfig("mode", "disabled")).toEqual(["mode"]);
    expect(await client.setConfig("buffer_size", 7)).toEqual(["buffer_size"]);
    expect(await client.setConfig("discard_new", false)).toEqual(["discard_new"]);
    expect((await client.getConfig("mode")).value).toBe("disabled");
    expect((await client.getConfig("buffer_size")).value).toBe(7);
    expect((await client.getConfig("discard_new")).value).toBe(false);
  });

  test("refuses values out of range with the unit's own words", async () => {
    const { client } = await watched(0);
    await expect(client.setConfig("buffer_size", 0)).rejects.toMatchObject({
      code: "HTTP_STATUS",
      status: 400,
      text: expect.stringContaining("buffer_size"),
    });
  });

  test("is listed by keys", async () => {
    const { client } = await watched(0);
    expect(await client.keys()).toEqual(["command", "config", "status"]);
    expect(await client.keys("config")).toEqual(["buffer_size", "discard_new", "mode"]);
    expect(await client.keys("status")).toContain("buffer_fill_level");
    expect(await client.keys("command")).toEqual(["clear", "initialize"]);
  });
});

describe("the monitor's status, asked of a control unit", () => {
  test("tells of an overflow: state, drops, fill level, free memory, no errors", async () => {
    const { client } = await watched(0);
    expect(await client.getStatus("state")).toMatchObject({ value: "normal", state: "normal" });
    const { served, client: full } = await watched(0);
    await full.setConfig("buffer_size", 3);
    for (let exposure = 0; exposure < 5; exposure++) served.dcu.expose();
    expect((await full.getStatus("state")).value).toBe("overflow");
    expect((await full.getStatus("dropped")).value).toBe(2);
    expect((await full.getStatus("buffer_fill_level")).value).toEqual([3, 3]);
    expect((await full.getStatus("buffer_free")).value).toBe((10_000 - 3) * 512 * 512 * 2);
    expect((await full.getStatus("error")).value).toEqual([]);
    expect((await full.getStatus("dropped")).time).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  test("in API 1.6 numbers the images that were handed out, and has no discard_new", async () => {
    const { client } = await watched(2, { version: "1.6.0" });
    expect(client.apiVersion).toBe("1.6.0");
    for (const key of ["monitor_image_number", "next_image_number"] as const)
      expect((await client.getStatus(key)).value).toBeNull();
    await client.nextImage();
    await client.monitorImage();
    const next = (await client.getStatus("next_image_number")).value;
    expect([next?.length, next?.slice(0, 2)]).toEqual([5, [1, 0]]);
    expect((await client.getStatus("monitor_image_number")).value?.slice(0, 2)).toEqual([1, 1]);
    await expect(client.getConfig("discard_new")).rejects.toMatchObject({ code: "HTTP_STATUS", status: 404 });
    expect(await client.version()).toBe("1.8.0");
  });
});

describe("the monitor's commands", () => {
  test("clear empties the buffer and the count of drops; the newest image stays", async () => {
    const { client } = await watched(2);
    await client.clear();
    expect(await client.images()).toEqual([]);
    expect((await client.getStatus("buffer_fill_level")).value).toEqual([0, 100]);
    expect(identity(await client.monitorImage())).toBe("1/1/1");
  });

  test("initialize brings the defaults back: disabled, and no image at all", async () => {
    const { client } = await watched(2);
    await client.setConfig("buffer_size", 7);
    await client.initialize();
    expect((await client.getConfig("mode")).value).toBe("disabled");
    expect((await client.getConfig("buffer_size")).value).toBe(100);
    expect(await client.images()).toEqual([]);
    expect(await client.monitorImage({ timeout: 0 })).toBeUndefined();
  });
});

describe("images, asked of a control unit", () => {
  test("are listed by series", async () => {
    const { served, client } = await watched(2);
    expect(await client.images()).toEqual([{ series: 1, images: [0, 1] }]);
    await served.command("detector/command/arm");
    served.dcu.expose();
    expect(await client.images()).toEqual([
      { series: 1, images: [0, 1] },
      { series: 2, images: [0] },
    ]);
  });

  test("come by id and threshold, as often as asked for", async () => {
    const { client } = await watched(2, { thresholds: 2 });
    for (let time = 0; time < 2; time++) {
      expect(identity(await client.image({ series: 1, image: 1 }))).toBe("1/1/1");
      expect(identity(await client.image({ series: 1, image: 1, threshold: 2 }))).toBe("1/1/2");
    }
    expect(await client.images()).toEqual([{ series: 1, images: [0, 1] }]);
  });

  test("by an id that is not in the buffer are undefined", async () => {
    const { client } = await watched(1);
    expect(await client.image({ series: 1, image: 1 })).toBeUndefined();
    expect(await client.image({ series: 2, image: 0 })).toBeUndefined();
    expect(await client.image({ series: 1, image: 0, threshold: 2 })).toBeUndefined();
  });

  test("the newest comes again and again, and there is none before the first", async () => {
    const { served, client } = await watched(0);
    expect(await client.monitorImage({ timeout: 1 })).toBeUndefined();
    served.dcu.expose();
    served.dcu.expose();
    for (const options of [{}, { timeout: 0 }])
      expect(identity(await client.monitorImage(options))).toBe("1/1/1");
  });

  test("the next ones come in order, each once, then none", async () => {
    const { client } = await watched(2, { thresholds: 2 });
    const taken: string[] = [];
    for (let image = 0; image < 4; image++) taken.push(identity(await client.nextImage()));
    expect(taken).toEqual(["1/0/1", "1/0/2", "1/1/1", "1/1/2"]);
    expect(await client.nextImage({ timeout: 0 })).toBeUndefined();
  });

  test("the next one is waited for", async () => {
    const { served, client } = await watched(0);
    const next = client.nextImage({ timeout: 10_000 });
    // Answered after the request above was taken up.
    for (let request = 0; request < 2; request++) await client.getStatus("state");
    served.dcu.expose();
    expect(identity(await next)).toBe("1/0/1");
  });

  test("say when they were asked for and when they had come, and of what type they are", async () => {
    const before = Date.now() / 1000;
    const { client } = await watched(1);
    const image = await client.nextImage();
    expect(image?.contentType).toBe("image/tiff");
    expect(image?.arrival).toBeGreaterThanOrEqual(before - 0.001);
    expect(image?.arrival).toBeLessThanOrEqual(Date.now() / 1000 + 0.001);
    expect(image?.received).toBeGreaterThan(image?.requested ?? Number.POSITIVE_INFINITY);
  });
});
