import type { FeedbackData } from "../processing/index.ts";

/** Feedback that waits for a node's next event. However much comes, there is one entry of each name: the latest. */
export class FeedbackBox {
  #waiting: FeedbackData | undefined;

  add(data: FeedbackData): void {
    this.#waiting = { ...this.#waiting, ...data };
  }

  take(): FeedbackData | undefined {
    const taken = this.#waiting;
    this.#waiting = undefined;
    return taken;
  }
}
