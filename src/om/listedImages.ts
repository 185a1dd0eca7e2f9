import type { BufferedSeries } from "../simplon/index.ts";

/** An image to ask for. */
export interface ListedImage {
  readonly series: number;
  readonly image: number;
  /** From 1; null: the first that there is. */
  readonly threshold: number | null;
  /**
   * `probe`: there may be no such threshold; `check`: it was taken, and is asked for again to see whether it is still the
   * same image.
   */
  readonly purpose: "take" | "probe" | "check";
}

/** What an image's file says of itself; null: nothing. */
export interface WrittenMark {
  /** Tells its series from any other one of the same number. */
  readonly series: string | null;
  /** Tells it from any other image of the same numbers. */
  readonly image: string | null;
  readonly threshold: number | null;
}

interface Entry {
  readonly series: number;
  readonly image: number;
  pending: ListedImage[];
  /** Thresholds that were found; their number is known once the probing is over. */
  found: (number | null)[];
  mark: WrittenMark | undefined;
  failures: number;
}

/** A detector has four thresholds at most. */
const MOST_THRESHOLDS = 4;
/** An image that failed so often waits until the others have been had. */
const PATIENCE = 3;

/**
 * What is in a control unit's buffer, and what of it has been taken. Bounded by the control unit's own list: what is listed no
 * more is forgotten.
 *
 * Numbers begin anew when the control unit does, so three signs of that are looked for: an image of a series whose mark is
 * another one; the newest image that was taken is gone, older ones are not (a buffer loses its oldest first); and, after a
 * fault, one that was taken is asked for again and is another one.
 */
export class ListedImages {
  #entries = new Map<string, Entry>();
  readonly #thresholds = new Map<number, readonly (number | null)[]>();
  #probed: Entry | undefined;
  #check: ListedImage | undefined;

