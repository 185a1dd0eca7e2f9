/** One snapshot after the other, and who wants to know. */
export class Store<State extends object> {
  #state: State;
  readonly #listeners = new Set<(state: State) => void>();
  #telling = false;

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  /** Calls `listener` after changes; however many there are in a task, once. */
  subscribe(listener: (state: State) => void): () => void {
    // A function of its own, so that who subscribes one listener twice ends one of them only.
    const own = (state: State) => listener(state);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** Values that are what they were already are no change. */
  set(changes: Partial<State>): void {
    const keys = Object.keys(changes) as (keyof State)[];
    if (keys.every((key) => Object.is(this.#state[key], changes[key]))) return;
    this.#state = { ...this.#state, ...changes };
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      for (const listener of [...this.#listeners]) listener(this.#state);
    });
  }

  /** Nobody is told anything any more. */
  close(): void {
    this.#listeners.clear();
  }
}
