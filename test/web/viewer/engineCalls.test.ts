import { describe, expect, it, vi } from "vitest";
import { EngineCalls } from "../../../web/viewer/engineCalls.ts";
import type { EngineStart } from "../../../web/viewer/engineLink.ts";
import { createViewer } from "../../../web/viewer/index.ts";
import type { Engine } from "../../../web/worker/engineApi.ts";
import { collectGarbage } from "../../support/garbage.ts";

/** Engines that never answer, and can be made to crash. */
function silentEngines() {
  const starts: EngineStart[] = [];
  const ended: number[] = [];
  const replaced: string[] = [];
  const calls = new EngineCalls({
    settings: { historyImages: 1, historyBytes: 1 },
    now: () => 0,
    start: (start) => {
      const number = starts.push(start);
      return { engine: new Promise(() => undefined), end: () => ended.push(number) };
    },
    onState: () => undefined,
    onReplaced: (message, { last }) => replaced.push(`${message}${last ? ", the last" : ""}`),
  });
  return { calls, starts, ended, replaced };
}

describe("the engine of a viewer", () => {
  it("is replaced when it crashes; what it was asked fails", async () => {
    const { calls, starts, ended, replaced } = silentEngines();
    const asked = expect(calls.call((engine) => engine.tiff())).rejects.toMatchObject({
      code: "ENGINE_LOST",
    });
    starts[0]?.onCrash("boom");
    // A crash is told more than once by some browsers.
    starts[0]?.onCrash("boom");
    await asked;
    expect({ started: starts.length, ended, replaced }).toEqual({
      started: 2,
      ended: [1],
      replaced: ["boom"],
    });
  });

  it("is given up when it crashes again and again", async () => {
    const { calls, starts, ended, replaced } = silentEngines();
    for (let crash = 0; crash < 4; crash++) starts[crash]?.onCrash("boom");
    expect(starts).toHaveLength(4);
    expect(ended).toEqual([1, 2, 3, 4]);
    expect(replaced.at(-1)).toBe("boom, the last");
    await expect(calls.call((engine) => engine.npy())).rejects.toMatchObject({ code: "ENGINE_LOST" });
  });

  it("ends once, and says so to those who wait", async () => {
    const { calls, starts, ended, replaced } = silentEngines();
    const asked = expect(calls.call((engine) => engine.tiff())).rejects.toThrow("destroyed");
    calls.end();
    await asked;
    starts[0]?.onCrash("late");
    expect({ ended, replaced }).toEqual({ ended: [1], replaced: [] });
  });
});

describe("what an engine answered", () => {
  it("is kept by nobody but who asked", async () => {
    const tiff = async () => new Blob([new Uint8Array(1000)]);
    const engine = Promise.resolve({ tiff } as Engine<ImageBitmap>);
    const calls = new EngineCalls({
      settings: { historyImages: 1, historyBytes: 1 },
      now: () => 0,
      start: () => ({ engine, end: () => undefined }),
      onState: () => undefined,
      onReplaced: () => undefined,
    });
    const answers: WeakRef<Blob>[] = [];
    for (let call = 0; call < 50; call++)
      answers.push(new WeakRef(await calls.call((present) => present.tiff())));
    // What was looked at through a WeakRef in a task stays until its end.
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(answers.filter((answer) => answer.deref() !== undefined).length).toBeLessThan(2);
    calls.end();
  });
});

describe("a viewer whose worker cannot be had", () => {
  it("says so as a problem, not as an error", async () => {
    const viewer = createViewer(
      { source: "http://dcu.test" },
      {
        baseAddress: () => undefined,
        onHidden: () => () => undefined,
        startEngine: () => ({ engine: Promise.reject(new Error("no such file")), end: () => undefined }),
      },
    );
    await new Promise<void>((resolve) => {
      viewer.subscribe(({ connection }) => {
        if (connection === "stopped") resolve();
      });
    });
    expect(viewer.state.problem?.message).toContain("no such file");
    await expect(viewer.toPNG()).rejects.toThrow("no such file");
    viewer.destroy();
  });

  it("says so too where starting it throws, and tries that once", async () => {
    let starts = 0;
    const viewer = createViewer(
      { source: "http://dcu.test" },
      {
        baseAddress: () => undefined,
        onHidden: () => () => undefined,
        startEngine: () => {
          starts += 1;
          throw new Error("the policy forbids it");
        },
      },
    );
    const isStopped = () => vi.waitFor(() => expect(viewer.state.connection).toBe("stopped"));
    await isStopped();
    const problem = { kind: "unsupported", hint: "Reload the page." };
    expect(viewer.state).toMatchObject({ problem });
    expect(viewer.state.problem?.message).toBe("the viewer's worker ended: the policy forbids it");
    viewer.connect({ source: "http://other.test" });
    await isStopped();
    expect(viewer.state).toMatchObject({ problem, source: "http://other.test" });
    expect(starts).toBe(1);
    viewer.destroy();
  });

  it("refuses what is no address", async () => {
    const viewer = createViewer(
      {},
      {
        baseAddress: () => undefined,
        onHidden: () => () => undefined,
        startEngine: () => ({ engine: new Promise(() => undefined), end: () => undefined }),
      },
    );
    viewer.connect({ source: "not an address" });
    expect(viewer.state).toMatchObject({ connection: "stopped", problem: { kind: "unsupported" } });
    expect(
      await viewer.draw({ region: { x: 0, y: 0, width: 1, height: 1 }, columns: 1, rows: 1 }),
    ).toBeNull();
    expect(await viewer.getPixel(0, 0)).toBeNull();
    const { values } = await viewer.getPixels({ x: 0, y: 0, columns: 2, rows: 1 });
    expect([...values]).toEqual([NaN, NaN]);
    await expect(viewer.getPixels({ x: 0, y: 0, columns: 5000, rows: 1 })).rejects.toThrow("4096");
    viewer.destroy();
  });
});
