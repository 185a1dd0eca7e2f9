import { describe, expect, it } from "vitest";
import { createDecoder, DecodeError, DetectorFrame, systemClock } from "../../../src/index.ts";
import { Random } from "../../../src/simulator/patterns/random.ts";
import type { ShownImage } from "../../../web/viewer/viewerState.ts";
import { History, type HistoryOptions } from "../../../web/worker/history.ts";
import { NO_GEOMETRY } from "../../../web/worker/imageGeometry.ts";
import { OpenImage } from "../../../web/worker/openImage.ts";
import { Traffic } from "../../../web/worker/traffic.ts";

const decoder = await createDecoder();
const SIZE = 128;
let lastKey = 0;

/** An image of noise, which does not become smaller. */
function noise(id: string, closed: string[] = [], facts: Partial<ShownImage> = {}): OpenImage {
  const random = new Random(3);
  const pixels = Uint16Array.from({ length: SIZE * SIZE }, () => random.next());
  const frame = new DetectorFrame({ pixels, rows: SIZE, columns: SIZE, depth: 16 });
  const image: ShownImage = {
    key: ++lastKey,
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
    ...facts,
  };
  return new OpenImage({ image, frame, close: () => closed.push(id) });
}

function open(
  bounds: Pick<HistoryOptions, "mostImages" | "mostBytes"> &
    Partial<Pick<HistoryOptions, "decoder" | "traffic">>,
) {
  let changed: () => void = () => undefined;
  const closed: string[] = [];
  const lost: string[] = [];
  const crashes: unknown[] = [];
  const history = new History({
    decoder,
    clock: systemClock,
    traffic: new Traffic(),
    ...bounds,
    onChange: () => changed(),
    onLost: ({ code }, id) => lost.push(`${id}: ${code}`),
    onCrash: (error) => crashes.push(error),
  });
  return {
    history,
    closed,
    lost,
    crashes,
    keyOf: (id: string) => history.keys[history.ids.indexOf(id)],
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

/** A decoder that throws when it compresses for the first time. */
function failingFirst(error: Error): HistoryOptions["decoder"] {
  let fails = true;
  return {
    decode: (body, options) => decoder.decode(body, options),
    encodeInSteps(frame) {
      const failure = fails;
      fails = false;
      if (failure) throw error;
      return decoder.encodeInSteps(frame);
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
    const late = history.open(history.find("a", null));
    expect([...(late?.open.frame.data ?? [])]).toEqual(expected);
    late?.open.release();
    expect(late?.open.frame.closed).toBe(true);
    expect(history.open(7)).toBeUndefined();
  });

  it("does not drop an image that is looked at", async () => {
    const { history, add, keyOf } = open({ mostImages: 2, mostBytes: 2 ** 30 });
    await add("a");
    history.pin(keyOf("a"));
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

  it("lets all go on that wait for room, however many", async () => {
    const { history } = open({ mostImages: 9, mostBytes: 2 ** 30 });
    const images = ["a", "b", "c"].map((id) => noise(id));
    for (const image of images) history.add(image, NO_GEOMETRY);
    // That of a former connection, and that of the present one.
    const waiting = [history.room(), history.room()];
    for (const image of images) image.settlePicture();
    await Promise.all(waiting);
  });

  it("says which image a trap has cost it, and goes on with the next", async () => {
    const { history, add, lost, crashes } = open({
      ...{ mostImages: 9, mostBytes: 2 ** 30 },
      decoder: failingFirst(new DecodeError("INTERNAL", "a trap")),
    });
    for (const id of ["a", "b"]) await add(id);
    expect({ ids: history.ids, lost, crashes }).toEqual({ ids: ["b"], lost: ["a: INTERNAL"], crashes: [] });
  });

  it("tells of any other error as a defect, and holds nobody up", async () => {
    const defect = new TypeError("not a function");
    const decoder = failingFirst(defect);
    const { history, add, lost, crashes } = open({ mostImages: 9, mostBytes: 2 ** 30, decoder });
    await add("a");
    expect({ lost, crashes }).toEqual({ lost: [], crashes: [defect] });
    for (const id of ["b", "c", "d"]) await add(id);
    await history.room();
    expect(history.ids).toEqual(["b", "c", "d"]);
  });

  it("finds images that have one id by their threshold, the latest first", async () => {
    const { history } = open({ mostImages: 9, mostBytes: 2 ** 30 });
    for (const threshold of [1, 2, 1]) history.add(noise("a", [], { threshold }), NO_GEOMETRY);
    expect([history.find("a", null), history.find("a", 1), history.find("a", 2)]).toEqual([2, 2, 1]);
    expect([history.find("a", 3), history.find("b", null)]).toEqual([-1, -1]);
    expect(history.keys.map((key) => history.indexOf(key))).toEqual([0, 1, 2]);
  });

  it("puts an image that comes late where it belongs, by its time or else by its number", () => {
    const numbered = open({ mostImages: 9, mostBytes: 2 ** 30 });
    for (const image of [2, 3]) numbered.history.add(noise(`${image}`, [], { image }), NO_GEOMETRY);
    for (const image of [1, 4]) numbered.history.addEarlier(noise(`${image}`, [], { image }), NO_GEOMETRY);
    expect(numbered.history.ids).toEqual(["1", "2", "3", "4"]);
    const timed = open({ mostImages: 9, mostBytes: 2 ** 30 });
    const times = { old: { series: 50, timestamp: 10 }, c: { image: 2, timestamp: 30 } };
    for (const [id, facts] of Object.entries(times)) timed.history.add(noise(id, [], facts), NO_GEOMETRY);
    timed.history.addEarlier(noise("b", [], { image: 1, timestamp: 20 }), NO_GEOMETRY);
    expect(timed.history.ids).toEqual(["old", "b", "c"]);
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

  it("leaves the thread to an image that is on its way, and goes on when it is there, or has failed", async () => {
    const traffic = new Traffic();
    const { history, add } = open({ mostImages: 10, mostBytes: 1e9, traffic });
    let fail: (reason: Error) => void = () => undefined;
    const transfer = traffic.during(
      () =>
        new Promise<void>((_, reject) => {
          fail = reject;
        }),
    );
    const compressed = add("1_0");
    await traffic.during(async () => undefined);
    await new Promise(setImmediate);
    expect(history.bytes).toBe(0);
    fail(new Error("cut off"));
    await expect(transfer).rejects.toThrow("cut off");
    await compressed;
    expect(history.bytes).toBeGreaterThan(0);
  });
});
