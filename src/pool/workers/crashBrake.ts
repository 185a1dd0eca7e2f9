import { PoolTransportError } from "../../errors.ts";
import type { Clock } from "../../simplon/index.ts";

/** Lives in a row that end before their first event. */
const MOST_FRUITLESS = 5;
/** Milliseconds: a life that was longer had no event to take, perhaps. */
const SHORT_LIFE = 10_000;
/** Milliseconds between two lives once a node crashes often. */
const PAUSE = 500;

/** Decides when a node that crashes is started again, and when no more. */
export class CrashBrake {
  readonly #rank: number;
  readonly #clock: Clock;
  #begun = 0;
  #fruitless = 0;
  #crashes: number[] = [];

  constructor({ rank, clock }: { readonly rank: number; readonly clock: Clock }) {
    this.#rank = rank;
    this.#clock = clock;
  }

  /** A life begins. */
  begin(): void {
    this.#begun = this.#clock.now();
  }

  /** It has had an event. */
  release(): void {
    this.#fruitless = 0;
  }

  /** It has crashed. An error: it is not to be started again. */
  crashed(reason: string): PoolTransportError | undefined {
    const now = this.#clock.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < SHORT_LIFE), now];
    this.#fruitless = now - this.#begun < SHORT_LIFE ? this.#fruitless + 1 : 0;
    if (this.#fruitless < MOST_FRUITLESS) return undefined;
    return new PoolTransportError(
      "NODES_CRASH",
      `node ${this.#rank} ended ${this.#fruitless} times in a row before its first event; the last time: ${reason}`,
    );
  }

  /** Milliseconds to wait before the next life: none, unless it crashes often. */
  get pause(): number {
    return this.#crashes.length > 2 ? PAUSE : 0;
  }
}
