import { describe, expect, test } from "vitest";
import { eventId, type ServedDcu, servedDcu, watchedDcu } from "./support/servedDcu.ts";

async function configured(values: Record<string, unknown>, dcu?: ServedDcu): Promise<ServedDcu> {
  const served = dcu ?? (await watchedDcu());
  for (const [key, value] of Object.entries(values)) {
    expect((await served.put(`detector/config/${key}`, value)).status, key).toBe(200);
  }
  return served;
}

const state = (dcu: ServedDcu) => dcu.value("detector/status/state");

describe("a series", () => {
  test("goes from idle over ready to idle, with ids that count over its triggers", async () => {
    const dcu = await configured({ count_time: 0.001, frame_time: 0.002, nimages: 2, ntrigger: 2 });
    expect(await state(dcu)).toBe("idle");
    expect(await (await dcu.command("detector/command/arm")).text()).toBe('{"sequence id":1}\n');
    expect(await state(dcu)).toBe("ready");
    expect(await (await dcu.command("detector/command/trigger", "{}")).text()).toBe("{}\n");
    expect(await (await dcu.get("monitor/images")).json()).toEqual([[1, [0, 1]]]);
    expect(await state(dcu)).toBe("ready");
    await dcu.command("detector/command/trigger");
    expect(await (await dcu.get("monitor/images")).json()).toEqual([[1, [0, 1, 2, 3]]]);
    expect(await state(dcu)).toBe("idle");
    expect(await (await dcu.command("detector/command/disarm")).json()).toEqual({ "sequence id": 1 });
    expect(await (await dcu.command("detector/command/arm")).json()).toEqual({ "sequence id": 2 });
  });

  test.for(["abort", "cancel", "disarm"])(
    "ends by %s while its trigger is open, and the trigger returns",
    async (end) => {
      const dcu = await configured({ count_time: 0.01, frame_time: 0.02, nimages: 1_000_000 });
      await dcu.command("detector/command/arm");
      const trigger = dcu.command("detector/command/trigger");
      expect(await eventId(await dcu.get("monitor/images/next?timeout=10000"))).toBe("1_0");
      expect(await state(dcu)).toBe("acquire");
      expect(await (await dcu.command(`detector/command/${end}`)).json()).toEqual({ "sequence id": 1 });
      expect(await (await trigger).json()).toEqual({});
      expect(await state(dcu)).toBe("idle");
    },
  );

  test("in trigger mode inte takes one image of the time that the trigger brings", async () => {
    const dcu = await configured({ ntrigger: 2, trigger_mode: "inte" });
    await dcu.command("detector/command/arm");
    expect((await dcu.command("detector/command/trigger", '{"value": 0.005}')).status).toBe(200);
    const bytes = new DataView(await (await dcu.get("monitor/images/next")).arrayBuffer());
    expect(bytes.getFloat64(200, true)).toBe(0.005);
    expect(await state(dcu)).toBe("ready");
    expect((await dcu.command("detector/command/trigger", '{"value": "long"}')).status).toBe(400);
  });

  test("in an external trigger mode runs from arm on", async () => {
    const dcu = await configured({ count_time: 0.001, frame_time: 0.002, nimages: 3, trigger_mode: "exts" });
    await dcu.command("detector/command/arm");
    const ids: string[] = [];
    for (let image = 0; image < 3; image++)
      ids.push(await eventId(await dcu.get("monitor/images/next?timeout=10000")));
    expect(ids).toEqual(["1_0", "1_1", "1_2"]);
    expect((await dcu.command("detector/command/trigger")).status).toBe(400);
  });

  test("restarts its ids after initialize, with the configuration's defaults", async () => {
    const dcu = await configured({ nimages: 9 });
    await dcu.command("detector/command/arm");
    expect((await dcu.command("detector/command/initialize")).status).toBe(200);
    expect([await state(dcu), await dcu.value("detector/config/nimages")]).toEqual(["idle", 1]);
    dcu.dcu.expose();
    expect(await eventId(await dcu.get("monitor/images/next"))).toBe("1_0");
    expect(await (await dcu.command("detector/command/arm")).json()).toEqual({ "sequence id": 2 });
  });
});

