import { expect, vi } from "vitest";
import type { BodyBuffer, BodyBuffers } from "../../src/simplon/index.ts";

/** Memory for bodies, which counts how often each piece was given back. */
export class CountingBuffers implements BodyBuffers {
  readonly #taken: (BodyBuffer & { releases: number })[] = [];

  acquire(byteLength: number): BodyBuffer {
    const buffer = {
      bytes: new Uint8Array(byteLength),
      releases: 0,
      release() {
        this.releases += 1;
      },
    };
    this.#taken.push(buffer);
    return buffer;
  }

  /** Bytes of each piece, in the order in which they were taken. */
  get sizes(): readonly number[] {
    return this.#taken.map(({ bytes }) => bytes.length);
  }

  /** The pieces that nobody has given back. */
  get held(): readonly BodyBuffer[] {
    return this.#taken.filter(({ releases }) => releases === 0);
  }

  /** Every piece was given back, and none twice. */
  expectAllGivenBack(): void {
    expect(this.#taken.map(({ releases }) => releases)).toEqual(this.#taken.map(() => 1));
  }

  /** `body` is held by its receiver; every other piece was given back, and none twice. */
  expectAllGivenBackBut(body: BodyBuffer | undefined): void {
    expect(this.held).toEqual([body]);
    expect(this.#taken.map(({ releases }) => releases)).toEqual(
      this.#taken.map((buffer) => (buffer === body ? 0 : 1)),
    );
  }

  /** Resolves when the first `byteLength` bytes of a body without zeros have come in. */
  async arrived(byteLength: number): Promise<void> {
    await vi.waitFor(
      () => expect(this.held.some(({ bytes }) => bytes.subarray(0, byteLength).every(Boolean))).toBe(true),
      { interval: 1, timeout: 10_000 },
    );
  }
}
