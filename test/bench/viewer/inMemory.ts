import { createDecoder, type Decoder, type DetectorFrame } from "eiger-monitor";
import type { Finding } from "../finding.ts";
import { Arena } from "../kernels/arena.ts";
import { calibration } from "../kernels/calibration.ts";
import { choose, type FrameKind, type KernelOptions } from "../kernels/frames.ts";
import { type FrameContender, gatedTimes, ratesOf } from "../kernels/gatedSamples.ts";
import { limits } from "../kernels/ownKernels.ts";
import { numbered, testFrames } from "../kernels/testFrames.ts";

const SIZE = { columns: 1440, rows: 900 };
const LEVELS = [0, 20] as const;

/** What a viewer does with a frame that has been received: measures it, draws what is seen, keeps it, takes it out again. */
export async function viewerInMemory(options: KernelOptions): Promise<Finding> {
  const { kinds, rounds } = choose({ ...options, frames: "16M u32 mean 0.5" });
  const kind = numbered(kinds, 0);
  const decoder = await createDecoder({ maxFreeSlots: 6 });
  const made = testFrames(kind);
  const arena = new Arena(decoder, made);
  const { rows, columns } = kind.model;
  const encoding = { encoding: "bslz4", shape: [rows, columns], depth: kind.depth } as const;
  const frames = made.map(({ bslz4 }) => decoder.decode(bslz4, encoding));
  const bytes = (rows * columns * kind.depth) / 8;
  const [, , reading] = limits(arena, { byteLength: bytes });
  const kept = frames.map((frame) => decoder.encode(frame));
  const takenOut: FrameContender = {
    name: "taken out of the history",
    run: (index) => decoder.decode(numbered(kept, index), encoding).close(),
  };
  const contenders = [...(reading ? [reading] : []), ...calls(decoder, frames, kind), takenOut];
  const times = await gatedTimes(contenders, { rounds, calibrate: calibration(arena) });
  const keptBytes = kept.reduce((sum, { length }) => sum + length, 0) / kept.length;
  return {
    bench: "viewer, in memory",
    frame: kind.name,
    bytes,
    rates: ratesOf(times),
    ratios: {},
    figures: {
      ...Object.fromEntries(times.map(({ name, milliseconds }) => [`${name}, ms`, milliseconds])),
      "MB of a kept image": keptBytes / 1e6,
    },
  };
}

function calls(
  decoder: Decoder,
  frames: readonly DetectorFrame[],
  { model: { rows, columns }, depth }: FrameKind,
): readonly FrameContender[] {
  const into = new Uint8ClampedArray(4 * SIZE.columns * SIZE.rows);
  const threshold = 2 ** depth - 2;
  const measure = (index: number) => {
    decoder.statistics(numbered(frames, index), { threshold });
    decoder.histogram(numbered(frames, index));
  };
  const picture = (region: { x: number; y: number; width: number; height: number }) => (index: number) =>
    decoder.picture(numbered(frames, index), { region, size: SIZE, levels: LEVELS, into });
  const height = rows;
  const width = (rows * SIZE.columns) / SIZE.rows;
  return [
    { name: "statistics and histogram", run: measure },
    {
      name: "picture 1440 × 900 of the whole frame",
      run: picture({ x: (columns - width) / 2, y: 0, width, height }),
    },
    {
      name: "picture 1440 × 900, 1:1",
      run: picture({ x: 1300.3, y: 1700.7, width: SIZE.columns, height: SIZE.rows }),
    },
    {
      name: "picture 1440 × 900, 8:1",
      run: picture({ x: 1300.3, y: 1700.7, width: SIZE.columns / 8, height: SIZE.rows / 8 }),
    },
    { name: "compressed for the history", run: (index) => decoder.encode(numbered(frames, index)) },
  ];
}