describe("the detector refuses", () => {
  test("to arm for more than a week", async () => {
    const dcu = await configured({ count_time: 0.5, frame_time: 1, nimages: 700_000 });
    const reply = await dcu.command("detector/command/arm");
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain(
      "= 700000.0s) exceeds maximum allowed duration of 604800.0s (1 week)",
    );
  });

  test("to arm twice, and to be triggered unarmed", async () => {
    const dcu = await configured({});
    expect((await dcu.command("detector/command/trigger")).status).toBe(400);
    await dcu.command("detector/command/arm");
    expect((await dcu.command("detector/command/arm")).status).toBe(400);
  });

  test("several images in trigger modes inte and exte, whichever is set first", async () => {
    const modeFirst = await configured({ trigger_mode: "exte" });
    expect((await modeFirst.put("detector/config/nimages", 2)).status).toBe(400);
    const imagesFirst = await configured({ nimages: 2 });
    const reply = await imagesFirst.put("detector/config/trigger_mode", "inte");
    expect([reply.status, await reply.text()]).toEqual([
      400,
      'error during request: argument error: failed precondition: number_of_images must be 1 for trigger mode "inte"\n',
    ]);
  });

  test("values that are read only, and arrays", async () => {
    const dcu = await configured({});
    expect((await dcu.put("detector/config/x_pixels_in_detector", 1)).status).toBe(400);
    expect((await dcu.put("detector/config/pixel_mask", 1)).status).toBe(404);
  });

  test("all but its state and initialize after power-up", async () => {
    const dcu = await servedDcu({ initialized: false });
    expect(await state(dcu)).toBe("na");
    const reply = await dcu.get("detector/config/count_time");
    expect([reply.status, await reply.text()]).toEqual([404, "Parameter count_time does not exist\n"]);
    await dcu.command("detector/command/initialize");
    expect(await state(dcu)).toBe("idle");
    expect(await dcu.value("detector/config/count_time")).toBeCloseTo(0.1, 6);
  });
});

describe("configuration that depends on other configuration", () => {
  test("an energy moves thresholds, wavelength and element", async () => {
    const dcu = await configured({ element: "Cu" });
    const reply = await dcu.put("detector/config/photon_energy", 10_000);
    expect(await reply.json()).toEqual([
      "element",
      "flatfield",
      "incident_energy",
      "photon_energy",
      "threshold/1/energy",
      "threshold/1/flatfield",
      "threshold/2/energy",
      "threshold/2/flatfield",
      "threshold_energy",
      "wavelength",
    ]);
    expect(await dcu.value("detector/config/threshold/1/energy")).toBe(5000);
    expect(await dcu.value("detector/config/threshold/2/energy")).toBe(14_000);
    expect(await dcu.value("detector/config/wavelength")).toBeCloseTo(1.239842, 6);
    expect(await dcu.value("detector/config/element")).toBe("");
  });

  test("frame_time lowers count_time, count_time raises frame_time", async () => {
    const dcu = await configured({ frame_time: 0.01 });
    expect(await dcu.value("detector/config/count_time")).toBeCloseTo(0.01 - 1e-7, 9);
    const reply = await dcu.put("detector/config/count_time", 0.5);
    expect(await reply.json()).toContain("frame_time");
    expect(await dcu.value("detector/config/frame_time")).toBeCloseTo(0.5 + 1e-7, 9);
  });

  test("threshold/difference/mode is confirmed by its other name", async () => {
    const dcu = await configured({});
    const reply = await dcu.put("detector/config/threshold/difference/mode", "enabled");
    expect(await reply.json()).toEqual(["difference_mode"]);
  });

  test("threshold/2/mode adds an image to every exposure", async () => {
    const dcu = await configured({ "threshold/2/mode": "enabled" });
    dcu.dcu.expose();
    expect((await dcu.get("monitor/images/1/0/2")).status).toBe(200);
  });
});

