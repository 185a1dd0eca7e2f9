import { describe, expect, inject, it } from "vitest";
import { type WatchedEvent, watchEvents } from "./watchedEvents.ts";

const SIZE = 512;
const source = inject("dcuSource");

/** What the ramp's formula says: (x + 3·y + 7·image) mod 251. */
function ramp(image: number): Pick<WatchedEvent, "sum" | "max" | "pixels"> {
  const value = (x: number, y: number) => (x + 3 * y + 7 * image) % 251;
  let sum = 0n;
  for (let y = 0; y < SIZE; y++) for (let x = 0; x < SIZE; x++) sum += BigInt(value(x, y));
  return { sum, max: 250, pixels: Array.from({ length: 8 }, (_, x) => value(x, 1)) };
}

/** One monitor serves both tests and does not wait for them, so ids rise with gaps; each image is its own ramp. */
function expectRamps(events: readonly WatchedEvent[]): void {
  const images = events.map(({ eventId }) => Number(/^1_(\d+)$/.exec(eventId ?? "")?.[1]));
  expect(images).toEqual([...new Set(images)].sort((a, b) => a - b));
  events.forEach((event, index) => {
    expect(event).toMatchObject({ shape: [SIZE, SIZE], masked: 0, ...ramp(images[index] ?? Number.NaN) });
  });
}

function watchInWorker(count: number): Promise<readonly WatchedEvent[]> {
  const worker = new Worker(new URL("./watchWorker.ts", import.meta.url), { type: "module" });
  return new Promise<readonly WatchedEvent[]>((resolve, reject) => {
    worker.addEventListener("message", ({ data }) => resolve(data));
    worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    worker.postMessage({ source, count });
  }).finally(() => worker.terminate());
}

describe("the event generator in Chromium", () => {
  it("streams decoded events to a page", async () => {
    const events = await watchEvents(source, { count: 12 });
    expect(events).toHaveLength(12);
    expectRamps(events);
  });

  it("streams the same in a Web Worker", async () => {
    const events = await watchInWorker(12);
    expect(events).toHaveLength(12);
    expectRamps(events);
  });
});
