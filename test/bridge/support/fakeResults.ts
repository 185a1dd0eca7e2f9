import type { ResultsSource } from "../../../src/bridge/index.ts";

/** Results that a test makes: each one a number. */
export class FakeResults implements ResultsSource {
  changes = 0;
  file: readonly Uint8Array<ArrayBuffer>[] | undefined;
  readonly #end = new AbortController();
  readonly ended: AbortSignal = this.#end.signal;
  readonly #points: number[] = [];

  add(...points: readonly number[]): void {
    this.#points.push(...points);
    this.changes += 1;
  }

  end(): void {
    this.#end.abort(new Error("over"));
  }

  read(since = 0): { readonly next: number; readonly value: object } {
    return { next: this.#points.length, value: { points: this.#points.slice(since) } };
  }

  projection(): readonly Uint8Array<ArrayBuffer>[] | undefined {
    return this.file;
  }
}