describe("keys", () => {
  const types = ["float", "int", "uint", "bool", "string", "string[]", "datetime", "State"];
  const tasks = ["monitor", "detector", "stream", "filewriter", "system"].flatMap((module) =>
    ["config", "status"].map((task) => `${module}/${task}`),
  );

  test.for(tasks)("in %s can all be read, with types that clients know, in 512 bytes", async (task) => {
    const dcu = await servedDcu();
    const keys: string[] = JSON.parse(await (await dcu.get(`${task}/keys`)).text());
    expect(keys).toEqual([...keys].sort());
    for (const key of keys) {
      const reply = await dcu.get(`${task}/${key}`);
      const body = await reply.text();
      expect([reply.status, reply.headers.get("content-type")], key).toEqual([
        200,
        "application/json; charset=utf-8",
      ]);
      const parameter: Record<string, unknown> = JSON.parse(body);
      expect(types, key).toContain(parameter["value_type"]);
      expect(parameter["allowed_values"], key).not.toEqual([]);
      expect(Object.keys(parameter), key).toEqual(Object.keys(parameter).sort());
      expect(body.length, key).toBeLessThan(380);
    }
  });

  test("of a subsystem are its tasks; of commands, their names", async () => {
    const dcu = await servedDcu();
    expect(await (await dcu.get("detector/keys")).json()).toEqual(["command", "config", "status"]);
    expect(await (await dcu.get("monitor/command/keys")).json()).toEqual(["clear", "initialize"]);
    expect(await (await dcu.get("filewriter/files/")).json()).toEqual([]);
    expect((await dcu.command("system/command/restart")).status).toBe(200);
  });

  test("floats are printed with nine decimals", async () => {
    const dcu = await configured({ photon_energy: 8041 });
    expect(await (await dcu.get("detector/config/photon_energy")).text()).toContain(
      '"value":8041.000000000,',
    );
  });

  test("written to a subsystem that does nothing are kept", async () => {
    const dcu = await servedDcu();
    expect(await (await dcu.put("stream/config/mode", "enabled")).json()).toEqual(["mode"]);
    expect(await dcu.value("stream/config/mode")).toBe("enabled");
    expect((await dcu.put("filewriter/config/nimages_per_file", "many")).status).toBe(400);
  });
});

describe("arrays", () => {
  test("the pixel mask has gaps as 1 and dead pixels as 2, shape [rows, columns]", async () => {
    const dcu = await servedDcu({ model: "eiger2-1m", pattern: "diffraction" });
    const value = await dcu.value("detector/config/threshold/1/pixel_mask");
    expect(value).toMatchObject({
      __darray__: [1, 0, 0],
      filters: ["base64"],
      shape: [1062, 1028],
      type: "<u4",
    });
    const { data } = value as { data: string };
    const mask = new Uint32Array(new Uint8Array(Buffer.from(data, "base64")).buffer);
    expect(mask.length).toBe(1062 * 1028);
    expect(mask.filter((bits) => bits === 1).length).toBe(38 * 1028);
    expect(mask.filter((bits) => bits === 2).length).toBe(
      await dcu.value("detector/config/number_of_excluded_pixels"),
    );
    expect([mask[511 * 1028], mask[512 * 1028], mask[550 * 1028]]).toEqual([0, 1, 0]);
  });

  test("the flat-field comes as TIFF to those who ask for it", async () => {
    const dcu = await servedDcu();
    const reply = await dcu.get("detector/config/flatfield", { headers: { Accept: "image/tiff" } });
    expect(reply.headers.get("content-type")).toBe("image/tiff");
    const bytes = new DataView(await reply.arrayBuffer());
    expect([bytes.getUint16(0), bytes.getFloat32(8, true), bytes.getUint32(4, true)]).toEqual([
      0x4949,
      1,
      8 + 512 * 512 * 4,
    ]);
  });
});
