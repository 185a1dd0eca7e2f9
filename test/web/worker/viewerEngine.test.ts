import { describe, expect, it } from "vitest";
import { USUAL_LOOK } from "../../../web/viewer/startState.ts";
import type { FetchMode } from "../../../web/viewer/viewerState.ts";
import { buildTiff } from "../../support/tiffBuilder.ts";
import { openEngine, ramp, servedUnit } from "../support/engines.ts";

const ALL = { threshold: null };
const CORNER = { region: { x: 0, y: 0, width: 4, height: 4 }, columns: 4, rows: 4, look: USUAL_LOOK };

describe("a viewer's engine", () => {
  it.each<FetchMode>(["newest", "monitor", "next"])(
    "shows each image of the control unit, taken by %s, and counts it once",
    async (fetchMode) => {
      const unit = await servedUnit();
      const viewer = await openEngine();
      await viewer.engine.connect({ source: unit.source, fetchMode, ...ALL });
      for (const image of [0, 1, 2]) {
        unit.dcu.expose();
        await viewer.shows(`1_${image}`);
        await viewer.engine.draw(CORNER);
        expect((await viewer.engine.pixels({ x: 9, y: 7, columns: 1, rows: 1 })).values).toEqual(
          Float64Array.of(ramp(9, 7, image)),
        );
      }
      const { counters, image } = await viewer.where(({ counters: { shown } }) => shown === 3);
      expect(counters).toMatchObject({ received: 3, shown: 3, skipped: 0, failed: 0 });
      expect(counters.bytes).toBe(3 * (image?.byteLength ?? 0));
      expect(image?.timings.draw).toBeGreaterThan(0);
    },
  );

  it("takes nothing from other clients unless it is told to", async () => {
    const unit = await servedUnit();
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, fetchMode: "newest", ...ALL });
    unit.dcu.expose();
    await viewer.shows("1_0");
    const reply = await fetch(`${unit.source}/images/next`);
    expect(reply.status).toBe(200);
    await reply.arrayBuffer();
  });

  it("shows the newest of several, and counts those that it passed over", async () => {
    const unit = await servedUnit();
    const viewer = await openEngine();
    unit.dcu.expose();
    unit.dcu.expose();
    await viewer.engine.connect({ source: unit.source, fetchMode: "newest", ...ALL });
    await viewer.shows("1_1");
    // Those before it came while nobody watched.
    expect(viewer.state?.counters).toMatchObject({ received: 1, skipped: 0 });
    for (let exposure = 0; exposure < 4; exposure++) unit.dcu.expose();
    await viewer.shows("1_5");
    const { counters } = await viewer.where(({ counters: { skipped } }) => skipped >= 4);
    // Three were listed and not asked for; 1_1 was never drawn.
    expect(counters).toMatchObject({ received: 2, shown: 0, skipped: 4, failed: 0 });
  });

  it("goes on when the control unit's buffer is full and drops what is new", async () => {
    const unit = await servedUnit();
    await fetch(`${unit.source}/config/buffer_size`, { method: "PUT", body: '{"value":2}' });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, fetchMode: "newest", ...ALL });
    for (let exposure = 0; exposure < 3; exposure++) unit.dcu.expose();
    await viewer.shows("1_2");
    for (const image of [3, 4]) {
      unit.dcu.expose();
      await viewer.shows(`1_${image}`);
    }
    // Emptied, it is full of new ones.
    await fetch(`${unit.source}/command/clear`, { method: "PUT" });
    unit.dcu.expose();
    await viewer.shows("1_5");
    unit.dcu.expose();
    unit.dcu.expose();
    await viewer.shows("1_7");
  });

  it("holds an image still while others go on into the history, and comes back to the newest", async () => {
    const unit = await servedUnit();
    const viewer = await openEngine({ historyImages: 4 });
    await viewer.engine.connect({ source: unit.source, fetchMode: "next", ...ALL });
    unit.dcu.expose();
    await viewer.shows("1_0");
    await viewer.engine.pause();
    for (let exposure = 0; exposure < 6; exposure++) unit.dcu.expose();
    const { image, paused } = await viewer.where(({ history: { ids } }) => ids.includes("1_6"));
    expect({ id: image?.id, paused }).toEqual({ id: "1_0", paused: true });
    // The one that is looked at is not dropped for a newer one.
    expect(viewer.state?.history.ids).toEqual(["1_0", "1_4", "1_5", "1_6"]);
    await viewer.engine.step(1);
    await viewer.shows("1_4");
    expect((await viewer.engine.pixels({ x: 1, y: 2, columns: 1, rows: 1 })).values[0]).toBe(ramp(1, 2, 4));
    await viewer.engine.step(-99);
    await viewer.shows("1_0");
    await viewer.engine.resume();
    await viewer.shows("1_6");
    expect(viewer.state).toMatchObject({ paused: false, history: { position: -1 } });
  });

  it("keeps a hundred images, each as it was", async () => {
    const unit = await servedUnit({ bitDepth: 16 });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, fetchMode: "next", ...ALL });
    for (let exposure = 0; exposure < 100; exposure++) unit.dcu.expose();
    await viewer.shows("1_99");
    const { history } = await viewer.where(({ history: { ids } }) => ids.length === 100);
    expect(history.bytes).toBeLessThan(100 * 512 * 512);
    // The same few slots serve them all.
    expect(viewer.decoder.slots.created).toBeLessThanOrEqual(6);
    expect(viewer.crashes).toEqual([]);
    for (const image of [0, 37, 99]) {
      await viewer.engine.seek(`1_${image}`);
      expect((await viewer.engine.pixels({ x: 3, y: 500, columns: 1, rows: 1 })).values[0]).toBe(
        ramp(3, 500, image),
      );
    }
  });

  it("finds an image of a link in the control unit's buffer", async () => {
    const unit = await servedUnit();
    for (let exposure = 0; exposure < 3; exposure++) unit.dcu.expose();
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, fetchMode: "newest", ...ALL });
    await viewer.shows("1_2");
    await viewer.engine.seek("1_0");
    await viewer.where(({ image, paused }) => image?.id === "1_0" && paused);
    await viewer.engine.seek("7_7");
    await viewer.engine.seek("../../etc");
    expect(viewer.state?.image?.id).toBe("1_0");
  });

  it("names the files by the image that is in them, whatever is shown since", async () => {
    const unit = await servedUnit();
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, fetchMode: "newest", ...ALL });
    unit.dcu.expose();
    await viewer.shows("1_0");
    const files = [viewer.engine.tiff(), viewer.engine.npy(), viewer.engine.png(USUAL_LOOK)];
    unit.dcu.expose();
    await viewer.shows("1_1");
    expect((await Promise.all(files)).map(({ name }) => name)).toEqual(["1_0.tif", "1_0.npy", "1_0.png"]);
    expect((await viewer.engine.tiff()).name).toBe("1_1.tif");
  });

  it("shows one threshold of two, the first without a choice", async () => {
    const unit = await servedUnit({ thresholds: 2 });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, fetchMode: "next", ...ALL });
    unit.dcu.expose();
    await viewer.where(({ counters: { received } }) => received === 2);
    expect(viewer.state?.image).toMatchObject({ id: "1_0", threshold: 1 });
    await viewer.engine.setThreshold(2);
    unit.dcu.expose();
    await viewer.where(({ image }) => image?.id === "1_1");
    expect(viewer.state?.image).toMatchObject({ threshold: 2 });
    await viewer.engine.connect({ source: unit.source, fetchMode: "newest", threshold: 2 });
    unit.dcu.expose();
    await viewer.shows("1_2");
    expect(viewer.state?.image).toMatchObject({ threshold: 2 });
  });

  it("says which image cannot be read, and goes on", async () => {
    const junk = new TextEncoder().encode("not an image at all");
    const unit = await servedUnit({ replay: [junk, buildTiff({ depth: 16 })] });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, fetchMode: "newest", ...ALL });
    unit.dcu.expose();
    const { problem } = await viewer.where((state) => state.problem !== null);
    expect(problem).toMatchObject({ kind: "decode", imageId: "1_0" });
    expect(viewer.state?.counters).toMatchObject({ received: 1, failed: 1 });
    unit.dcu.expose();
    const { image } = await viewer.where((state) => state.image !== null);
    expect(image?.id).toBe("1_1");
    expect(viewer.state).toMatchObject({ problem: null, counters: { received: 2, failed: 1 } });
  });

  it("frees everything when it is closed", async () => {
    const unit = await servedUnit();
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, fetchMode: "newest", ...ALL });
    unit.dcu.expose();
    await viewer.shows("1_0");
    await viewer.engine.close();
    await expect(viewer.engine.draw(CORNER)).resolves.toBeNull();
    await expect(viewer.engine.statisticsOf({ kind: "circle", x: 0, y: 0, radius: 1 })).rejects.toThrow(
      "no image",
    );
  });
});
