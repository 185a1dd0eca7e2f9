import type { SimulatorClock } from "./clock.ts";

/** A run of exposures, one each period. */
export interface Run {
  /** Milliseconds. */
  readonly period: number;
  /** Exposures; Infinity for an endless run. */
  count: number;
  /** Called after the end of each exposure, `late` milliseconds after it. */
  readonly expose: (late: number) => void;
  /** Called once, after the last exposure. Not when the run is stopped. */
  readonly done: () => void;
}

/** Longest catch-up after the process was held up: more exposures than this are not made up for. */
const MOST_AT_ONCE = 1000;

/**
 * Calls at a steady rate that does not drift: each exposure is due at a multiple of the period from the start, and a
 * late timer takes all that are due by then. Rates beyond what timers can do work all the same.
 */
export class ExposureSchedule {
  readonly #clock: SimulatorClock;
  #timer: unknown;
  #run: Run | undefined;
  #start = 0;
  #taken = 0;

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
  }

  get running(): boolean {
    return this.#run !== undefined;
  }

  begin(run: Run): void {
    this.stop();
    this.#run = { ...run };
    this.#start = this.#clock.now();
    this.#taken = 0;
    this.#wait();
  }

  /** Lets the exposure that is being taken be the last. */
  finishCurrent(): void {
    if (this.#run !== undefined) this.#run.count = this.#taken + 1;
  }

  stop(): void {
    this.#clock.clearTimeout(this.#timer);
    this.#run = undefined;
  }

  #wait(): void {
    if (this.#run === undefined) return;
    const due = this.#start + (this.#taken + 1) * this.#run.period;
    this.#timer = this.#clock.setTimeout(() => this.#tick(), Math.max(0, due - this.#clock.now()));
  }

  #tick(): void {
    const run = this.#run;
    if (run === undefined) return;
    const now = this.#clock.now();
    const missed = Math.floor((now - this.#start) / run.period) - this.#taken - MOST_AT_ONCE;
    if (missed > 0) this.#start += missed * run.period;
    const elapsed = now - this.#start;
    // A hair early is on time: timers round.
    const due = Math.min(Math.floor(elapsed / run.period + 1e-9), run.count);
    while (this.#taken < due && this.#run === run) {
      this.#taken += 1;
      run.expose(Math.max(0, elapsed - this.#taken * run.period));
    }
    if (this.#run !== run) return;
    if (this.#taken < run.count) {
      this.#wait();
      return;
    }
    this.#run = undefined;
    run.done();
  }
}
