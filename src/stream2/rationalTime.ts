import { parseRfc3339, type Timestamp } from "../tiff/index.ts";
import { asArray, asCount, refuse } from "./fields.ts";

/** Seconds as the clock of the detector counts them: ticks over ticks a second. */
export interface RationalTime {
  readonly ticks: number;
  readonly frequency: number;
  /** Their ratio. */
  readonly seconds: number;
}

/** @throws {DecodeError} BAD_TYPE, BAD_COUNT, LIMIT; BAD_VALUE for a frequency of 0 */
export function asRationalTime(value: unknown, name: string): RationalTime {
  const [ticks = 0, frequency = 0] = asArray(value, name, 2).map((part) => asCount(part, name));
  if (frequency === 0) refuse("BAD_VALUE", `${name} is ${ticks} / 0`, 0, 1);
  return { ticks, frequency, seconds: ticks / frequency };
}

/** The moment `time` after `date`, exact to the nanosecond; `null` when either is unknown. */
export function momentAfter(date: string | null, time: RationalTime | null): Timestamp | null {
  const start = date === null ? null : parseRfc3339(date);
  if (start === null || time === null) return null;
  const passed = (BigInt(time.ticks) * 1_000_000_000n) / BigInt(time.frequency);
  const nanoseconds = start.nanoseconds + passed;
  const seconds = Number(nanoseconds / 1_000_000_000n) + Number(nanoseconds % 1_000_000_000n) / 1e9;
  return { seconds, nanoseconds };
}
