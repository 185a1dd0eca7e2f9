import { expect, test } from "vitest";
import { ShiftedClock } from "../support/shiftedClock.ts";
import { faultRun, onImage } from "./support/faultRun.ts";

test("F35 the detector is initialised: disabled is said once within 30 s, and it goes on by itself", async () => {
  const clock = new ShiftedClock();
  const run = await faultRun({ faults: [onImage(2, { kind: "initialize" })], clock, timeout: 20 });
  run.expose(2);
  expect(await run.next()).toBe("1_0");
  const next = run.next();
  await run.states.reached("waiting");
  clock.putForward(30_000);
  expect(await run.states.reached("disabled")).toMatchObject({ hint: expect.stringContaining("Enable") });
  await run.served.put("monitor/config/mode", "enabled");
  clock.putForward(2000);
  await run.states.reached("waiting");
  run.expose(1);
  expect(await next).toBe("1_2");
  expect(run.states.names.filter((state) => state === "disabled")).toHaveLength(1);
  await run.delivers("1_3");
  run.expectLaw({ discarded: 1 });
});

test("F36 a new series: its images are no gap and no duplicates", async () => {
  const run = await faultRun({ faults: [onImage(2, { kind: "newSeries" })] });
  run.expose(2);
  expect(await run.ids(2)).toEqual(["1_0", "1_1"]);
  run.expose(2);
  expect(await run.ids(2)).toEqual(["2_0", "2_1"]);
  expect(run.handler.counters).toMatchObject({ series: 2, gaps: 0, missing: 0, duplicates: 0, reordered: 0 });
  expect(run.sequence.at(-1)).toMatchObject({ kind: "newSeries", series: 2, previous: 1, restarted: false });
  await run.delivers("2_2");
  run.expectLaw();
});

test("F37 a restart that counts from the same series again: told apart by the unique id", async () => {
  const run = await faultRun({ faults: [onImage(3, { kind: "restart" })], keepEnabled: true, timeout: 20 });
  run.expose(2);
  expect(await run.ids(2)).toEqual(["1_0", "1_1"]);
  const next = run.next();
  await run.states.reached("waiting");
  // After a power-up the monitor is disabled.
  await run.served.put("monitor/config/mode", "enabled");
  run.expose(1);
  expect(await next).toBe("1_0");
  const [first, second] = run.sequence;
  expect([first, second]).toMatchObject([
    { kind: "newSeries", series: 1, restarted: false },
    { kind: "newSeries", series: 1, restarted: true },
  ]);
  expect(run.handler.counters).toMatchObject({ delivered: 3, duplicates: 0, gaps: 0, series: 2 });
  await run.delivers("1_1");
  run.expectLaw();
});

test("F38 an image that comes twice is delivered once", async () => {
  const run = await faultRun({ faults: [onImage(2, { kind: "repeat" })] });
  run.expose(2);
  expect(await run.ids(2)).toEqual(["1_0", "1_1"]);
  expect(run.handler.counters).toMatchObject({ polls: 3, images: 3, delivered: 2, duplicates: 1, gaps: 0 });
  expect(run.sequence.at(-1)).toMatchObject({ kind: "duplicate", series: 1, image: 0 });
  await run.delivers("1_2");
  run.expectLaw();
});

test("F39 images out of order are delivered as they come, counted, and no gap", async () => {
  const run = await faultRun({ faults: [onImage(2, { kind: "swap" })] });
  run.expose(4);
  expect(await run.ids(4)).toEqual(["1_0", "1_2", "1_1", "1_3"]);
  expect(run.handler.counters).toMatchObject({
    delivered: 4,
    reordered: 1,
    gaps: 0,
    missing: 0,
    duplicates: 0,
  });
  await run.delivers("1_4");
  run.expectLaw();
});

test("F40 images that the control unit drops: a gap of exactly those, and its own count", async () => {
  const run = await faultRun({ faults: [onImage(2, { kind: "skip", images: 2 })], timeout: 20 });
  await run.handler.readDropped();
  run.expose(4);
  expect(await run.ids(2)).toEqual(["1_0", "1_3"]);
  // Nothing late can come once the buffer is empty.
  const next = run.next();
  await run.states.reached("waiting");
  run.expose(1);
  expect(await next).toBe("1_4");
  expect(run.sequence.at(-1)).toMatchObject({ kind: "gap", from: 1, to: 2 });
  expect(await run.handler.readDropped()).toBe(2);
  expect(run.handler.counters).toMatchObject({ gaps: 1, missing: 2, dcuDropped: 2 });
  await run.delivers("1_5");
  run.expectLaw();
});

test("F41 the count of dropped images falls (clear): counting goes on, and nothing is negative", async () => {
  const run = await faultRun({
    faults: [
      onImage(2, { kind: "skip", images: 2 }),
      onImage(3, { kind: "clear" }),
      onImage(4, { kind: "skip" }),
    ],
    timeout: 20,
  });
  await run.handler.readDropped();
  run.expose(4);
  expect(await run.ids(2)).toEqual(["1_0", "1_3"]);
  expect(await run.handler.readDropped()).toBe(2);
  const next = run.next();
  await run.states.reached("waiting");
  await run.injected(3);
  expect(run.served.dcu.dropped).toBe(0);
  run.expose(1);
  expect(await next).toBe("1_4");
  expect(await run.handler.readDropped()).toBe(2);
  await run.delivers("1_5");
  run.expectLaw();
});
