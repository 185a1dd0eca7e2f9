import { describe, expect, it } from "vitest";
import type { EngineInNode, ServedUnit } from "../support/engines.ts";
import { heldFetch, openEngine, ramp, servedUnit } from "../support/engines.ts";

const NEWEST = { fetchMode: "newest", threshold: null } as const;

/** Shows 1_2 of three; the others are in the control unit's buffer only. */
async function showingTheThird(options: Parameters<typeof openEngine>[0] = {}) {
  const unit = await servedUnit();
  for (let exposure = 0; exposure < 3; exposure++) unit.dcu.expose();
  const viewer = await openEngine(options);
  await viewer.engine.connect({ source: unit.source, ...NEWEST });
  await viewer.shows("1_2");
  return { unit, viewer };
}

async function pixelOf({ engine }: EngineInNode): Promise<number | undefined> {
  return (await engine.pixels({ x: 5, y: 6, columns: 1, rows: 1 })).values[0];
}

const MEANWHILE: readonly (readonly [
  what: string,
  act: (viewer: EngineInNode, unit: ServedUnit) => Promise<void>,
  expected: object,
])[] = [
  ["back to live", ({ engine }) => engine.resume(), { paused: false, image: { id: "1_2" } }],
  ["a pause", ({ engine }) => engine.pause(), { paused: true, image: { id: "1_2" } }],
  ["a step", ({ engine }) => engine.step(-1), { paused: true, image: { id: "1_2" } }],
  ["a later seek", ({ engine }) => engine.seek("1_1"), { paused: true, image: { id: "1_1" } }],
  [
    "the same source with another threshold",
    ({ engine }) => engine.setThreshold(1),
    { paused: false, image: { id: "1_2" } },
  ],
];

describe("an image that is sought", () => {
  it.each(MEANWHILE)("and comes too late gives way to %s", async (_, act, expected) => {
    const { fetch, asked, goOn } = heldFetch("images/1/0");
    const { unit, viewer } = await showingTheThird({ fetch });
    const sought = viewer.engine.seek("1_0");
    await asked;
    await act(viewer, unit);
    goOn();
    await sought;
    expect(await viewer.published()).toMatchObject(expected);
  });

  it("does not come from a source that has been left", async () => {
    const { fetch, asked, goOn } = heldFetch("images/1/0");
    const { viewer } = await showingTheThird({ fetch });
    const other = await servedUnit();
    for (let exposure = 0; exposure < 2; exposure++) other.dcu.expose();
    const sought = viewer.engine.seek("1_0");
    await asked;
    await viewer.engine.connect({ source: other.source, ...NEWEST });
    goOn();
    await sought;
    await viewer.shows("1_1");
    expect(viewer.state).toMatchObject({ paused: false, history: { ids: ["1_1"] } });
  });

  it("holds no memory once the viewer is closed", async () => {
    const { fetch, asked, goOn } = heldFetch("images/1/0");
    const { viewer } = await showingTheThird({ fetch });
    const sought = viewer.engine.seek("1_0");
    await asked;
    await viewer.engine.close();
    goOn();
    await sought;
    const { slots } = viewer.decoder;
    await expect.poll(() => slots.created - slots.free).toBe(0);
  });

  it("is of the threshold that was chosen, in the history too", async () => {
    const unit = await servedUnit({ thresholds: 2 });
    for (let exposure = 0; exposure < 2; exposure++) unit.dcu.expose();
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, fetchMode: "newest", threshold: 2 });
    await viewer.shows("1_1");
    await viewer.engine.seek("1_0");
    await viewer.shows("1_0");
    expect(viewer.state?.image).toMatchObject({ threshold: 2 });
    await viewer.engine.setThreshold(1);
    await viewer.engine.seek("1_0");
    await viewer.where(({ image }) => image?.id === "1_0" && image.threshold === 1);
    await viewer.engine.setThreshold(2);
    await viewer.engine.seek("1_0");
    await viewer.where(({ image }) => image?.id === "1_0" && image.threshold === 2);
  });

  it("has a place among those that are kept, from where one steps on", async () => {
    const { unit, viewer } = await showingTheThird();
    unit.dcu.expose();
    await viewer.shows("1_3");
    await viewer.engine.seek("1_1");
    const { history } = await viewer.shows("1_1");
    expect(history).toMatchObject({ ids: ["1_1", "1_2", "1_3"], position: 0 });
    await viewer.engine.step(1);
    await viewer.shows("1_2");
    await viewer.engine.step(-1);
    await viewer.shows("1_1");
    expect(await pixelOf(viewer)).toBe(ramp(5, 6, 1));
    await viewer.engine.resume();
    await viewer.shows("1_3");
  });
});

describe("images that have one id", () => {
  it("are all shown: that of a restarted control unit too", async () => {
    const unit = await servedUnit();
    const viewer = await openEngine();
    await viewer.engine.connect({ source: unit.source, ...NEWEST });
    unit.dcu.expose();
    const { image: first } = await viewer.shows("1_0");
    await unit.stop();
    await viewer.where(({ connection }) => connection === "unreachable");
    await unit.restart();
    await viewer.where(({ connection }) => connection === "waiting");
    unit.dcu.expose();
    await viewer.where(({ image }) => image?.id === "1_0" && image.key !== first?.key);
  });

  it("are gone through one by one after a restart, and are found by their keys", async () => {
    const { unit, viewer } = await showingTheThird();
    await unit.stop();
    await viewer.where(({ connection }) => connection === "unreachable");
    await unit.restart();
    await viewer.where(({ connection }) => connection === "waiting");
    unit.dcu.expose();
    await viewer.shows("1_0");
    for (const image of [1, 2]) {
      unit.dcu.expose();
      await viewer.where(({ history: { ids } }) => ids.at(-1) === `1_${image}`);
    }
    const { history } = viewer.state ?? {};
    expect(history?.ids).toEqual(["1_2", "1_0", "1_1", "1_2"]);
    expect(new Set(history?.keys).size).toBe(4);
    const seen: (string | undefined)[] = [];
    for (let step = 0; step < 4; step++) {
      await viewer.engine.step(-1);
      const { image, history: present } = await viewer.published();
      seen.push(`${image?.id} at ${present.position}`);
    }
    expect(seen).toEqual(["1_1 at 2", "1_0 at 1", "1_2 at 0", "1_2 at 0"]);
    await viewer.engine.seek(history?.keys[3] ?? -1);
    expect((await viewer.published()).history.position).toBe(3);
    await viewer.engine.seek(history?.keys[0] ?? -1);
    expect((await viewer.published()).history.position).toBe(0);
  });
});
