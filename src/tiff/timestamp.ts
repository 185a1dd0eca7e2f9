/** A moment, as an image states it. */
export interface Timestamp {
  /** Seconds since 1970-01-01T00:00:00Z; float64, good to about 0.2 µs in this century. */
  readonly seconds: number;
  /** Nanoseconds since the same moment, exact. */
  readonly nanoseconds: bigint;
}

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?([Zz]|([+-])(\d\d):?(\d\d))$/;

/**
 * Reads a date and time of RFC 3339, section 5.6, with any number of fraction digits (cut after nanoseconds) and
 * `Z` or a numeric offset. A text without an offset, a day that does not exist, year 0000 and leap seconds give
 * `null`: they name no certain moment.
 */
export function parseRfc3339(text: string): Timestamp | null {
  const match = RFC_3339.exec(text.trim());
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (year === 0 || hour > 23 || minute > 59 || second > 59) return null;
  const midnight = new Date(Date.UTC(2000, month - 1, day));
  midnight.setUTCFullYear(year, month - 1, day);
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  const offset = offsetMinutes(match);
  if (offset === null) return null;
  const whole = midnight.getTime() / 1000 + hour * 3600 + (minute - offset) * 60 + second;
  const fraction = (match[7] ?? "").slice(0, 9).padEnd(9, "0");
  return {
    // One decimal text is rounded once; the sum of two numbers would be rounded twice.
    seconds: whole < 0 ? whole + Number(`0.${fraction}`) : Number(`${whole}.${fraction}`),
    nanoseconds: BigInt(whole) * 1_000_000_000n + BigInt(fraction),
  };
}

function offsetMinutes(match: RegExpExecArray): number | null {
  if (match[9] === undefined) return 0;
  const hours = Number(match[10]);
  const minutes = Number(match[11]);
  if (hours > 23 || minutes > 59) return null;
  return (match[9] === "-" ? -1 : 1) * (hours * 60 + minutes);
}
