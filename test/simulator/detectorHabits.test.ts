import { expect, test } from "vitest";
import { SimulatedDcu } from "../../src/simulator/index.ts";
import { bytesOf, servedDcu, watchedDcu } from "./support/servedDcu.ts";

test("roi_mode sets the times back to what they are after initialize", async () => {
  const dcu = await servedDcu({ rate: 10 });
  await dcu.put("detector/config/count_time", 0.01);
  await dcu.put("detector/config/roi_mode", "4M");
  expect(await dcu.value("detector/config/count_time")).toBeCloseTo(0.1 - 1e-7, 9);
  expect(await dcu.value("detector/config/frame_time")).toBeCloseTo(0.1, 9);
});

test("energies that follow from another stay within the limits that are published", async () => {
  const dcu = await servedDcu();
  await dcu.put("detector/config/photon_energy", 1000);
  expect(await dcu.value("detector/config/threshold/1/energy")).toBe(1000);
  await dcu.put("detector/config/wavelength", 0.01);
  expect(await dcu.value("detector/config/photon_energy")).toBe(100_000);
});

test("with mask_to_zero, gaps read 0", async () => {
  const dcu = await watchedDcu({ model: "eiger2-1m" });
  await dcu.put("detector/config/mask_to_zero", true);
  dcu.dcu.expose();
  const file = await bytesOf(await dcu.get("monitor/images/next"));
  const gap = 216 + 2 * (520 * 1028 + 7);
  expect(file.getUint16(gap, true)).toBe(0);
});

test("an overflow is a critical value of the monitor's state", async () => {
  const dcu = await watchedDcu();
  await dcu.put("monitor/config/buffer_size", 1);
  for (let exposure = 0; exposure < 2; exposure++) dcu.dcu.expose();
  const reply = await (await dcu.get("monitor/status/state")).json();
  expect(reply).toMatchObject({ value: "overflow", state: "critical" });
});

test("an API version that nobody knows is answered as its firmware would", async () => {
  const url = "http://dcu/monitor/api/2.0.0/config/mode";
  expect((await new SimulatedDcu({ auto: false }).fetch(url)).status).toBe(400);
  expect((await new SimulatedDcu({ auto: false, unknownVersion: 404 }).fetch(url)).status).toBe(404);
});

test("a client in the same process that gives up a trigger is free at once", async () => {
  const dcu = new SimulatedDcu({ auto: false, rate: 0.01 });
  const command = (name: string, signal?: AbortSignal) =>
    dcu.fetch(`http://dcu/detector/api/1.8.0/command/${name}`, { method: "PUT", ...(signal && { signal }) });
  await command("arm");
  const controller = new AbortController();
  const trigger = command("trigger", controller.signal);
  controller.abort(new Error("enough"));
  await expect(trigger).rejects.toThrow("enough");
  dcu.stop();
});

test("free running follows a frame_time that is written while it runs", async () => {
  const dcu = await watchedDcu({ auto: true, rate: 0.01 });
  await dcu.put("detector/config/frame_time", 0.001);
  const reply = await dcu.get("monitor/images/next?timeout=10000");
  expect(reply.status).toBe(200);
});
