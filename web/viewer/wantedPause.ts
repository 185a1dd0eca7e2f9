/** Whether a viewer is to be paused, from when that is asked for until its engine has taken it in. */
export class WantedPause {
  #wanted: boolean | undefined;

  /** What was asked for last, or else what the engine says. */
  over(paused: boolean): boolean {
    return this.#wanted ?? paused;
  }

  /** @param told settles when the engine has been told, or will not be */
  async set(paused: boolean, told: Promise<void>): Promise<void> {
    this.#wanted = paused;
    try {
      await told;
    } finally {
      if (this.#wanted === paused) this.#wanted = undefined;
    }
  }
}
