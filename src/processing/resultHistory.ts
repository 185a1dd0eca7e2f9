import type { ImageFigures } from "./imageFigures.ts";

/** One second of a run. */
export interface ResultPoint {
  /** Unix seconds, when it began. */
  readonly time: number;
  readonly images: number;
  /** Means of its images: counts of an image, masked and saturated pixels; null where there was no image. */
  readonly sum: number | null;
  readonly masked: number | null;
  readonly saturated: number | null;
  /** The highest count of all; null where there was none. */
  readonly maximum: number | null;
}

interface Second {
  readonly time: number;
  images: number;
  sum: number;
  masked: number;
  saturated: number;
  maximum: number | null;
}

/** The time series of a run, a point each second, of which the last ones are kept. Times are Unix seconds. */
export class ResultHistory {
  readonly #most: number;
  #points: ResultPoint[] = [];
  /** Number of the point that is made next, from the start of the run. */
  #next = 0;
  #second: Second | undefined;

  /** @param most points that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many points have been made, those included that are not kept any more. */
  get length(): number {
    return this.#next;
  }

  add({ sum, masked, saturated, maximum }: ImageFigures, time: number): void {
    this.advance(time);
    this.#second ??= begin(time);
    const second = this.#second;
    second.images += 1;
    second.sum += sum;
    second.masked += masked;
    second.saturated += saturated;
    if (maximum !== null) second.maximum = Math.max(second.maximum ?? 0, maximum);
  }

  /** Time has passed, whether something came or not: seconds without an image are points too. */
  advance(time: number): void {
    const now = Math.floor(time);
    // A clock that was set back, or by more than is kept, begins anew.
    const { time: last = now } = this.#second ?? {};
    if (now < last || now - last > this.#most) this.#second = undefined;
    while (this.#second !== undefined && this.#second.time < now) {
      this.#keep(pointOf(this.#second));
      this.#second = begin(this.#second.time + 1);
    }
  }

  /** The points from a number on that are kept. */
  since(number: number): readonly ResultPoint[] {
    const missing = this.#next - Math.max(number, 0);
    return missing <= 0 ? [] : this.#points.slice(-missing);
  }

  #keep(point: ResultPoint): void {
    this.#points.push(point);
    this.#next += 1;
    // Now and then, for each cut moves all that stay.
    if (this.#points.length >= 2 * this.#most) this.#points = this.#points.slice(-this.#most);
  }
}

function begin(time: number): Second {
  return { time: Math.floor(time), images: 0, sum: 0, masked: 0, saturated: 0, maximum: null };
}

function pointOf({ time, images, sum, masked, saturated, maximum }: Second): ResultPoint {
  const mean = (total: number) => (images === 0 ? null : total / images);
  return { time, images, sum: mean(sum), masked: mean(masked), saturated: mean(saturated), maximum };
}
