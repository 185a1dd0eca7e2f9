import { SequenceTrack } from "./sequenceTrack.ts";

/** Which image, as its file says. */
export interface SequencedImage {
  readonly series: number | null;
  readonly image: number | null;
  readonly threshold: number | null;
  readonly seriesUniqueId: string | null;
  /** When it was taken: two images of one number are the same one only if they agree in this, too. */
  readonly timestampNanoseconds: bigint | null;
}

type Numbered = Pick<SequencedImage, "series" | "threshold" | "seriesUniqueId">;

/** What the images' numbers tell. */
export type SequenceEvent =
  /** Another series than before; `restarted`: of the same number, so the control unit began to count anew. */
  | {
      readonly kind: "newSeries";
      readonly series: number | null;
      readonly seriesUniqueId: string | null;
      readonly restarted: boolean;
      /** The series before; undefined for the first. */
      readonly previous: number | null | undefined;
    }
  /** Images `from` to `to`, both included, have not come. */
  | ({ readonly kind: "gap"; readonly from: number; readonly to: number } & Numbered)
  /** It came before, and is not delivered again. */
  | ({ readonly kind: "duplicate"; readonly image: number } & Numbered)
  /** So many came before that they are replayed: from now on each is delivered. */
  | ({ readonly kind: "replay"; readonly image: number } & Numbered)
  /** It came after one with a higher number. */
  | ({ readonly kind: "reordered"; readonly image: number } & Numbered);

/** An image may come so many later than its number says before it counts as missing. */
const WINDOW = 32;
/** Series that are remembered: several loops may still bring the last images of the one before. */
const MOST_SERIES = 4;
/** Thresholds of a series; a detector has four at most. */
const MOST_TRACKS = 8;

interface Series {
  readonly key: string;
  readonly series: number | null;
  readonly seriesUniqueId: string | null;
  readonly tracks: Map<number | null, SequenceTrack>;
  /** Images of other series since its last one. */
  idle: number;
}

/**
 * Follows the numbers of the images: what is missing, what comes twice, what comes late, and when a series begins. A new
 * series begins where it begins: no gap is seen before its first image.
 *
 * An image is known by (SeriesUniqueId, ImageNumber, ThresholdId). Where the file has no SeriesUniqueId, the series' number
 * stands for it, and a number that comes again with another time means that the control unit was restarted.
 *
 * Files that are replayed are told from images that come twice: a number that never moves, or nothing but known images.
 */
export class ImageSequence {
  /** Do others take images of the same detector? What is missing here has come there. */
  shared = false;
  readonly #window: number;
  readonly #tell: (event: SequenceEvent) => void;
  /** The newest last. */
  #known: Series[] = [];

  constructor(options: { readonly window?: number; readonly onEvent: (event: SequenceEvent) => void }) {
    this.#window = options.window ?? WINDOW;
    this.#tell = options.onEvent;
  }

  /** Notes an image; false: it is one that came before. */
  see(image: SequencedImage): boolean {
    if (image.image === null) return true;
    const series = this.#seriesOf(image, image.image);
    const track = this.#trackOf(series, image.threshold);
    const place = track.see(image.image, image.timestampNanoseconds);
    const { threshold } = image;
    const event = { series: series.series, threshold, seriesUniqueId: series.seriesUniqueId };
    if (place === "again") this.#tell({ kind: "duplicate", ...event, image: image.image });
    if (place === "repeats") this.#tell({ kind: "replay", ...event, image: image.image });
    if (place === "late") this.#tell({ kind: "reordered", ...event, image: image.image });
    this.#tellGaps(series, { upTo: this.#window });
    this.#tellOfIdle(series);
    return place !== "again";
  }

  /** Nothing that is late can come any more: what is missing is missing. */
  settle(): void {
    for (const series of this.#known) this.#tellGaps(series, { upTo: 0 });
  }

  #seriesOf(image: SequencedImage, number: number): Series {
    const key = image.seriesUniqueId ?? `number ${image.series}`;
    const known = this.#known.find((series) => series.key === key);
    if (known !== undefined && !this.#beginsAnew(known, image, number)) return known;
    return this.#begin(key, image);
  }

  /** Only a SeriesUniqueId is never used again. */
  #beginsAnew(known: Series, image: SequencedImage, number: number): boolean {
    if (image.seriesUniqueId !== null) return false;
    const track = known.tracks.get(image.threshold);
    return track?.beginsAnew(number, image.timestampNanoseconds, { window: this.#window }) ?? false;
  }

  #begin(key: string, { series, seriesUniqueId }: SequencedImage): Series {
    const former = this.#known.at(-1);
    const restarted = this.#known.some((known) => known.series === series);
    const begun = { key, series, seriesUniqueId, tracks: new Map(), idle: 0 };
    const leaving = this.#known.filter(
      (known, index) => known.key === key || this.#known.length - index >= MOST_SERIES,
    );
    for (const known of leaving) this.#tellGaps(known, { upTo: 0 });
    this.#known = [...this.#known.filter((known) => !leaving.includes(known)), begun];
    this.#tell({ kind: "newSeries", series, seriesUniqueId, restarted, previous: former?.series });
    return begun;
  }

  #trackOf({ tracks }: Series, threshold: number | null): SequenceTrack {
    const known = tracks.get(threshold);
    if (known !== undefined) return known;
    const [oldest] = tracks.keys();
    if (tracks.size >= MOST_TRACKS && oldest !== undefined) tracks.delete(oldest);
    const track = new SequenceTrack();
    tracks.set(threshold, track);
    return track;
  }

  #tellOfIdle(current: Series): void {
    current.idle = 0;
    for (const series of this.#known) {
      if (series === current) continue;
      series.idle += 1;
      if (series.idle === this.#window) this.#tellGaps(series, { upTo: 0 });
    }
  }

  #tellGaps({ series, seriesUniqueId, tracks }: Series, { upTo }: { readonly upTo: number }): void {
    for (const [threshold, track] of tracks) {
      for (const { from, to } of track.settled(upTo)) {
        if (!this.shared) this.#tell({ kind: "gap", series, threshold, seriesUniqueId, from, to });
      }
    }
  }
}
