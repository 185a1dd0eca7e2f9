import { type Clock, systemClock } from "../../src/simplon/index.ts";

/** Real time, put forward by a test: what is due by a comparison is due, and no timer fires early. */
export class ShiftedClock implements Clock {
  readonly setTimeout = systemClock.setTimeout;
  readonly clearTimeout = systemClock.clearTimeout;
  readonly wallTime = systemClock.wallTime;
  #shift = 0;

  now(): number {
    return systemClock.now() + this.#shift;
  }

  putForward(milliseconds: number): void {
    this.#shift += milliseconds;
  }
}
