import { isEigerMonitorError } from "../errors.ts";
import type { MonitorClient } from "../simplon/index.ts";

/** How many images the DCU has dropped since the beginning, by its own count. */
export class DroppedImages {
  #before = 0;
  #now: number | undefined;

  /** Notes what was dropped before. */
  async begin(client: MonitorClient, signal: AbortSignal): Promise<void> {
    await this.ask(client, signal);
    this.#before = this.#now ?? 0;
  }

  async ask(client: MonitorClient, signal: AbortSignal): Promise<void> {
    try {
      this.#now = (await client.getStatus("dropped", { signal })).value;
    } catch (error) {
      // The stream says itself when the monitor is away; the figure that was known last stays.
      if (!signal.aborted && !isEigerMonitorError(error)) throw error;
    }
  }

  /** Undefined while it is not known; `clear` and `initialize` set the DCU's count to 0. */
  get meanwhile(): number | undefined {
    if (this.#now === undefined) return undefined;
    return this.#now < this.#before ? this.#now : this.#now - this.#before;
  }
}
