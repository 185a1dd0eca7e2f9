/**
 * Follows a count that a control unit begins anew, at 0, when its buffer is cleared or it is restarted. What was counted
 * between the last reading and that is not known.
 */
export class DroppedCount {
  /** How often it was read. */
  readings = 0;
  #last = 0;

  /** By how much it has grown since the last reading; never negative. What was there before the first one is not ours. */
  growth(value: number): number {
    const last = this.readings === 0 ? value : this.#last;
    this.readings += 1;
    this.#last = value;
    return value < last ? value : value - last;
  }
}
