import type { ExposedImage, Exposure } from "./exposure.ts";

interface Waiter {
  give(image: ExposedImage): void;
}

/** An exposure in the buffer, and which of its images have been taken. */
interface Buffered {
  readonly exposure: Exposure;
  taken: number;
}

/**
 * The monitor's ring buffer (SIMPLON API reference 1.8, section "Monitor"): a full one drops the incoming exposure
 * (`discard_new` true) or evicts the oldest. Counts exposures, not images: with two thresholds the level falls only when
 * both images have been taken.
 */
export class MonitorBuffer {
  bufferSize = 100;
  discardNew = true;
  /** Exposures dropped or evicted since the last `clear`. */
  dropped = 0;
  overflow = false;
  /** The newest exposure seen while enabled, also one that never got into the buffer. */
  last: Exposure | undefined;
  #buffered: Buffered[] = [];
  #lastTaken: Exposure | undefined;
  readonly #waitingForNext: Waiter[] = [];
  readonly #waitingForLast: Waiter[] = [];

  /** Exposures in the buffer. */
  get fillLevel(): number {
    return this.#buffered.length;
  }

  /** The exposures in the buffer, the oldest first. */
  get exposures(): readonly Exposure[] {
    return this.#buffered.map(({ exposure }) => exposure);
  }

  add(exposure: Exposure): void {
    this.last = exposure;
    for (const waiter of this.#waitingForLast.splice(0))
      waiter.give({ exposure, threshold: exposure.thresholds[0] ?? 1 });
    if (this.#buffered.length >= this.bufferSize) {
      this.#drop();
      if (this.discardNew) return;
      this.#buffered.shift();
    }
    this.#buffered.push({ exposure, taken: 0 });
    this.#serveWaiters();
  }

  /** The oldest image, which leaves the buffer; undefined when there is none. */
  takeNext(): ExposedImage | undefined {
    const [oldest] = this.#buffered;
    if (oldest === undefined) return undefined;
    const { exposure } = oldest;
    const threshold = exposure.thresholds[oldest.taken] ?? 1;
    oldest.taken += 1;
    this.#lastTaken = exposure;
    if (oldest.taken === exposure.thresholds.length) this.#buffered.shift();
    return { exposure, threshold };
  }

  /**
   * Waits for an image for `images/next` (in turn, each image to one) or, with `newest`, for the first of all.
   * The function that comes back ends the wait; an image that comes later goes to the next in line.
   */
  wait(give: (image: ExposedImage) => void, { newest }: { readonly newest: boolean }): () => void {
    const line = newest ? this.#waitingForLast : this.#waitingForNext;
    const waiter = { give };
    line.push(waiter);
    return () => {
      const index = line.indexOf(waiter);
      if (index >= 0) line.splice(index, 1);
    };
  }

  find(series: number, image: number): Exposure | undefined {
    return this.#buffered.find(({ exposure }) => exposure.series === series && exposure.image === image)
      ?.exposure;
  }

  /** `[[series, [image, …]], …]`, ascending. */
  list(): readonly (readonly [series: number, images: readonly number[]])[] {
    const series = new Map<number, number[]>();
    for (const { exposure } of this.#buffered) {
      const images = series.get(exposure.series);
      if (images === undefined) series.set(exposure.series, [exposure.image]);
      else images.push(exposure.image);
    }
    return [...series].sort(([a], [b]) => a - b);
  }

  /** Drops exposures that nobody has taken, the oldest first. */
  skip(count: number): void {
    for (const _ of this.#buffered.splice(0, count)) this.#drop();
  }

  /** The exposure that was taken last is the next one again. */
  repeat(): void {
    if (this.#lastTaken !== undefined) this.#buffered.unshift({ exposure: this.#lastTaken, taken: 0 });
  }

  /** The second of the buffer becomes the first. */
  swap(): void {
    const [first, second] = this.#buffered;
    if (first !== undefined && second !== undefined) this.#buffered.splice(0, 2, second, first);
  }

  /** Shrinking drops the newest or evicts the oldest, as `discard_new` says. */
  resize(bufferSize: number): void {
    this.bufferSize = bufferSize;
    while (this.#buffered.length > bufferSize) {
      if (this.discardNew) this.#buffered.pop();
      else this.#buffered.shift();
      this.#drop();
    }
  }

  /** Command `clear`: the newest exposure stays reachable through `images/monitor`. */
  clear(): void {
    this.#buffered = [];
    this.dropped = 0;
    this.overflow = false;
  }

  /** Command `initialize`: as after power-up. */
  initialize(): void {
    this.clear();
    this.last = undefined;
    this.bufferSize = 100;
    this.discardNew = true;
  }

  #serveWaiters(): void {
    while (this.#waitingForNext.length > 0 && this.#buffered.length > 0) {
      const image = this.takeNext();
      if (image !== undefined) this.#waitingForNext.shift()?.give(image);
    }
  }

  #drop(): void {
    this.dropped += 1;
    this.overflow = true;
  }
}
