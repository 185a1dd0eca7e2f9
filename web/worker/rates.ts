import type { Clock } from "../../src/index.ts";
import type { Rates } from "../viewer/viewerState.ts";

/** Milliseconds that are looked back. */
const SPAN = 2000;

type Happening = { readonly time: number; readonly kind: "received" | "shown"; readonly bytes: number };

/** What happened in the last two seconds, as rates. */
export class RecentRates {
  readonly #clock: Clock;
  #happenings: readonly Happening[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(kind: Happening["kind"], bytes = 0): void {
    this.#happenings = [...this.#recent(), { time: this.#clock.now(), kind, bytes }];
  }

  get rates(): Rates {
    const recent = this.#recent();
    const perSecond = (sum: number) => (1000 * sum) / SPAN;
    return {
      received: perSecond(recent.filter(({ kind }) => kind === "received").length),
      shown: perSecond(recent.filter(({ kind }) => kind === "shown").length),
      bytes: perSecond(recent.reduce((sum, { bytes }) => sum + bytes, 0)),
    };
  }

  #recent(): readonly Happening[] {
    const since = this.#clock.now() - SPAN;
    return this.#happenings.filter(({ time }) => time > since);
  }
}
