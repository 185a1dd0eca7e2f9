import type { MonitorRequestError } from "../errors.ts";
import { type AddressFinding, probeAddress } from "./addressProbe.ts";
import type { EigerDataEvent } from "./eigerDataEvent.ts";
import { ImageSequence, type SequenceEvent } from "./imageSequence.ts";
import { ModeWatch, type ModeWatchOptions } from "./modeWatch.ts";
import type { CountedKey } from "./monitorCounters.ts";

/** What following a stream needs. */
export interface FollowerOptions extends ModeWatchOptions {
  readonly count: (key: CountedKey, step?: number) => void;
  readonly onSequence?: ((event: SequenceEvent) => void) | undefined;
}

/** Follows a stream that is to bring every image: their numbers, the monitor's mode, and its address when that is lost. */
export class StreamFollower {
  readonly mode: ModeWatch;
  readonly #options: FollowerOptions;
  readonly #sequence: ImageSequence;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.mode = new ModeWatch(options);
    this.#sequence = new ImageSequence({ onEvent: (event) => this.#tell(event) });
  }

  /** Others take images of the same detector: what is missing here has come there. */
  share(): void {
    this.#sequence.shared = true;
  }

  /** Notes an image; false: it came before. */
  see(event: EigerDataEvent): boolean {
    return this.#sequence.see(event);
  }

  /** Nothing that is late can come any more. */
  settle(): void {
    this.#sequence.settle();
  }

  /** Why the address is not known to the control unit. */
  probe(refusal: MonitorRequestError, signal: AbortSignal): Promise<AddressFinding> {
    return probeAddress(this.#options.client, { refusal, signal });
  }

  #tell(event: SequenceEvent): void {
    const { count, onSequence } = this.#options;
    if (event.kind === "newSeries") count("series");
    if (event.kind === "duplicate") count("duplicates");
    if (event.kind === "reordered") count("reordered");
    if (event.kind === "gap") {
      count("gaps");
      count("missing", event.to - event.from + 1);
      this.mode.doubt();
    }
    onSequence?.(event);
  }
}
