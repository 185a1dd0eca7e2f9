import { EventEmitter, once } from "node:events";
import { ManualClock } from "../../support/manualClock.ts";

/** A clock by hand that says when somebody begins to wait. */
export class AwaitedClock extends ManualClock {
  readonly #set = new EventEmitter();
  /** Lengths of the timers that are set, by handle. */
  readonly #lengths = new Map<unknown, number>();

  override setTimeout(callback: () => void, milliseconds: number): number {
    const handle = super.setTimeout(() => {
      this.#lengths.delete(handle);
      callback();
    }, milliseconds);
    this.#lengths.set(handle, milliseconds);
    this.#set.emit("timer");
    return handle;
  }

  override clearTimeout(handle: unknown): void {
    this.#lengths.delete(handle);
    super.clearTimeout(handle);
  }

  /** Resolves when a timer of this length is set. */
  async waited(milliseconds: number): Promise<void> {
    while (![...this.#lengths.values()].includes(milliseconds)) await once(this.#set, "timer");
  }

  /** Lets a wait of this length pass, once it has begun. */
  async pass(milliseconds: number): Promise<void> {
    await this.waited(milliseconds);
    this.advance(milliseconds);
  }
}
