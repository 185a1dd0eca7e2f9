import { PoolTransportError } from "../../errors.ts";
import type { Clock } from "../../simplon/index.ts";

/** Lives in a row that end before their first event. */
const MOST_FRUITLESS = 5;
/** Milliseconds: a node that asked for longer than this had no event to take, perhaps. */
const SHORT_LIFE = 10_000;
/** Milliseconds between two lives once a node crashes often. */
const PAUSE = 500;

/** Decides when a node that crashes is started again, and when no more. */
export class CrashBrake {
  readonly #rank: number;
  readonly #clock: Clock;
  /** Since when it has asked for images; undefined while it has not begun to. */
  #ready: number | undefined;
  #fruitless = 0;
  #crashes: number[] = [];

  constructor({ rank, clock }: { readonly rank: number; readonly clock: Clock }) {
    this.#rank = rank;
    this.#clock = clock;
  }

  /** A life begins. */
  begin(): void {
    this.#ready = undefined;
  }

  /** It asks for images from now on. */
  ready(): void {
    this.#ready = this.#clock.now();
  }

  /** It has had an event. */
  release(): void {
    this.#fruitless = 0;
  }

  /**
   * It has crashed. An error: it is not to be started again.
   * @param options.own by an error of its own, not by a hand from outside
   */
  crashed(reason: string, { own }: { readonly own: boolean }): PoolTransportError | undefined {
    const now = this.#clock.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < SHORT_LIFE), now];
    const wasShort = this.#ready === undefined || now - this.#ready < SHORT_LIFE;
    this.#fruitless = own || wasShort ? this.#fruitless + 1 : 0;
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
