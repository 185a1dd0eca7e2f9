import type { PoolReport } from "./transport.ts";

interface Waiting {
  readonly report: PoolReport;
  readonly done: () => void;
}

/**
 * Reports on their way to the collecting node, in the order in which they came. Every node has at most one here, for it
 * waits until its report is done with.
 */
export class ReportQueue {
  readonly #waiting: Waiting[] = [];
  #wake: () => void = () => undefined;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  /** Resolves once the report is done with; also when the queue has ended, and nobody reads it any more. */
  push(report: PoolReport): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((done) => {
      this.#waiting.push({ report, done });
      this.#wake();
    });
  }

  /** No more reports after those that wait. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** The reader gets this error after those that wait. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.end();
  }

  /** For one reader. */
  async *read(): AsyncGenerator<PoolReport, void, void> {
    let current: Waiting | undefined;
    try {
      for (;;) {
        current = this.#waiting.shift();
        if (current !== undefined) {
          yield current.report;
          current.done();
        } else if (this.#ended) break;
        else await new Promise<void>((wake) => (this.#wake = wake));
      }
      if (this.#failure !== undefined) throw this.#failure.error;
    } finally {
      this.#ended = true;
      current?.done();
      for (const { done } of this.#waiting.splice(0)) done();
    }
  }
}
