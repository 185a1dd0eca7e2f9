import { COLLECTING, PROCESSING } from "./handler.ts";
import { heapBytes, openHandles, settled, slope } from "./memory.ts";
import type { Soak } from "./soak.ts";
import { virtualDetector } from "./virtualDetector.ts";

const POLLS = 1_000_000;
const SAMPLES = 20;
/** Hz: slower than the control unit waits, so that polls end without an image, too. */
const RATE = 1;

/** R1: a million polls without a socket, images and 408s in turn: no byte, timer or listener stays behind. */
export const inMemoryPolls: Soak = {
  title: "10⁶ polls in memory",
  async run({ scale, onProgress }) {
    const { clock, dcu, handler } = await virtualDetector({ rate: RATE });
    const stop = new AbortController();
    const polls = Math.round(POLLS * scale);
    const samples: [number, number][] = [];
    const handles: number[] = [];
    const sample = () => {
      samples.push([handler.counters.polls, heapBytes()]);
      handles.push(openHandles());
      onProgress(handler.counters.polls / polls);
    };
    const taking = (async () => {
      await handler.initializeEventHandlingOnCollectingNode({ ...COLLECTING });
      for await (const event of handler.eventGenerator({ ...PROCESSING, signal: stop.signal })) {
        handler.closeEvent({ event });
        if (handler.counters.polls >= (samples.length + 1) * (polls / SAMPLES)) sample();
      }
    })();
    await clock.run(() => samples.length === SAMPLES);
    stop.abort();
    dcu.stop();
    await clock.run(() => false);
    await taking;
    return [
      { name: "heap slope", value: slope(settled(samples)), limit: 0.5, unit: "byte/poll" },
      { name: "open handles gained", value: spread(settled(handles)), limit: 0, unit: "" },
      { name: "polls that failed", value: handler.counters.faults, limit: 0, unit: "" },
    ];
  },
};

function spread(values: readonly number[]): number {
  return (values.at(-1) ?? 0) - (values[0] ?? 0);
}
