import { watch } from "../contenders.ts";
import type { Finding } from "../finding.ts";
import { median } from "../median.ts";
import { serveDetector } from "../servedDetector.ts";
import { type MeasuredPool, poolRate } from "./pools.ts";

interface FrameKind {
  readonly frame: string;
  readonly model: string;
  readonly bitDepth: number;
  readonly bytes: number;
  readonly rate: number;
  readonly count: number;
}

const FRAMES: readonly FrameKind[] = [
  { frame: "1M 16 bit", model: "eiger-1m", bitDepth: 16, bytes: 1030 * 1065 * 2, rate: 20_000, count: 200 },
  { frame: "16M 32 bit", model: "eiger-16m", bitDepth: 32, bytes: 4150 * 4371 * 4, rate: 1000, count: 20 },
];
const ROUNDS = 5;
/** Events without a detector. */
const EMPTY_EVENTS = 2000;

const POOLS: readonly MeasuredPool[] = [
  { name: "in process, n = 2", transport: "in process", nodePoolSize: 2 },
  { name: "workers, n = 2: one processing node", transport: "workers", nodePoolSize: 2 },
  { name: "workers, n = 3: two processing nodes", transport: "workers", nodePoolSize: 3 },
];

type Measurement = readonly [name: string, perSecond: () => Promise<number>];

/** What a pool reaches beside the single process of `watch`, in the same run; and what it costs by itself. */
export async function* poolFindings(): AsyncGenerator<Finding> {
  for (const kind of FRAMES) yield await withDetector(kind);
  yield await withoutDetector();
}

async function withDetector(kind: FrameKind): Promise<Finding> {
  const { count } = kind;
  const detector = await serveDetector(kind);
  try {
    const { source } = detector;
    const single = await watch(source);
    const pools = POOLS.map(
      (pool): Measurement => [`pool ${pool.name}`, () => poolRate(pool, { source, count })],
    );
    const alone = async () => {
      const begun = performance.now();
      await single.run(count);
      return (count * 1000) / (performance.now() - begun);
    };
    return { ...kind, ...finding("pool", await rounds([[single.name, alone], ...pools])) };
  } finally {
    detector.stop();
  }
}

async function withoutDetector(): Promise<Finding> {
  const kind = { frame: "no image", bytes: 0 };
  const rates = await rounds(
    POOLS.map((pool): Measurement => [pool.name, () => poolRate(pool, { count: EMPTY_EVENTS })]),
  );
  const figures = rates.map(({ name, perSecond }) => [`${name}, µs an event`, 1e6 / perSecond] as const);
  return { ...kind, ...finding("pool, the cost of an event", rates), figures: Object.fromEntries(figures) };
}

function finding(bench: string, rates: Finding["rates"]): Pick<Finding, "bench" | "rates" | "ratios"> {
  return { bench, rates, ratios: {} };
}

/** All in turn, round after round, so that what disturbs the machine disturbs them alike; the first round is a warm-up. */
async function rounds(measurements: readonly Measurement[]): Promise<Finding["rates"]> {
  const measured: number[][] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const row: number[] = [];
    for (const [, perSecond] of measurements) row.push(await perSecond());
    if (round > 0) measured.push(row);
  }
  return measurements.map(([name], index) => ({
    name,
    perSecond: median(measured.map((row) => row[index] ?? Number.NaN)),
    ofFirst: median(measured.map((row) => (row[index] ?? Number.NaN) / (row[0] ?? Number.NaN))),
  }));
}
