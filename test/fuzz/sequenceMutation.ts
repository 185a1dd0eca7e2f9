import type { Random } from "../../src/simulator/patterns/random.ts";
import { type Lz4Sequence, readLz4, writeLz4 } from "../support/payload/lz4Sequences.ts";
import { ENDINGS, repeatingBlock } from "../support/payload/repeatingBlock.ts";

interface Match {
  readonly offset: number;
  readonly length: number;
}

/**
 * An LZ4 block with some sequences changed; mostly its last literals are then made as long as the block needs, for else nearly
 * all would be refused at their end. `decoded` is what it should decode to, `plane` what a bit plane of it has.
 */
export function mutateSequences(
  random: Random,
  { block, decoded, plane }: { readonly block: Uint8Array; readonly decoded: number; readonly plane: number },
): Uint8Array {
  if (plane > 24 && random.next() % 4 === 0) {
    const ending = ENDINGS[random.next() % ENDINGS.length] ?? "at once";
    return repeatingBlock(random, { plane, planes: decoded / plane, ending });
  }
  const sequences = readLz4(block);
  for (let edits = 1 + (random.next() % 4); edits > 0; edits--) edit(random, sequences, plane);
  if (random.next() % 5 !== 0) repair(random, sequences, decoded);
  return writeLz4(sequences);
}

function edit(random: Random, sequences: Lz4Sequence[], plane: number): void {
  const below = (limit: number) => random.next() % Math.max(limit, 1);
  const index = below(sequences.length);
  const sequence = sequences[index];
  if (sequence === undefined) return;
  const written = sequences
    .slice(0, index)
    .reduce(
      (sum, { literals, match }) => sum + literals.length + (match?.length ?? 0),
      sequence.literals.length,
    );
  const { match = { offset: 1, length: 4 } } = sequence;
  const edits = [
    () =>
      sequences.splice(index, 1, {
        ...sequence,
        match: { ...match, offset: oddOffset(random, { written, plane }) },
      }),
    () =>
      sequences.splice(index, 1, {
        ...sequence,
        match: { ...match, length: oddLength(random, match, plane) },
      }),
    () =>
      sequences.splice(index, 1, {
        ...sequence,
        literals: literals(random, below(3) === 0 ? below(300) : below(18)),
      }),
    () => sequences.splice(index, 1),
    () => sequences.splice(index, 0, ...Array.from({ length: 1 + below(4) }, () => ({ ...sequence, match }))),
    () => sequences.splice(below(sequences.length), 0, ...sequences.splice(index, 1 + below(3))),
    () => sequences.splice(index, 1, ...split(sequence, match, below(match.length))),
  ];
  edits[below(edits.length)]?.();
}

function oddOffset(
  random: Random,
  { written, plane }: { readonly written: number; readonly plane: number },
): number {
  const places = [
    0,
    1,
    2,
    8,
    15,
    16,
    17,
    written,
    written + 1,
    plane,
    plane + 1,
    plane - 1,
    2 * plane,
    65_535,
  ];
  const odd =
    [...places, random.next() % (written + 2), random.next()][random.next() % (places.length + 2)] ?? 0;
  return odd & 0xffff;
}

function oddLength(random: Random, { length }: Match, plane: number): number {
  const lengths = [4, 16, 17, 18, 19, 20, 274, 275, plane, plane + 4, length + 1, length - 1, 2 * length];
  return Math.max(4, lengths[random.next() % lengths.length] ?? 4);
}

function literals(random: Random, length: number): number[] {
  return Array.from({ length }, () => random.next() & 255);
}

/** One match as two: the bytes decode as before. */
function split({ literals }: Lz4Sequence, { offset, length }: Match, at: number): Lz4Sequence[] {
  const first = Math.max(4, at);
  if (length - first < 4) return [{ literals, match: { offset, length } }];
  return [
    { literals, match: { offset, length: first } },
    { literals: [], match: { offset, length: length - first } },
  ];
}

/** Cuts sequences beyond the end and fills up with literals. */
function repair(random: Random, sequences: Lz4Sequence[], decoded: number): void {
  let written = 0;
  let kept = 0;
  for (const { literals, match } of sequences) {
    const next = written + literals.length + (match?.length ?? 0);
    if (match === undefined || next + 5 > decoded) break;
    written = next;
    kept += 1;
  }
  const last = sequences.at(-1)?.literals ?? [];
  const missing = decoded - written;
  const tail = last.length === missing ? last : literals(random, missing);
  sequences.splice(kept, sequences.length, { literals: tail });
}
