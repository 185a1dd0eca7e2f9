import { describe, expect, test } from "vitest";
import { ImageSequence, type SequencedImage, type SequenceEvent } from "../../src/om/index.ts";

const UNIQUE = "01HZXJ3V9V3Q0W8ZK6T2N4B5C7";

function sequence() {
  const events: SequenceEvent[] = [];
  const images = new ImageSequence({ onEvent: (event) => events.push(event) });
  /** Shows these images; says which of them were new. */
  const see = (numbers: readonly number[], details: Partial<SequencedImage> = {}) =>
    numbers.filter((image) => {
      const identity = { series: 7, threshold: 1, seriesUniqueId: UNIQUE, timestampNanoseconds: 5n };
      return images.see({ ...identity, image, ...details });
    });
  const told = (kind: SequenceEvent["kind"]) => events.filter((event) => event.kind === kind);
  return { images, see, told, events };
}

const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

describe("numbers of images", () => {
  test("in their order tell nothing but the series", () => {
    const { see, events } = sequence();
    expect(see(upTo(2000))).toHaveLength(2000);
    expect(events).toEqual([
      { kind: "newSeries", series: 7, seriesUniqueId: UNIQUE, restarted: false, previous: undefined },
    ]);
  });

  test("that are missing are a gap once 32 later ones have come", () => {
    const { see, told } = sequence();
    see([0, 1, 5, ...upTo(30, 6)]);
    expect(told("gap")).toEqual([]);
    see([36]);
    const gap = { kind: "gap", series: 7, threshold: 1, seriesUniqueId: UNIQUE, from: 2, to: 4 };
    expect(told("gap")).toEqual([gap]);
  });

  test("that are missing are a gap at once when nothing late can come", () => {
    const { images, see, told } = sequence();
    see([0, 2, 1_000_000_000]);
    images.settle();
    images.settle();
    expect(told("gap")).toMatchObject([
      { from: 1, to: 1 },
      { from: 3, to: 999_999_999 },
    ]);
  });

  test("within 32 that come late are reordered, and no gap", () => {
    const { images, see, told } = sequence();
    see([0, 4, 2, 1, 3, 5]);
    images.settle();
    expect(told("reordered")).toMatchObject([{ image: 2 }, { image: 1 }, { image: 3 }]);
    expect(told("gap")).toEqual([]);
  });

  test("that come again are not new", () => {
    const { see, told } = sequence();
    expect(see([0, 1, 1, 2, 0, 3])).toEqual([0, 1, 2, 3]);
    expect(told("duplicate")).toMatchObject([{ image: 1 }, { image: 0 }]);
  });

  test("are counted for each threshold", () => {
    const { images, see, told } = sequence();
    for (const image of [0, 1, 2])
      for (const threshold of [1, 2]) expect(see([image], { threshold })).toEqual([image]);
    see([4], { threshold: 2 });
    images.settle();
    expect(told("gap")).toMatchObject([{ threshold: 2, from: 3, to: 3 }]);
  });

  test("that the file does not say tell nothing", () => {
    const { images, events } = sequence();
    const image = {
      series: null,
      image: null,
      threshold: null,
      seriesUniqueId: null,
      timestampNanoseconds: null,
    };
    expect([images.see(image), images.see(image)]).toEqual([true, true]);
    expect(events).toEqual([]);
  });

  test("are not missed where others take their part", () => {
    const { images, see, told } = sequence();
    images.shared = true;
    see([0, 7, ...upTo(40, 8), 7]);
    images.settle();
    expect([told("gap").length, told("duplicate").length]).toEqual([0, 1]);
  });
});

describe("another series", () => {
  test("begins without a gap or a duplicate, wherever its numbers begin", () => {
    const { images, see, told } = sequence();
    see(upTo(10));
    expect(see([3, 4], { series: 8, seriesUniqueId: "B" })).toEqual([3, 4]);
    images.settle();
    expect(told("newSeries")).toMatchObject([{ series: 7 }, { series: 8, previous: 7, restarted: false }]);
    expect([...told("gap"), ...told("duplicate")]).toEqual([]);
  });

  test("under the same number is told by its unique id: the control unit was restarted", () => {
    const { see, told } = sequence();
    see(upTo(10));
    expect(see(upTo(10), { seriesUniqueId: "B" })).toEqual(upTo(10));
    expect(told("newSeries").at(-1)).toMatchObject({ series: 7, seriesUniqueId: "B", restarted: true });
  });

  test("under the same number and without unique id is told by its time, or by how far it is behind", () => {
    const { see, told } = sequence();
    see(upTo(50), { seriesUniqueId: null });
    expect(see([0, 1], { seriesUniqueId: null, timestampNanoseconds: 6n })).toEqual([0, 1]);
    see(upTo(50, 2000), { seriesUniqueId: null });
    expect(see([3], { seriesUniqueId: null })).toEqual([3]);
    expect(told("newSeries")).toMatchObject([{ restarted: false }, { restarted: true }, { restarted: true }]);
  });

  test("does not end the one before for images that are still on their way", () => {
    const { see, told } = sequence();
    see([0, 1, 3]);
    see([0], { series: 8, seriesUniqueId: "B" });
    expect(see([2])).toEqual([2]);
    expect([told("gap").length, told("newSeries").length, told("reordered").length]).toEqual([0, 2, 1]);
  });
});

describe("files that are replayed are delivered each time:", () => {
  test("one whose number never moves", () => {
    const { see, told } = sequence();
    expect(see(Array(100).fill(42))).toHaveLength(100);
    expect(told("duplicate")).toEqual([]);
  });

  test("several, once nothing else came 32 times", () => {
    const { see, told } = sequence();
    const cycle = Array.from({ length: 100 }, (_, index) => index % 2);
    expect(see(cycle)).toHaveLength(100 - 32);
    expect(told("replay")).toHaveLength(1);
    expect(see([2, 0])).toEqual([2, 0]);
  });
});

test("nothing grows with the number of images, series, thresholds and gaps", () => {
  const { images, see } = sequence();
  for (let series = 0; series < 200; series++)
    see([0, 2, 4, 1e9], { series, seriesUniqueId: `${series}`, threshold: series });
  for (let threshold = 0; threshold < 200; threshold++) see([0, 2], { threshold });
  images.settle();
  expect(see([0, 1])).toEqual([0, 1]);
});
