import { describe, expect, it } from "vitest";
import { completeCamera } from "../../../web/geometry/camera.ts";
import type { EngineStart } from "../../../web/viewer/engineLink.ts";
import { createViewer } from "../../../web/viewer/index.ts";
import { keepUnchanged } from "../../../web/viewer/unchanged.ts";
import type { EngineState } from "../../../web/worker/engineApi.ts";
import { describeFrame, EMPTY_STATE } from "../support/fakeState.ts";
import { syntheticFrame } from "../support/syntheticFrame.ts";

const FIGURES = { beamCenter: [500, 600], detectorDistance: 0.2, wavelength: 1, pixelSize: null } as const;

function engineState(image: number): EngineState {
  const { connection, problem, counters, rates, writable } = EMPTY_STATE;
  return {
    ...{ connection, problem, counters, rates, writable },
    paused: false,
    image: describeFrame(syntheticFrame(0), image),
    history: { ids: [`12_${image}`], keys: [image], bytes: 1000, position: -1 },
    imageGeometry: FIGURES,
    configurationGeometry: FIGURES,
    thresholds: null,
    results: null,
    projection: null,
  };
}

describe("what an engine says again", () => {
  it("is no change to a viewer: nobody is told", async () => {
    let tell: EngineStart["onState"] = () => undefined;
    const viewer = createViewer(
      {},
      {
        baseAddress: () => undefined,
        onHidden: () => () => undefined,
        startEngine: ({ onState }) => {
          tell = onState;
          return { engine: new Promise(() => undefined), end: () => undefined };
        },
      },
    );
    const told: unknown[] = [];
    viewer.subscribe((state) => told.push(state.image?.id));
    const state = engineState(1);
    tell(structuredClone(state));
    await Promise.resolve();
    const first = viewer.state;
    expect(completeCamera(first.geometry)).not.toBeNull();
    tell(structuredClone(state));
    await Promise.resolve();
    expect(told).toEqual(["12_1"]);
    expect(viewer.state).toBe(first);
    tell(structuredClone({ ...state, image: { ...engineState(2).image } as EngineState["image"] }));
    await Promise.resolve();
    expect(told).toEqual(["12_1", "12_2"]);
    expect(viewer.state.geometry).toBe(first.geometry);
    expect(viewer.state.history).toBe(first.history);
    viewer.destroy();
  });
});

describe("a copy of what was there", () => {
  it("is what was there, as far as it says the same", () => {
    const former = { a: [1, { b: 2 }], list: Float64Array.of(1, NaN), text: "x", none: null };
    expect(keepUnchanged(former, structuredClone(former))).toBe(former);
    const next = keepUnchanged(former, { ...structuredClone(former), text: "y" });
    expect(next).toEqual({ ...former, text: "y" });
    expect(next.a).toBe(former.a);
    expect(next.list).toBe(former.list);
  });

  it.each([
    [{ a: 1, b: 2 }, { a: 1 }],
    [{ a: 1 }, { a: 1, b: undefined }],
    [[1, 2], [1]],
    [[], {}],
    [Float64Array.of(1), Float32Array.of(1)],
    [Float64Array.of(1), Float64Array.of(2)],
    [null, {}],
    [undefined, 0],
  ] as const)("%j is not taken for %j", (former, next) => {
    expect(keepUnchanged(former, next)).toStrictEqual(next);
    expect(keepUnchanged(next, former)).toStrictEqual(former);
  });
});
