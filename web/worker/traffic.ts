/** Images that are on their way: while one is, what can wait leaves the thread to it. */
export class Traffic {
  #transfers = 0;
  #waiting: (() => void)[] = [];

  /** Notes that a transfer is under way until it is over, however it ends. */
  async during<T>(transfer: () => Promise<T>): Promise<T> {
    this.#transfers += 1;
    try {
      return await transfer();
    } finally {
      this.#transfers -= 1;
      if (this.#transfers === 0) for (const goOn of this.#waiting.splice(0)) goOn();
    }
  }

  /** Resolves when nothing is on its way. */
  async quiet(): Promise<void> {
    while (this.#transfers > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
