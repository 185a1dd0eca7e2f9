/** Random numbers that are the same for the same seed: xorshift32 (Marsaglia 2003), seeded through a hash. */
export class Random {
  #state: number;

  constructor(seed: number) {
    let hash = (seed | 0) ^ 0x9e3779b9;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    this.#state = hash ^ (hash >>> 16) || 1;
  }

  /** 32 bits as a whole number of 0 and more. */
  next(): number {
    return this.bits() >>> 0;
  }

  /** 32 bits as a signed number, which costs least. */
  bits(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return state;
  }

  /** 0 ≤ x < 1. */
  fraction(): number {
    return this.next() / 2 ** 32;
  }
}
