import { type Clock, delay, type TakeImage } from "../../src/index.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Pace } from "./pace.ts";

/** "No image" is said after so long without another one. Milliseconds. */
const PATIENCE = 1500;
/** The same image again costs a whole transfer: it is asked for after twice the pause, at most this long. Milliseconds. */
const LONGEST_PAUSE = 1000;

/** Takes `images/monitor`, the last image whether it was taken before or not; the same one again is passed over. */
export class LastImage {
  readonly #clock: Clock;
  readonly #pace: Pace;
  #last: string | undefined;
  #pause = 0;

  constructor(options: { readonly clock: Clock; readonly pace: Pace }) {
    this.#clock = options.clock;
    this.#pace = options.pace;
  }

  readonly take: TakeImage = async ({ client, timeout, signal, onBegun }) => {
    const begun = this.#clock.now();
    do {
      const image = await client.monitorImage({ timeout, signal, onBegun });
      if (image === undefined) return undefined;
      const fingerprint = fingerprintOf(image);
      if (fingerprint !== this.#last) {
        this.#last = fingerprint;
        this.#pause = 0;
        return image;
      }
      image.buffer.release();
      await this.#pace.betweenPolls(signal);
      if (this.#pause > 0) await delay(this.#pause, { signal, clock: this.#clock });
      this.#pause = Math.min(Math.max(2 * this.#pause, 50), LONGEST_PAUSE);
    } while (this.#clock.now() - begun < PATIENCE);
    return undefined;
  };
}
