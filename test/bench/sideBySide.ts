import { median } from "./median.ts";

/** One way of doing the work. */
export interface Contender {
  readonly name: string;
  /** Does the work `count` times. */
  run(count: number): Promise<void>;
}

/** What one contender reached. */
export interface Rate {
  readonly name: string;
  /** Times a second: median of the rounds. */
  readonly perSecond: number;
  /** Its rate as a part of the first contender's, in the same round: median of the rounds. */
  readonly ofFirst: number;
}

/**
 * Runs all contenders in turn, round after round, so that what disturbs the machine disturbs all of them alike; the
 * first round is a warm-up and does not count.
 */
export async function sideBySide(
  contenders: readonly Contender[],
  { rounds, count }: { readonly rounds: number; readonly count: number },
): Promise<readonly Rate[]> {
  const rates: number[][] = [];
  for (let round = 0; round <= rounds; round++) {
    const measured: number[] = [];
    for (const contender of contenders) measured.push(await timesPerSecond(contender, count));
    if (round > 0) rates.push(measured);
  }
  return contenders.map(({ name }, index) => ({
    name,
    perSecond: median(rates.map((round) => round[index] ?? Number.NaN)),
    ofFirst: median(rates.map((round) => (round[index] ?? Number.NaN) / (round[0] ?? Number.NaN))),
  }));
}

async function timesPerSecond(contender: Contender, count: number): Promise<number> {
  const begun = performance.now();
  await contender.run(count);
  return (count * 1000) / (performance.now() - begun);
}
