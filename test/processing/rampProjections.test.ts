import { describe, expect, it } from "vitest";
import type { ProcessedData } from "../../src/processing/index.ts";
import type { DetectorModel } from "../../src/simulator/models.ts";
import type { Depth } from "../../src/tiff/index.ts";
import { rampFrames, rampOfThousand, SMALL_MODEL } from "./support/rampFrames.ts";
import { StatisticsPool } from "./support/statisticsPool.ts";

/** Which of `nodes` nodes takes an image. */
type Split = (image: number, nodes: number) => number;

const SPLITS: readonly (readonly [name: string, nodes: number, split: Split])[] = [
  ["one node", 1, () => 0],
  ["two nodes in turn", 2, (image, nodes) => image % nodes],
  ["two nodes, of which one gets nothing", 2, () => 1],
  ["three nodes, of which one gets one image", 3, (image) => (image === 500 ? 2 : image % 2)],
  ["three nodes, one after the other", 3, (image) => Math.floor(image / 334)],
  ["three nodes by chance", 3, (image, nodes) => (image * 2_654_435_761) % nodes],
];

/** All that nodes send of 1000 images, in the order in which it is sent. */
async function sentOf(
  pool: StatisticsPool,
  options: {
    readonly model: DetectorModel;
    readonly depth: Depth;
    readonly nodes: number;
    readonly split: Split;
  },
): Promise<readonly ProcessedData[]> {
  const { model, depth, nodes, split } = options;
  const frame = rampFrames(model, depth);
  const sent: ProcessedData[] = [];
  for (let image = 0; image < 1000; image++) {
    // Asked now and then, so that parts of the window come in pieces too.
    const asked = image % 97 === 3;
    sent.push(await pool.process(split(image, nodes), frame(image), { eventId: `3_${image}`, asked }));
  }
  for (let node = 0; node < nodes; node++) sent.push(await pool.end(node));
  return sent;
}

function expectRamp(pool: StatisticsPool, model: DetectorModel, depth: Depth): void {
  const projection = pool.collecting.projection();
  const expected = rampOfThousand(model, depth);
  const { sum, maximum, frames } = projection?.accumulation ?? {};
  expect(frames).toBe(1000);
  expect(Buffer.compare(sum?.bytes ?? Buffer.of(), new Uint8Array(expected.sum.buffer))).toBe(0);
  expect(Buffer.from(maximum?.data ?? []).equals(Buffer.from(expected.maximum))).toBe(true);
}

describe.each([8, 16, 32] as const)("projections of 1000 ramp images of %i bits", (depth) => {
  it.each(SPLITS)("are the closed formula with %s, in any order of coming", async (_, nodes, split) => {
    const pool = await StatisticsPool.create(nodes);
    const sent = await sentOf(pool, { model: SMALL_MODEL, depth, nodes, split });
    for (const data of nodes === 2 ? sent.toReversed() : sent) await pool.collect(data);
    expectRamp(pool, SMALL_MODEL, depth);
    expect(pool.collecting.results()).toMatchObject({ images: 1000, left_out: 0, unreadable: 0 });
  });
});

describe("projections of 1000 ramp images", () => {
  it("are the closed formula in strips of a few rows, too", async () => {
    // Six bytes a pixel: three rows with each event, so that a part takes 16 events.
    const pool = await StatisticsPool.create(1, { projection_part_bytes: 3 * 6 * SMALL_MODEL.columns });
    const frame = rampFrames(SMALL_MODEL, 16);
    for (let image = 0; image < 1100; image++)
      await pool.collect(await pool.process(0, frame(image), { eventId: `3_${image}` }));
    expectRamp(pool, SMALL_MODEL, 16);
  });

  it("say what they are of", async () => {
    const pool = await StatisticsPool.create(2);
    const options = { model: SMALL_MODEL, depth: 16, nodes: 2, split: (image: number) => image % 2 } as const;
    for (const data of await sentOf(pool, options)) await pool.collect(data);
    const { projection, pixels } = pool.collecting.results();
    expect(projection).toMatchObject({ series: 3, first_image: 0, last_image: 999, images: 1000 });
    expect(pixels).toEqual({ dead: 0, hot: 0 });
  });
});
