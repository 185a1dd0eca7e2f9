import type { Random } from "../../src/simulator/patterns/random.ts";
import { mutateBytes } from "./byteMutation.ts";
import { bytesOf, type FuzzInput, withBytes } from "./fuzzInput.ts";

/** As many inputs as are kept of each kind; a new one then takes the place of any other that is not of the corpus. */
const MOST = 2000;

/** Inputs to change: the corpus, and what has shown something new since. */
export class Pool {
  readonly #inputs: FuzzInput[];
  readonly #fixed: number;

  constructor(inputs: readonly FuzzInput[]) {
    this.#inputs = [...inputs];
    this.#fixed = inputs.length;
  }

  add(random: Random, input: FuzzInput): void {
    if (this.#inputs.length < this.#fixed + MOST) this.#inputs.push(input);
    else this.#inputs[this.#fixed + (random.next() % MOST)] = input;
  }

  /** One of them, changed. */
  mutant(random: Random): FuzzInput {
    // Half of the time one of the corpus: what is new is mostly something refused.
    const pick = () => {
      const among = random.next() % 2 === 0 ? this.#fixed : this.#inputs.length;
      return this.#inputs[random.next() % among] as FuzzInput;
    };
    const input = pick();
    return withBytes(input, mutateBytes(random, { bytes: bytesOf(input), other: bytesOf(pick()) }));
  }
}