  /** Takes over a new list; says how many images of the former one are gone that had not come. */
  update(list: readonly BufferedSeries[], { inDoubt }: { readonly inDoubt: boolean }): number {
    const former = this.#entries;
    this.#entries = new Map();
    for (const { series, images } of list) {
      for (const image of images) {
        const id = `${series}_${image}`;
        this.#entries.set(id, former.get(id) ?? newEntry(series, image));
      }
    }
    for (const series of this.#thresholds.keys())
      if (!list.some((listed) => listed.series === series)) this.#thresholds.delete(series);
    const gone = [...former].filter(([id]) => !this.#entries.has(id)).map(([, entry]) => entry);
    if (this.#isOvertaken(former)) this.#forget();
    this.#concludeProbe();
    this.#check = inDoubt ? this.#newestTaken() : undefined;
    return gone.flatMap(({ pending }) => pending).filter(({ purpose }) => purpose === "take").length;
  }

  /** What to ask for next; undefined: the list has to be looked at again. */
  next(): ListedImage | undefined {
    if (this.#check !== undefined) return this.#check;
    if (this.#probed !== undefined) return this.#probed.pending[0];
    let best: Entry | undefined;
    for (const entry of this.#entries.values()) {
      if (entry.pending.length === 0) continue;
      if (entry.failures < PATIENCE) return this.#ofKnownThresholds(entry);
      if (best === undefined || entry.failures < best.failures) best = entry;
    }
    return best && this.#ofKnownThresholds(best);
  }

  /** Is there nothing more to ask for, as far as is known? */
  get exhausted(): boolean {
    const isIdle = this.#check === undefined && this.#probed === undefined;
    return isIdle && [...this.#entries.values()].every(({ pending }) => pending.length === 0);
  }

  /** It came; false: it was a check, and is the one that is known. */
  got(item: ListedImage, mark: WrittenMark): boolean {
    const isCheck = item.purpose === "check";
    const known = this.#entryOf(item)?.mark;
    if (isCheck) this.#check = undefined;
    if (isCheck && (known === undefined || known.image === mark.image)) return false;
    const isFirst = isCheck || this.#thresholds.get(item.series)?.[0] === item.threshold;
    const isOther = isCheck || this.#isOfAnotherSeries(item, mark);
    if (isOther) this.#forget();
    const entry = this.#entryOf(item);
    // Of a series that has just begun nothing is known but this.
    const taken = isOther && isFirst ? { ...item, threshold: null } : item;
    if (entry !== undefined) this.#note(entry, { item: taken, mark });
    return true;
  }

  /** It did not come whole, and stays to be had. */
  failed(item: ListedImage): void {
    const entry = this.#entryOf(item);
    if (entry !== undefined) entry.failures += 1;
    const isOver = item.purpose === "probe" && (entry?.failures ?? 0) >= PATIENCE;
    if (isOver || item.purpose === "check") this.giveUp(item);
  }

  /** It is not to be had: a threshold that there is not, an image that was pushed out, or is too large. */
  giveUp(item: ListedImage): void {
    if (item.purpose === "check") this.#check = undefined;
    else this.#settle(item);
  }

  #entryOf({ series, image }: ListedImage): Entry | undefined {
    return this.#entries.get(`${series}_${image}`);
  }

  #settle(item: ListedImage): void {
    const entry = this.#entryOf(item);
    if (entry === undefined) return;
    entry.pending = entry.pending.filter(({ threshold }) => threshold !== item.threshold);
  }

  #note(entry: Entry, { item, mark }: { readonly item: ListedImage; readonly mark: WrittenMark }): void {
    this.#settle(item);
    entry.mark = mark;
    entry.failures = 0;
    entry.found.push(item.threshold ?? mark.threshold);
    if (item.threshold !== null || this.#thresholds.has(entry.series)) return;
    for (let other = (mark.threshold ?? 1) + 1; other <= MOST_THRESHOLDS; other++)
      if (!entry.found.includes(other)) entry.pending.push({ ...item, threshold: other, purpose: "probe" });
    this.#probed = entry;
  }

  /** Thresholds of a series do not change: the first image of it tells how many there are. */
  #ofKnownThresholds(entry: Entry): ListedImage | undefined {
    const { series, image, found } = entry;
    const thresholds = this.#thresholds.get(series);
    if (thresholds !== undefined && found.length === 0 && entry.pending[0]?.threshold === null) {
      entry.pending = thresholds.map((threshold) => ({ series, image, threshold, purpose: "take" }));
    }
    return entry.pending[0];
  }

  /** A threshold that is not there means something only while the image is. */
  #concludeProbe(): void {
    const probed = this.#probed;
    if (probed === undefined) return;
    const isListed = this.#entries.get(`${probed.series}_${probed.image}`) === probed;
    if (isListed && probed.pending.length > 0) return;
    this.#probed = undefined;
    if (isListed) this.#thresholds.set(probed.series, probed.found);
  }

  #isOvertaken(former: ReadonlyMap<string, Entry>): boolean {
    const taken = [...former].filter(([, { found }]) => found.length > 0);
    const [newest] = taken.at(-1) ?? [];
    return newest !== undefined && !this.#entries.has(newest) && taken.some(([id]) => this.#entries.has(id));
  }

  #isOfAnotherSeries({ series }: ListedImage, mark: WrittenMark): boolean {
    if (mark.series === null) return false;
    const known = [...this.#entries.values()].filter((entry) => entry.series === series);
    return known.some((entry) => entry.mark !== undefined && entry.mark.series !== mark.series);
  }

  #newestTaken(): ListedImage | undefined {
    const taken = [...this.#entries.values()].filter(
      ({ mark, pending }) => typeof mark?.image === "string" && pending.length === 0,
    );
    const newest = taken.at(-1);
    if (newest === undefined) return undefined;
    const { series, image, found } = newest;
    return { series, image, threshold: found[0] ?? null, purpose: "check" };
  }

  /** The control unit began anew: everything that is listed is to be had. */
  #forget(): void {
    for (const [id, { series, image }] of this.#entries) this.#entries.set(id, newEntry(series, image));
    this.#thresholds.clear();
    this.#probed = undefined;
  }
}

function newEntry(series: number, image: number): Entry {
  const pending: ListedImage[] = [{ series, image, threshold: null, purpose: "take" }];
  return { series, image, pending, found: [], mark: undefined, failures: 0 };
}
