import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/simplon/index.ts";
import { EngineCalls } from "../../web/viewer/engineCalls.ts";
import type { EngineLink, EngineStart } from "../../web/viewer/engineLink.ts";
import type { Engine } from "../../web/worker/engineApi.ts";
import { faultRun } from "./support/faultRun.ts";

const FILE = new URL("support/crashingWorker.mjs", import.meta.url);
const ENDS = ["throw", "rejection", "memory", "exit"] as const;
type End = (typeof ENDS)[number];

/** Engines in workers of their own, which end as a test wants. */
function workerEngines() {
  const workers: Worker[] = [];
  const replaced: boolean[] = [];
  let time = 0;
  const start = ({ onCrash }: EngineStart): EngineLink => {
    const worker = new Worker(FILE, { resourceLimits: { maxOldGenerationSizeMb: 16 } });
    workers.push(worker);
    worker.on("error", (error) => onCrash(error.message));
    worker.on("exit", (code) => onCrash(`exit ${code}`));
    // A question that the worker answers with itself: of the engine's calls one is as good as another here.
    const tiff = async () => {
      worker.postMessage("a question");
      const [answer] = await once(worker, "message");
      return new Blob([String(answer)]);
    };
    const engine = { tiff } as unknown as Engine<ImageBitmap>;
    return { engine: Promise.resolve(engine), end: () => void worker.terminate() };
  };
  const calls = new EngineCalls({
    settings: { historyImages: 1, historyBytes: 1 },
    now: () => time,
    start,
    onState: () => undefined,
    onReplaced: (_, { last }) => replaced.push(last),
  });
  onTestFinished(() => calls.end());
  return {
    calls,
    replaced,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    /** Ends the newest worker; a question that was under way fails. */
    crash: async (end: End) => {
      const worker = workers.at(-1);
      const asked = calls.call(() => new Promise(() => undefined));
      const failed = expect(asked).rejects.toMatchObject({ code: "ENGINE_LOST" });
      worker?.postMessage(end);
      await failed;
    },
  };
}

test.each(ENDS)(
  "F48 the decode worker ends (%s): another takes its place, and only what was asked is lost",
  async (end) => {
    const { calls, crash, replaced } = workerEngines();
    await crash(end);
    expect(replaced).toEqual([false]);
    const answer = await calls.call((engine) => engine.tiff());
    expect(await answer.text()).toBe("a question");
  },
);

test("F48 a worker that ends again and again is given up; one that does so now and then is not", async () => {
  const { calls, crash, replaced, pass } = workerEngines();
  for (let crashes = 0; crashes < 6; crashes++) {
    await crash("exit");
    pass(5000);
  }
  expect(replaced).toEqual([false, false, false, false, false, false]);
  for (let crashes = 0; crashes < 3; crashes++) await crash("exit");
  expect(replaced.at(-1)).toBe(true);
  await expect(calls.call((engine) => engine.tiff())).rejects.toMatchObject({ code: "ENGINE_LOST" });
});

test("F49 timers that never fire: images come all the same, for each reply brings the next request", async () => {
  const run = await faultRun({
    timeout: 0,
    clock: { ...systemClock, setTimeout: () => undefined, clearTimeout: () => undefined },
  });
  run.expose(20);
  expect((await run.ids(20)).at(-1)).toBe("1_19");
  await run.delivers("1_20");
  expect(run.handler.counters).toMatchObject({ polls: 21, delivered: 21, faults: 0 });
  run.expectLaw();
});
