import { describe, expect, it } from "vitest";
import { USUAL_LOOK } from "../../../web/viewer/startState.ts";
import { openEngine, servedUnit } from "../support/engines.ts";

const NEWEST = { fetchMode: "newest", threshold: null } as const;
const CORNER = { region: { x: 0, y: 0, width: 4, height: 4 }, columns: 4, rows: 4, look: USUAL_LOOK };

describe("a connection made anew to the same source", () => {
  it("does not keep again what was taken last, nor count it", async () => {
    const unit = await servedUnit();
    const viewer = await openEngine();
    unit.dcu.expose();
    for (const fetchMode of ["newest", "monitor", "newest"] as const) {
      await viewer.engine.connect({ source: unit.source, fetchMode, threshold: null });
      expect((await viewer.published()).connection).toBe("connecting");
      await viewer.where(({ connection, image }) => connection === "live" && image !== null);
    }
    unit.dcu.expose();
    await viewer.shows("1_1");
    expect(viewer.state).toMatchObject({ history: { ids: ["1_0", "1_1"] }, counters: { received: 2 } });
  });

  it("keeps what is held still; another source is live", async () => {
    const unit = await servedUnit({ thresholds: 2 });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, ...NEWEST });
    unit.dcu.expose();
    await viewer.shows("1_0");
    await viewer.engine.pause();
    await viewer.engine.setThreshold(2);
    unit.dcu.expose();
    const { paused, image } = await viewer.where(({ history: { ids } }) => ids.includes("1_1"));
    expect({ paused, id: image?.id }).toEqual({ paused: true, id: "1_0" });
    const other = await servedUnit();
    await viewer.engine.connect({ source: other.source, ...NEWEST });
    other.dcu.expose();
    await viewer.where((state) => !state.paused && state.history.ids.join() === "1_0");
  });

  it("keeps all that was counted", async () => {
    const unit = await servedUnit();
    await fetch(`${unit.source}/config/buffer_size`, { method: "PUT", body: '{"value":8}' });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, ...NEWEST });
    unit.dcu.expose();
    await viewer.shows("1_0");
    for (let exposure = 0; exposure < 5; exposure++) unit.dcu.expose();
    await viewer.shows("1_5");
    for (let exposure = 0; exposure < 4; exposure++) unit.dcu.expose();
    const { counters } = await viewer.where(({ counters: { dropped } }) => dropped === 2);
    expect(counters.skipped).toBeGreaterThan(4);
    await viewer.engine.setThreshold(1);
    const after = await viewer.published();
    expect(after.counters.skipped).toBeGreaterThanOrEqual(counters.skipped);
    expect(after.counters.dropped).toBe(2);
    await viewer.engine.disconnect();
    expect((await viewer.published()).counters.skipped).toBeGreaterThanOrEqual(counters.skipped);
  });

  it("shows the other threshold of the same exposure as another image", async () => {
    const unit = await servedUnit({ thresholds: 2 });
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, fetchMode: "newest", threshold: 1 });
    unit.dcu.expose();
    const first = await viewer.shows("1_0");
    expect(await viewer.engine.draw(CORNER)).toMatchObject({ imageId: "1_0", imageKey: first.image?.key });
    await viewer.engine.setThreshold(2);
    const { image } = await viewer.where((state) => state.image?.threshold === 2);
    expect(image?.id).toBe("1_0");
    expect(image?.key).not.toBe(first.image?.key);
    expect(await viewer.engine.draw(CORNER)).toMatchObject({ imageId: "1_0", imageKey: image?.key });
    const { imageKey } = await viewer.engine.pixels({ x: 0, y: 0, columns: 1, rows: 1 });
    expect(imageKey).toBe(image?.key);
  });
});
