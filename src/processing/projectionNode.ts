import type { Accumulation, Decoder, DetectorFrame } from "../decoder/index.ts";
import { type ImageWindow, isSameWindow, placeImage } from "./imageWindow.ts";
import { LeavingParts } from "./leavingParts.ts";
import type { ProjectionStrip } from "./projectionStrip.ts";

export interface ProjectionNodeOptions {
  readonly decoder: Decoder;
  /** Of a window. */
  readonly images: number;
  /** That go with one event at most. */
  readonly partBytes: number;
}

/**
 * What a processing node's own images add up to. It goes to the collecting node when a window ends and when it is asked for, and is
 * then forgotten here: everything is sent once, so that parts of all nodes can be added in any order. Holds three parts at most.
 */
export class ProjectionNode {
  /** Images in no projection: they do not say which they are, or the parts before theirs were not out yet. */
  leftOut = 0;
  readonly #options: ProjectionNodeOptions;
  readonly #leaving: LeavingParts;
  #accumulation: Accumulation | undefined;
  #window: ImageWindow | undefined;

  constructor(options: ProjectionNodeOptions) {
    this.#options = options;
    this.#leaving = new LeavingParts(options.partBytes);
  }

  /** Adds an image. @throws {FrameClosedError} {@link DecodeError} */
  add(frame: DetectorFrame, eventId: unknown): void {
    const place = placeImage(eventId, this.#options.images);
    if (place === undefined) {
      this.leftOut += 1;
      return;
    }
    if (this.#window === undefined || !isSameWindow(this.#window, place) || !this.#fits(frame)) this.finish();
    this.#window = place;
    this.#accumulate(frame);
    if (place.isLast) this.finish();
  }

  /** What there is so far is to leave. */
  finish(): void {
    const accumulation = this.#accumulation;
    if (accumulation === undefined || accumulation.frames === 0 || this.#window === undefined) return;
    if (!this.#leaving.add(accumulation.part(), this.#window)) this.leftOut += accumulation.frames;
    accumulation.reset();
  }

  /** The strips that go with this event. */
  take(): readonly ProjectionStrip[] {
    return this.#leaving.take();
  }

  /** The last strips; what does not go with one event is left out. Nothing is kept. */
  end(): readonly ProjectionStrip[] {
    this.finish();
    const strips = this.take();
    this.leftOut += this.#leaving.images;
    this.#accumulation?.close();
    this.#accumulation = undefined;
    return strips;
  }

  #fits({ rows, columns, depth }: DetectorFrame): boolean {
    const present = this.#accumulation;
    return present?.rows === rows && present.columns === columns && present.maximum.depth === depth;
  }

  #accumulate(frame: DetectorFrame): void {
    const { decoder } = this.#options;
    if (!this.#fits(frame)) this.#accumulation?.close();
    const into = this.#fits(frame) ? this.#accumulation : undefined;
    this.#accumulation = decoder.accumulate(frame, into === undefined ? {} : { into });
  }
}
