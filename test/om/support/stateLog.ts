import { EventEmitter, once } from "node:events";
import type { MonitorState, MonitorStateChange } from "../../../src/om/index.ts";

/** The states that a stream went through. */
export class StateLog {
  readonly changes: MonitorStateChange[] = [];
  readonly #told = new EventEmitter();
  #seen = 0;

  readonly onState = (change: MonitorStateChange): void => {
    this.changes.push(change);
    this.#told.emit("change");
  };

  get names(): readonly MonitorState[] {
    return this.changes.map(({ state }) => state);
  }

  /** Resolves with the next change to this state, behind the one that was waited for last. */
  async reached(state: MonitorState): Promise<MonitorStateChange> {
    while (true) {
      const change = this.changes[this.#seen];
      if (change === undefined) await once(this.#told, "change");
      else {
        this.#seen += 1;
        if (change.state === state) return change;
      }
    }
  }
}
