import { type Clock, type Decoder, type DetectorFrame, delay } from "../../src/index.ts";
import { type KeptImage, letGo } from "./keptImage.ts";
import type { Traffic } from "./traffic.ts";

/** A picture is waited for this long before its image is compressed all the same. Milliseconds. */
const PICTURE_PATIENCE = 100;
/** Compressing gives way to whatever else is asked after so long. Milliseconds. */
const SLICE = 8;
/** Images that may wait for their compression, each with the memory of its pixels. */
const MOST_WAITING = 2;

export interface CompressionOptions {
  readonly decoder: Pick<Decoder, "encodeInSteps">;
  readonly clock: Clock;
  readonly traffic: Traffic;
  /** One was compressed, or (see `onLost`) cannot be. */
  readonly onDone: () => void;
  readonly onLost: (kept: KeptImage, error: unknown) => void;
}

/** Compresses images one after the other, each once its picture is out, and while no other one is on its way. */
export class CompressionQueue {
  readonly #options: CompressionOptions;
  readonly #roomWanted = new Set<() => void>();
  #waiting: readonly KeptImage[] = [];
  #working = false;

  constructor(options: CompressionOptions) {
    this.#options = options;
  }

  add(kept: KeptImage): void {
    this.#waiting = [...this.#waiting, kept];
    void this.#work();
  }

  /** An image that is not kept any more. */
  remove(kept: KeptImage): void {
    this.#waiting = this.#waiting.filter((other) => other !== kept);
    this.#tellRoom();
  }

  clear(): void {
    this.#waiting = [];
    this.#tellRoom();
  }

  /** Resolves when the next image may come without memory for ever more images that are not compressed yet. */
  async room(): Promise<void> {
    while (this.#waiting.length > MOST_WAITING)
      await new Promise<void>((resolve) => {
        this.#roomWanted.add(resolve);
      });
  }

  #tellRoom(): void {
    const waiters = [...this.#roomWanted];
    this.#roomWanted.clear();
    for (const tell of waiters) tell();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      for (let [kept] = this.#waiting; kept !== undefined; [kept] = this.#waiting) await this.#finish(kept);
    } finally {
      this.#working = false;
    }
  }

  /** Whatever becomes of one image, those behind it go on. */
  async #finish(kept: KeptImage): Promise<void> {
    const { onDone, onLost } = this.#options;
    try {
      await this.#compress(kept);
    } catch (error) {
      onLost(kept, error);
    }
    this.remove(kept);
    onDone();
  }

  async #compress(kept: KeptImage): Promise<void> {
    // Held here too: the image may be dropped meanwhile.
    const open = kept.open?.hold();
    if (open === undefined) return;
    try {
      await this.#picture(open.pictured);
      if (!this.#waiting.includes(kept)) return;
      kept.payload = await this.#encode(open.frame);
    } finally {
      open.release();
      letGo(kept);
    }
  }

  async #picture(pictured: Promise<void>): Promise<void> {
    const { clock } = this.#options;
    const patience = new AbortController();
    await Promise.race([
      pictured,
      delay(PICTURE_PATIENCE, { clock, signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
  }

  async #encode(frame: DetectorFrame): Promise<Uint8Array<ArrayBuffer>> {
    const { decoder, clock, traffic } = this.#options;
    await traffic.quiet();
    const steps = decoder.encodeInSteps(frame);
    let begun = clock.now();
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return step.value;
      if (clock.now() - begun < SLICE) continue;
      await delay(0, { clock });
      await traffic.quiet();
      begun = clock.now();
    }
  }
}
