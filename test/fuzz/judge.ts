import { bytesOf, type FuzzInput } from "./fuzzInput.ts";
import { PayloadSubject } from "./payloadSubject.ts";
import { TiffSubject } from "./tiffOracles.ts";
import { isSlow, type Verdict } from "./verdict.ts";

/** All oracles for inputs of both kinds. */
export class Judge {
  #payloads: PayloadSubject;
  #tiffs: TiffSubject;

  private constructor(payloads: PayloadSubject, tiffs: TiffSubject) {
    this.#payloads = payloads;
    this.#tiffs = tiffs;
  }

  static async create(): Promise<Judge> {
    return new Judge(await PayloadSubject.create(), await TiffSubject.create());
  }

  /** Branches of the module's decoding kernels: those that were taken, and all. */
  get coverage(): { readonly taken: number; readonly branches: number } {
    const { taken, branches } = this.#payloads.covered;
    return { taken: taken(), branches };
  }

  /**
   * What came of an input; a trap is what is wrong with it, and costs the instances.
   * @param options.timed does it count how long it takes? Default true.
   */
  async judge(
    input: FuzzInput,
    options: { readonly twin: boolean; readonly timed?: boolean },
  ): Promise<Verdict> {
    const started = performance.now();
    try {
      const verdict =
        input.kind === "tiff"
          ? this.#tiffs.judge(input.bytes, options)
          : this.#payloads.judge(input.run, options);
      // All runs together took less than one may: the usual case, and the clock is read twice only.
      if (options.timed === false || performance.now() - started < 50) return verdict;
      const slow = isSlow(() => this.#once(input), bytesOf(input).length);
      return slow ? { ...verdict, wrong: verdict.wrong ?? "too slow" } : verdict;
    } catch (error) {
      [this.#payloads, this.#tiffs] = [await PayloadSubject.create(), await TiffSubject.create()];
      return { code: "trap", key: "trap", wrong: `trap: ${error}` };
    }
  }

  #once(input: FuzzInput): void {
    if (input.kind === "tiff") this.#tiffs.run(input.bytes, 0);
    else this.#payloads.run(input.run);
  }
}
