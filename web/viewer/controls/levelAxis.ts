/** The axis of counts under the histogram: logarithmic in count + 1, and steps on it for keys. Pure. */

/** The least that a histogram's axis reaches to. */
const SHORTEST_AXIS = 10;

/** Ends of axes: 10, 20, 50, 100, … so that an axis rests while images differ a little. */
export function axisEnd(highest: number): number {
  const needed = Math.max(highest, SHORTEST_AXIS);
  const decade = 10 ** Math.floor(Math.log10(needed));
  return [1, 2, 5, 10].map((part) => part * decade).find((end) => end >= needed) ?? 10 * decade;
}

/** Place of a count on the axis, 0 … 1. */
export function placeOf(count: number, end: number): number {
  return Math.min(Math.max(Math.log1p(Math.max(count, 0)) / Math.log1p(end), 0), 1);
}

/** The whole count at a place of the axis. */
export function countAt(place: number, end: number): number {
  return Math.round(Math.expm1(Math.min(Math.max(place, 0), 1) * Math.log1p(end)));
}

/** 0, 1, 10, 100 … to the end of the axis, no two nearer than a label is wide. */
export function axisTicks(end: number): readonly number[] {
  const decades = Math.floor(Math.log10(end) + 1e-9);
  const every = Math.max(Math.ceil(decades / 5), 1);
  const powers = Array.from(
    { length: Math.floor(decades / every) },
    (_, index) => 10 ** ((index + 1) * every),
  );
  return every === 1 ? [0, 1, ...powers] : [0, ...powers];
}

/** The next level up or down: single counts below 20, then about a twentieth. */
export function stepLevel(level: number, direction: 1 | -1, size: "small" | "large"): number {
  const share = size === "small" ? 0.05 : 0.5;
  const least = size === "small" ? 1 : 5;
  const step = Math.max(Math.round(Math.abs(level) * share), least);
  return Math.max(Math.round(level) + direction * step, 0);
}
