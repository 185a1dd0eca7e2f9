/** Images that are remembered, to know those that come again. */
const REMEMBERED = 1024;

interface Range {
  readonly from: number;
  /** Included. */
  readonly to: number;
}

/**
 * Where an image stands: after all before it, behind a higher one, or it was there already. `repeats`: the first of a file,
 * or of several, that is replayed over and over.
 */
export type SequencePlace = "next" | "late" | "again" | "repeats";

/** So many images in a row that were there already are no accident of a network: somebody replays files. */
const REPLAY = 32;

/** The image numbers of one threshold of one series. */
export class SequenceTrack {
  #highest: number | undefined;
  /** Numbers that have not come, ascending. */
  #missing: Range[] = [];
  /** Numbers that came, and the times of those images; the oldest first. */
  readonly #recent = new Map<number, bigint | null>();
  /** Has a number ever followed another one? Else numbers tell no image from another. */
  #advances = false;
  /** Images in a row that were there already. */
  #again = 0;

  see(number: number, time: bigint | null): SequencePlace {
    if (this.#recent.has(number) && this.#recent.get(number) === time) return this.#seeAgain();
    this.#remember(number, time);
    if (this.#again <= REPLAY) this.#again = 0;
    const highest = this.#highest ?? number - 1;
    if (number > highest) {
      this.#advances = this.#highest !== undefined;
      if (number > highest + 1) this.#missing.push({ from: highest + 1, to: number - 1 });
      this.#highest = number;
      return "next";
    }
    this.#missing = this.#missing.flatMap((range) => without(range, number));
    return "late";
  }

  /** Is it the first of another series under the same number? It came before at another time, or is far behind. */
  beginsAnew(number: number, time: bigint | null, { window }: { readonly window: number }): boolean {
    const known = this.#recent.get(number);
    if (known !== undefined) return known === null || known !== time;
    const isMissing = this.#missing.some(({ from, to }) => number >= from && number <= to);
    return !isMissing && number <= (this.#highest ?? number) - window;
  }

  /** Takes out the numbers that are missing since so many later ones. */
  settled(later: number): readonly Range[] {
    if (this.#missing.length === 0) return [];
    const last = (this.#highest ?? 0) - later;
    const settled = this.#missing.filter(({ to }) => to <= last);
    this.#missing = this.#missing.filter(({ to }) => to > last);
    return settled;
  }

  #seeAgain(): SequencePlace {
    if (!this.#advances || this.#again > REPLAY) return "next";
    this.#again += 1;
    return this.#again > REPLAY ? "repeats" : "again";
  }

  #remember(number: number, time: bigint | null): void {
    this.#recent.delete(number);
    this.#recent.set(number, time);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > REMEMBERED && oldest !== undefined) this.#recent.delete(oldest);
  }
}

/** The range without one number: none, one or two ranges. */
function without({ from, to }: Range, number: number): readonly Range[] {
  if (number < from || number > to) return [{ from, to }];
  const parts = [
    { from, to: number - 1 },
    { from: number + 1, to },
  ];
  return parts.filter((part) => part.from <= part.to);
}
