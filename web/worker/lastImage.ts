import { type Clock, delay, type MonitorImage, readTiff, type TakeImage } from "../../src/index.ts";
import type { Pace } from "./pace.ts";

/** "No image" is said after so long without another one. Milliseconds. */
const PATIENCE = 1500;
/** The same image again costs a whole transfer: it is asked for after twice the pause, at most this long. Milliseconds. */
const LONGEST_PAUSE = 1000;
/** Bytes that are compared of a file without identity. */
const SAMPLES = 4096;

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

/** Series, image and threshold; of a file that does not say so, a sum over some of its bytes. */
function fingerprintOf({ buffer }: MonitorImage): string {
  const dectris = metadataOf(buffer.bytes);
  if (typeof dectris?.series === "number" && typeof dectris.image === "number")
    return `${dectris.series}_${dectris.image}_${dectris.thresholdIds.join("_")}`;
  const { bytes } = buffer;
  const step = Math.max(Math.floor(bytes.length / SAMPLES), 1);
  let sum = bytes.length;
  for (let place = 0; place < bytes.length; place += step)
    sum = Math.imul(sum ^ (bytes[place] ?? 0), 16_777_619);
  return `sum ${sum}`;
}

function metadataOf(bytes: Uint8Array) {
  try {
    return readTiff(bytes).dectris;
  } catch {
    // Whoever takes the image finds the same, and says so.
    return null;
  }
}
