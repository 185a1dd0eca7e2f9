import { type Remote, wrap } from "comlink";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BIN_EDGES, type Colour, DetectorFrame, type Pixels } from "../../src/index.ts";
import { encodePayload } from "../../src/simulator/index.ts";
import { Random } from "../../src/simulator/patterns/random.ts";
import { MALFORMED_TIFFS } from "../support/malformedTiffs.ts";
import { FRAME_KINDS, makeFrame } from "../support/payload/frames.ts";
import { scalarHistogram } from "../support/scalarHistogram.ts";
import { scalarPicture } from "../support/scalarPicture.ts";
import { scalarStatistics } from "../support/scalarStatistics.ts";
import { buildTiff } from "../support/tiffBuilder.ts";
import type { Decoded, DecoderWorker } from "./decoderWorker.ts";

const DEPTHS = [8, 16, 32] as const;
const [ROWS, COLUMNS] = [67, 129];
const MASKED: Colour = [1, 2, 3, 4];
const OUTSIDE: Colour = [9, 10, 11, 12];

let thread: Worker;
let worker: Remote<DecoderWorker>;

beforeAll(() => {
  thread = new Worker(new URL("./decoderWorker.ts", import.meta.url), { type: "module" });
  worker = wrap<DecoderWorker>(thread);
});
afterAll(() => thread.terminate());

function isDecoded(result: Decoded | { readonly code: string }): result is Decoded {
  return "pixels" in result;
}

/** What the worker makes of them is what one would say pixel by pixel. */
function expectTwins(result: Decoded | { readonly code: string }, pixels: Pixels, depth: 8 | 16 | 32): void {
  if (!isDecoded(result)) throw new Error(`refused: ${result.code}`);
  const masked = 2 ** depth - 1;
  expect(result.shape).toEqual([ROWS, COLUMNS]);
  expect(result.pixels).toEqual(pixels);
  expect(result.statistics).toEqual(scalarStatistics(pixels, { masked, threshold: 1 }));
  expect(result.histogram).toEqual(scalarHistogram(pixels, { masked, edges: BIN_EDGES }).counts);
  const frame = new DetectorFrame({ pixels, rows: ROWS, columns: COLUMNS, depth });
  expect(result.picture.pixels).toEqual(scalarPicture(frame, { ...VIEW, ...LOOK, binning: "maximum" }));
}

/** A third of the frame and a little beside it, three and a half pixels to one. */
const VIEW = { region: { x: -7, y: 3.5, width: 105, height: 52.5 }, size: { columns: 30, rows: 15 } };
const LOOK = {
  masked: MASKED,
  outside: OUTSIDE,
  /** Black from 8 counts on, white below. */
  colourOf: (count: number): Colour => (count >= 8 ? [0, 0, 0, 255] : [255, 255, 255, 255]),
};
const PICTURE = {
  ...VIEW,
  levels: [0, 16] as const,
  colours: Uint8ClampedArray.of(255, 255, 255, 255, 0, 0, 0, 255),
  maskedColour: MASKED,
  outsideColour: OUTSIDE,
};

describe("decoder and reader in a worker of Chromium", () => {
  for (const depth of DEPTHS) {
    it(`decode, measure and draw payloads of ${depth} bits`, async () => {
      for (const [seed, kind] of FRAME_KINDS.entries()) {
        const pixels = makeFrame(new Random(seed), { depth, count: ROWS * COLUMNS, kind });
        for (const encoding of ["lz4", "bslz4"] as const) {
          const image = { encoding, shape: [ROWS, COLUMNS], depth } as const;
          const payload = encodePayload(pixels, { encoding });
          expectTwins(await worker.decode(payload, { image, picture: PICTURE }), pixels, depth);
          const cut = await worker.decode(payload.slice(0, -1), { image });
          expect(cut).toEqual({ code: expect.stringMatching(/^(TRUNCATED|CORRUPT)$/) });
        }
      }
    });

    it(`read files of ${depth} bits in either byte order, in strips or in one`, async () => {
      const pixels = makeFrame(new Random(depth), { depth, count: ROWS * COLUMNS, kind: "peaks" });
      for (const littleEndian of [true, false]) {
        for (const rowsPerStrip of [ROWS, 5]) {
          const file = buildTiff({ littleEndian, rows: ROWS, columns: COLUMNS, depth, pixels, rowsPerStrip });
          expectTwins(await worker.decode(file, { picture: PICTURE }), pixels, depth);
        }
      }
    });
  }

  it("refuse every malformed file with its code", async () => {
    for (const [name, code, input] of MALFORMED_TIFFS) {
      const file = input instanceof Uint8Array ? Uint8Array.from(input) : buildTiff(input);
      expect([name, await worker.decode(file, {})]).toEqual([name, { code }]);
    }
  });
});
