import type { Random } from "../../../src/simulator/patterns/random.ts";
import { type Lz4Sequence, writeLz4 } from "./lz4Sequences.ts";
import { scalarLz4 } from "./scalarLz4.ts";

/** How a block goes on behind planes that repeat. */
export const ENDINGS = [
  "at once",
  "literals",
  "far match",
  "another row",
  "long match",
  "cut match",
] as const;
export type Ending = (typeof ENDINGS)[number];

/**
 * An LZ4 block whose compressed bytes repeat with each plane, which is what the kernel for 32 bits jumps over, and then do not:
 * it ends at once, has other literals, has a match from farther than a plane (from what was jumped over, or before it),
 * begins another row of planes that repeat, or ends with a long match whose offset divides a plane.
 */
export function repeatingBlock(
  random: Random,
  { plane, planes, ending }: { readonly plane: number; readonly planes: number; readonly ending: Ending },
): Uint8Array<ArrayBuffer> {
  const below = (limit: number) => Math.floor(random.fraction() * limit);
  const noise = (length: number) => Array.from({ length }, () => below(256));
  const size = plane * planes;
  const sequences: Lz4Sequence[] = [];
  let written = 0;
  const add = (sequence: Lz4Sequence) => {
    sequences.push(sequence);
    written += sequence.literals.length + (sequence.match?.length ?? 0);
  };
  const addRow = (times: number) => {
    const isOneMatch = below(3) === 0 && size - written > 3 * plane;
    // Two planes are alike then, and the bytes behind them repeat too, but with another offset: the next plane differs.
    if (isOneMatch) add({ literals: [], match: { offset: plane, length: plane } });
    const offset = below(2) === 0 ? Math.min(3 * plane, written) : 1 + below(plane);
    const period = isOneMatch
      ? [{ literals: [], match: { offset, length: plane } }]
      : repeatingPlane(random, { plane, written });
    for (let time = 0; time < times && size - written >= plane + 12; time++) period.forEach(add);
  };

  add({
    literals: noise(plane + below(2 * plane)),
    match: { offset: 1 + below(plane), length: 4 + below(30) },
  });
  addRow(ending === "at once" ? planes : 3 + below(planes - 6));
  if (ending === "far match" || ending === "cut match") {
    const length = Math.min(4 + below(3 * plane), size - written - 20);
    const offset = Math.min(plane + 1 + below(written - plane - 1), 65_535);
    if (length >= 4) add({ literals: noise(below(4)), match: { offset, length } });
  }
  if (ending === "literals" && size - written > 60)
    add({ literals: noise(1 + below(20)), match: { offset: 1 + below(plane), length: 4 + below(20) } });
  if (ending === "another row" || (ending !== "long match" && below(2) === 0)) addRow(2 + below(planes));
  if (ending === "long match" && size - written > 60) {
    const divisors = [1, 2, 4, 8, plane].filter((divisor) => plane % divisor === 0);
    const offset = divisors[below(divisors.length)] ?? 1;
    const literals = noise(below(10));
    const tail = 5 + below(10);
    add({ literals, match: { offset, length: size - written - literals.length - tail } });
  }
  if (ending === "cut match") add({ literals: noise(2), match: { offset: written + 3, length: 40 } });
  const tail = Math.max(size - written, 0);
  // Three times of four the last literals go on as the planes did.
  const before = scalarLz4(writeLz4([...sequences, { literals: noise(tail) }]), size);
  const goesOn = before !== undefined && below(4) > 0;
  add({ literals: goesOn ? before.subarray(written - plane, written - plane + tail) : noise(tail) });
  return writeLz4(sequences);
}

/** Sequences that yield one plane; the first begins with a long match, by which the kernel knows a repetition. */
function repeatingPlane(
  random: Random,
  { plane, written }: { readonly plane: number; readonly written: number },
): Lz4Sequence[] {
  const below = (limit: number) => Math.floor(random.fraction() * limit);
  const sequences: Lz4Sequence[] = [];
  let left = plane;
  while (left > 0) {
    const literals = Math.min(below(4), left - 4);
    const isLong = sequences.length === 0 || below(4) === 0;
    const wanted = isLong ? 19 + below(Math.max(left - 19, 1)) : 4 + below(15);
    const rest = left - literals - wanted;
    const length = rest >= 4 ? wanted : left - literals;
    const offset = 1 + below(Math.min(plane, written, 65_535));
    sequences.push({
      literals: Array.from({ length: Math.max(literals, 0) }, () => below(256)),
      match: { offset, length },
    });
    left -= Math.max(literals, 0) + length;
  }
  return sequences;
}
