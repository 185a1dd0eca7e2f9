import { describe, expect, it } from "vitest";
import { createDecoder, DetectorFrame, systemClock } from "../../../src/index.ts";
import { Random } from "../../../src/simulator/patterns/random.ts";
import type { ShownImage } from "../../../web/viewer/viewerState.ts";
import { History } from "../../../web/worker/history.ts";
import { NO_GEOMETRY } from "../../../web/worker/imageGeometry.ts";
import { OpenImage } from "../../../web/worker/openImage.ts";

const decoder = await createDecoder();
const SIZE = 128;

/** An image of noise, which does not become smaller. */
function noise(id: string, closed: string[] = []): OpenImage {
  const random = new Random(3);
  const pixels = Uint16Array.from({ length: SIZE * SIZE }, () => random.next());
  const frame = new DetectorFrame({ pixels, rows: SIZE, columns: SIZE, depth: 16 });
  const image: ShownImage = {
    id,
    series: 1,
    image: 0,
    threshold: null,
    columns: SIZE,
    rows: SIZE,
    depth: 16,
    timestamp: null,
    arrival: 0,
    byteLength: 0,
    statistics: { min: 0, max: 0, mean: 0, sum: 0, masked: 0, zero: 0, saturated: 0 },
    percentile999: 0,
    histogram: { edges: new Float64Array(2), counts: new Float64Array(1) },
    timings: { fetch: 0, decode: 0, draw: 0 },
  };
  return new OpenImage({ image, frame, close: () => closed.push(id) });
}

function open(bounds: { readonly mostImages: number; readonly mostBytes: number }) {
  let changed: () => void = () => undefined;
  const history = new History({ ...bounds, decoder, clock: systemClock, onChange: () => changed() });
  const closed: string[] = [];
  return {
    history,
    closed,
    /** Resolves when it has been compressed. */
    add(id: string): Promise<void> {
      const image = noise(id, closed);
      const compressed = new Promise<void>((resolve) => {
        changed = resolve;
      });
      history.add(image, NO_GEOMETRY);
      image.settlePicture();
      image.release();
      return compressed;
    },
  };
}

describe("the history", () => {
  it("keeps so many images, the latest", async () => {
    const { history, add, closed } = open({ mostImages: 3, mostBytes: 2 ** 30 });
    for (const id of ["a", "b", "c", "d", "e"]) await add(id);
    expect(history.ids).toEqual(["c", "d", "e"]);
    // The memory of their pixels is given back as soon as they are compressed.
    expect(closed).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("keeps so many bytes, but always the newest image", async () => {
    const size = 2 * SIZE * SIZE;
    const { history, add } = open({ mostImages: 100, mostBytes: 2.5 * size });
    for (const id of ["a", "b", "c", "d"]) await add(id);
    expect(history.ids).toEqual(["c", "d"]);
    expect(history.bytes).toBeGreaterThan(1.9 * size);
    expect(history.bytes).toBeLessThanOrEqual(2.5 * size);
    const small = open({ mostImages: 100, mostBytes: 10 });
    await small.add("a");
    await small.add("b");
    expect(small.history.ids).toEqual(["b"]);
  });

  it("gives back each image as it was, also one that is not compressed yet", async () => {
    const { history, add } = open({ mostImages: 9, mostBytes: 2 ** 30 });
    const expected = [...noise("x").frame.data];
    const compressed = add("a");
    const early = history.open(0);
    expect([...(early?.open.frame.data ?? [])]).toEqual(expected);
    early?.open.release();
    await compressed;
    const late = history.open(history.indexOf("a"));
    expect([...(late?.open.frame.data ?? [])]).toEqual(expected);
    late?.open.release();
    expect(late?.open.frame.closed).toBe(true);
    expect(history.open(7)).toBeUndefined();
  });

  it("does not drop an image that is looked at", async () => {
    const { history, add } = open({ mostImages: 2, mostBytes: 2 ** 30 });
    await add("a");
    history.pin("a");
    for (const id of ["b", "c"]) await add(id);
    expect(history.ids).toEqual(["a", "c"]);
    history.pin(undefined);
    await add("d");
    expect(history.ids).toEqual(["c", "d"]);
  });

  it("makes whoever brings images wait when compressing is slower", async () => {
    const { history } = open({ mostImages: 9, mostBytes: 2 ** 30 });
    const images = ["a", "b", "c"].map((id) => noise(id));
    for (const image of images) history.add(image, NO_GEOMETRY);
    let room = false;
    const waiting = history.room().then(() => {
      room = true;
    });
    await Promise.resolve();
    expect(room).toBe(false);
    for (const image of images) image.settlePicture();
    await waiting;
    expect(room).toBe(true);
  });

  it("is empty when it is cleared, and has given all memory back", async () => {
    const { history, add, closed } = open({ mostImages: 9, mostBytes: 2 ** 30 });
    await add("a");
    void add("b");
    history.clear();
    expect({ ids: history.ids, bytes: history.bytes }).toEqual({ ids: [], bytes: 0 });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(closed).toEqual(["a", "b"]);
  });
});
