import { describe, expect, it, vi } from "vitest";
import { failureOf } from "../../../web/viewer/controls/failureTexts.ts";
import { mergedGeometry, NOTHING_BY_HAND, provenByHand } from "../../../web/viewer/mergedGeometry.ts";
import { NewestOnly } from "../../../web/viewer/newestOnly.ts";
import { provenLook } from "../../../web/viewer/provenLook.ts";
import { START_STATE, USUAL_LOOK } from "../../../web/viewer/startState.ts";
import { Store } from "../../../web/viewer/store.ts";
import { collectGarbage } from "../../support/garbage.ts";

describe("geometry", () => {
  const image = { ...NOTHING_BY_HAND, beamCenter: [10, 20], wavelength: 1 } as const;
  const configuration = { ...NOTHING_BY_HAND, wavelength: 2, detectorDistance: 0.1 };

  it("is by hand, else by the image, else by the configuration, and says which", () => {
    const hand = { ...NOTHING_BY_HAND, beamCenter: [11, 21] } as const;
    expect(mergedGeometry({ hand, image, configuration })).toEqual({
      beamCenter: [11, 21],
      detectorDistance: 0.1,
      wavelength: 1,
      pixelSize: [75e-6, 75e-6],
      from: {
        beamCenter: "hand",
        detectorDistance: "configuration",
        wavelength: "image",
        pixelSize: "unknown",
      },
    });
  });

  it("by hand is taken back with null, and only taken where it can be", () => {
    const hand = provenByHand(NOTHING_BY_HAND, { beamCenter: [1, 2], detectorDistance: 0.2 });
    expect(provenByHand(hand, { beamCenter: null })).toEqual({ ...NOTHING_BY_HAND, detectorDistance: 0.2 });
    const wrong = {
      beamCenter: [Number.NaN, 1],
      detectorDistance: -1,
      wavelength: Infinity,
      pixelSize: [0, 1],
    } as const;
    expect(provenByHand(hand, wrong)).toEqual(hand);
  });
});

describe("a failure", () => {
  it("of a page of https that asks an address of http on another machine says that browsers do not", () => {
    const problem = { kind: "offline", message: "", hint: "" } as const;
    const steps = (source: string, origin: string) =>
      failureOf({ ...START_STATE, source, problem }, { origin, isCapable: true })?.steps.join(" ");
    const says = "A page of https asks no address of http";
    expect(steps("http://dcu/monitor/api/1.8.0", "https://portal")).toContain(says);
    expect(steps("https://dcu/monitor/api/1.8.0", "https://portal")).not.toContain(says);
    expect(steps("http://localhost:8080/", "https://portal")).not.toContain(says);
    expect(steps("http://dcu/monitor/api/1.8.0", "http://portal")).not.toContain(says);
  });
});

describe("a look", () => {
  it("whose levels are set by hand follows no image any more", () => {
    expect(provenLook(USUAL_LOOK, { levels: [1, 9] })).toEqual({ ...USUAL_LOOK, levels: [1, 9], auto: null });
    expect(provenLook(USUAL_LOOK, { levels: [1, 9], auto: "whole" }).auto).toBe("whole");
  });

  it("keeps what it had where a change cannot be", () => {
    expect(provenLook(USUAL_LOOK, { levels: [9, 1], auto: "whole" })).toEqual(USUAL_LOOK);
    expect(provenLook(USUAL_LOOK, { maskedColour: "no colour", saturatedColour: "" })).toEqual(USUAL_LOOK);
  });
});

describe("a store", () => {
  it("tells of all changes of a task once, with the last of them", async () => {
    const store = new Store({ a: 1, b: 1 });
    const listener = vi.fn();
    const stop = store.subscribe(listener);
    store.set({ a: 2 });
    store.set({ b: 2 });
    expect(listener).not.toHaveBeenCalled();
    await Promise.resolve();
    expect(listener.mock.calls).toEqual([[{ a: 2, b: 2 }]]);
    stop();
    store.set({ a: 3 });
    await Promise.resolve();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(store.state).toEqual({ a: 3, b: 2 });
  });
});

describe("requests of which only the newest counts", () => {
  it("run one at a time; those that were overtaken resolve to null", async () => {
    const run: { readonly request: number; finish(): void }[] = [];
    const newest = new NewestOnly<number, string>(
      (request) => new Promise((resolve) => run.push({ request, finish: () => resolve(`drew ${request}`) })),
    );
    const results = [1, 2, 3, 4].map((request) => newest.request(request));
    expect(run.map(({ request }) => request)).toEqual([1]);
    run[0]?.finish();
    expect(await results[0]).toBe("drew 1");
    expect(await results[1]).toBeNull();
    expect(await results[2]).toBeNull();
    await vi.waitFor(() => expect(run).toHaveLength(2));
    run[1]?.finish();
    expect(await results[3]).toBe("drew 4");
  });

  it("are let go of when they are done, though there is always one more", async () => {
    const asked: WeakRef<object>[] = [];
    const ask = (left: number) => {
      const request = { left };
      asked.push(new WeakRef(request));
      void newest.request(request);
    };
    let kept: number | undefined;
    const newest = new NewestOnly<{ readonly left: number }, null>(async ({ left }) => {
      if (left > 0) ask(left - 1);
      // What was looked at through a WeakRef in a task stays until its end.
      await new Promise((resolve) => setImmediate(resolve));
      collectGarbage();
      if (left === 0) kept = asked.filter((request) => request.deref() !== undefined).length;
      return null;
    });
    ask(30);
    // Every collection takes its time on a busy machine.
    await vi.waitFor(() => expect(kept).toBeDefined(), { timeout: 20_000 });
    expect(kept).toBeLessThan(5);
  });

  it("go on after one that failed", async () => {
    let fails = true;
    const newest = new NewestOnly<number, number>(async (request) => {
      if (fails) throw new Error("no");
      return request;
    });
    await expect(newest.request(1)).rejects.toThrow("no");
    fails = false;
    await expect(newest.request(2)).resolves.toBe(2);
  });
});
