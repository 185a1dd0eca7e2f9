import type { Finding } from "../finding.ts";
import { median } from "../median.ts";

/** One way of doing the work on one frame after another. */
export interface FrameContender {
  readonly name: string;
  /** Does the work on a frame, 0 … FRAMES − 1; a promise is waited for. */
  run(frame: number): unknown;
}

/** What one contender took. */
export interface GatedTime {
  readonly name: string;
  /** Milliseconds of a frame. */
  readonly milliseconds: number;
  /** Samples that counted, of how many. */
  readonly calm: number;
  readonly samples: number;
}

/** As a finding has them, the first being what the others are compared with. */
export function ratesOf(times: readonly GatedTime[]): Finding["rates"] {
  const first = times[0]?.milliseconds ?? Number.NaN;
  return times.map(({ name, milliseconds, calm, samples }) => ({
    name,
    perSecond: 1000 / milliseconds,
    ofFirst: first / milliseconds,
    calm: `${calm}/${samples}`,
  }));
}

interface Sample {
  readonly milliseconds: number;
  /** The slower of the calibrations before and after. */
  readonly calibration: number;
}

interface Row {
  readonly contender: FrameContender;
  readonly passes: number;
  readonly samples: Sample[];
}

/** Different frames in turn: the processor must not learn one by heart. */
export const FRAMES = 3;
/** A sample is this long at least: well above what the clock resolves. */
const SAMPLE_MILLISECONDS = 3;
const WARM_UP_MILLISECONDS = 40;
/** A sample counts when the calibrations around it are at most so much slower than the best. */
const TOLERANCE = 1.12;
/** With fewer samples that count, all of them do. */
const FEWEST_CALM = 5;
/** A contender that took so long is done with the fewest samples. */
const MOST_MILLISECONDS = 1500;

/**
 * Runs all contenders in turn, round after round. A sample counts when a short loop that stays in the nearest cache took
 * its best time both before and after: other work on the core spoils both.
 */
export async function gatedTimes(
  contenders: readonly FrameContender[],
  { rounds, calibrate }: { readonly rounds: number; readonly calibrate: () => void },
): Promise<readonly GatedTime[]> {
  const rows: Row[] = [];
  for (const contender of contenders) {
    rows.push({ contender, passes: await warmUp(contender), samples: [] });
  }
  let best = Number.POSITIVE_INFINITY;
  const isCalm = ({ calibration }: Sample) => calibration <= TOLERANCE * best;
  const isDone = ({ samples, passes }: Row) => {
    const calm = samples.filter(isCalm);
    const taken = calm.reduce((sum, { milliseconds }) => sum + milliseconds * passes * FRAMES, 0);
    return calm.length >= (taken > MOST_MILLISECONDS ? FEWEST_CALM : rounds);
  };
  for (let round = 0; round < 2 * rounds; round++) {
    for (const { contender, passes, samples } of rows.filter((row) => !isDone(row))) {
      const before = calibrated(calibrate);
      const milliseconds = (await timeOf(() => run(contender, passes))) / (passes * FRAMES);
      const after = calibrated(calibrate);
      best = Math.min(best, before, after);
      samples.push({ milliseconds, calibration: Math.max(before, after) });
    }
  }
  return rows.map(({ contender: { name }, samples }) => {
    const calm = samples.filter(isCalm);
    const counted = calm.length < FEWEST_CALM ? samples : calm;
    const milliseconds = median(counted.map((sample) => sample.milliseconds));
    return { name, milliseconds, calm: calm.length, samples: samples.length };
  });
}

/** Until the compiler has done its best; returns how often the frames fit into a sample. */
async function warmUp(contender: FrameContender): Promise<number> {
  const end = performance.now() + WARM_UP_MILLISECONDS;
  let pass = Number.POSITIVE_INFINITY;
  while (pass === Number.POSITIVE_INFINITY || performance.now() < end) {
    pass = Math.min(pass, await timeOf(() => run(contender, 1)));
  }
  return Math.min(Math.max(Math.ceil(SAMPLE_MILLISECONDS / pass), 1), 1000);
}

async function run(contender: FrameContender, passes: number): Promise<void> {
  for (let pass = 0; pass < passes; pass++) {
    for (let frame = 0; frame < FRAMES; frame++) {
      const work = contender.run(frame);
      if (work instanceof Promise) await work;
    }
  }
}

/** The first run brings the loop back into the caches, which the sample had to itself. */
function calibrated(calibrate: () => void): number {
  calibrate();
  const begun = performance.now();
  calibrate();
  return performance.now() - begun;
}

async function timeOf(work: () => unknown): Promise<number> {
  const begun = performance.now();
  const running = work();
  if (running instanceof Promise) await running;
  return performance.now() - begun;
}
