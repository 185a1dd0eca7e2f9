import type { Clock } from "../../src/simplon/index.ts";

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Time that passes when a test says so. */
export class ManualClock implements Clock {
  readonly #timers = new Map<number, Timer>();
  #now = 0;
  #nextHandle = 1;

  /** Timers that are set and have not fired. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  /** Unix seconds; 14 November 2023, 22:13:20 UTC, when the clock is new. */
  wallTime(): number {
    return 1_700_000_000 + this.#now / 1000;
  }

  setTimeout(callback: () => void, milliseconds: number): number {
    const handle = this.#nextHandle++;
    this.#timers.set(handle, { due: this.#now + milliseconds, callback });
    return handle;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(Number(handle));
  }

  /** Lets time pass; what is due in between fires in its order, and may set timers that fire too. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      const [handle, { due, callback }] = next;
      this.#timers.delete(handle);
      this.#now = due;
      callback();
    }
    this.#now = end;
  }

  #next(end: number): [handle: number, timer: Timer] | undefined {
    const due = [...this.#timers].filter(([, timer]) => timer.due <= end);
    return due.sort(([, a], [, b]) => a.due - b.due)[0];
  }
}
