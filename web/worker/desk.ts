import { type Clock, type DecodeError, type Decoder, EigerMonitorError } from "../../src/index.ts";
import type { ShownImage } from "../viewer/viewerState.ts";
import type { EngineState, KnownGeometry } from "./engineApi.ts";
import { History } from "./history.ts";
import { NO_GEOMETRY } from "./imageGeometry.ts";
import { isSame } from "./keptImage.ts";
import type { OpenImage } from "./openImage.ts";
import { ShownCounts } from "./shownCounts.ts";
import type { Traffic } from "./traffic.ts";

export interface DeskOptions {
  readonly decoder: Decoder;
  readonly clock: Clock;
  readonly traffic: Traffic;
  readonly historyImages: number;
  readonly historyBytes: number;
  readonly onChange: () => void;
  /** An image is kept no longer, for a trap has cost its pixels. */
  readonly onLost: (error: DecodeError, imageId: string) => void;
  /** A defect of ours. */
  readonly onCrash: (error: unknown) => void;
}

/** What lies before the viewer: the image that is shown, live or held still, and those before it. */
export class Desk {
  readonly #options: DeskOptions;
  readonly #history: History;
  #counts: ShownCounts;
  #shown: OpenImage | undefined;
  /** What is looked at instead of it: no image of the detector. */
  #aside: OpenImage | undefined;
  #geometry: KnownGeometry = NO_GEOMETRY;
  #drawTime = 0;
  #paused = false;

  constructor(options: DeskOptions) {
    this.#options = options;
    const { historyImages: mostImages, historyBytes: mostBytes } = options;
    this.#counts = new ShownCounts(options.clock);
    this.#history = new History({ ...options, mostImages, mostBytes });
  }

  get counts(): ShownCounts {
    return this.#counts;
  }

  get shown(): OpenImage | undefined {
    return this.#aside ?? this.#shown;
  }

  /** @throws {EigerMonitorError} NO_IMAGE */
  get present(): OpenImage {
    if (this.shown !== undefined) return this.shown;
    throw new EigerMonitorError("NO_IMAGE", "no image is shown yet");
  }

  /** Id of the newest image that is kept. */
  get newestId(): string | undefined {
    return this.#history.newest?.id;
  }

  /** What there is to say of it. */
  get state(): Pick<EngineState, "paused" | "image" | "history" | "imageGeometry"> {
    const image = this.shown?.image;
    const held = this.#paused ? this.#shown?.image : undefined;
    const { ids, keys, bytes } = this.#history;
    return {
      paused: this.#paused,
      image: image === undefined ? null : { ...image, timings: { ...image.timings, draw: this.#drawTime } },
      history: { ids, keys, bytes, position: held === undefined ? -1 : this.#history.indexOf(held.key) },
      imageGeometry: this.#geometry,
    };
  }

  /**
   * A new image: kept, and shown unless another one is held still. Takes it over.
   *
   * @param options.isFirst of a connection: it may be the one that the former connection took last, although it has no number
   */
  take(open: OpenImage, geometry: KnownGeometry, { isFirst }: { readonly isFirst: boolean }): void {
    if (this.#isRepeated(open.image, isFirst)) {
      open.release();
      return;
    }
    this.#counts.received(open.image.byteLength);
    this.#history.add(open, geometry);
    if (this.#paused) {
      this.#counts.skipped();
      open.settlePicture();
    } else {
      this.#counts.offered(open);
      this.#show(open, geometry);
    }
    open.release();
    this.#options.onChange();
  }

  /** Resolves when the next image may come. */
  room(): Promise<void> {
    return this.#history.room();
  }

  pause(): void {
    this.#paused = true;
    this.#history.pin(this.#shown?.image.key);
    this.#options.onChange();
  }

  /** Back to the newest image. */
  resume(): void {
    this.#paused = false;
    this.#history.pin(undefined);
    const { newest, keys } = this.#history;
    if (this.#shown?.image.key !== newest?.key) this.#showKept(keys.length - 1);
    this.#options.onChange();
  }

  step(by: number): void {
    const { length } = this.#history.keys;
    const present = this.#shown === undefined ? -1 : this.#history.indexOf(this.#shown.image.key);
    const index = Math.min(Math.max((present < 0 ? length : present) + by, 0), length - 1);
    if (index >= 0) this.#freeze(index);
  }

  /** Holds an image of the history still, known by its key, or by its id and a threshold (null: any); is there one? */
  seek(image: number | string, threshold: number | null): boolean {
    const isKey = typeof image === "number";
    const index = isKey ? this.#history.indexOf(image) : this.#history.find(image, threshold);
    if (index >= 0) this.#freeze(index);
    return index >= 0;
  }

  /** Holds an image still that is not from the history, and keeps it there. Takes it over. */
  lookAt(open: OpenImage, geometry: KnownGeometry): void {
    this.#paused = true;
    this.#show(open, geometry);
    this.#history.addEarlier(open, geometry);
    open.release();
    this.#options.onChange();
  }

  /** What is looked at instead of images, which go on coming; undefined: images again. Takes it over. */
  setAside(open: OpenImage | undefined): void {
    this.#aside?.release();
    this.#aside = open;
    this.#drawTime = 0;
    this.#options.onChange();
  }

  /** An image was drawn. */
  drawn(open: OpenImage, drawTime: number): void {
    this.#counts.drawn(open);
    open.settlePicture();
    if (this.#drawTime > 0 || open !== this.shown) return;
    this.#drawTime = drawTime;
    this.#options.onChange();
  }

  /** A trap has cost an image its memory. */
  lose(open: OpenImage): void {
    if (this.#aside === open) this.setAside(undefined);
    if (this.#shown !== open) return;
    this.#shown = undefined;
    open.release();
    this.#options.onChange();
  }

  /** Nothing is shown, held still or kept any more. */
  forget(): void {
    this.#aside?.release();
    this.#shown?.release();
    this.#aside = undefined;
    this.#shown = undefined;
    this.#paused = false;
    this.#geometry = NO_GEOMETRY;
    this.#history.clear();
    this.#counts = new ShownCounts(this.#options.clock);
  }

  /** The newest of those that were taken already? */
  #isRepeated(image: ShownImage, isFirst: boolean): boolean {
    const { newest } = this.#history;
    return newest !== undefined && (isFirst || image.series !== null) && isSame(newest, image);
  }

  #freeze(index: number): void {
    this.#paused = true;
    this.#showKept(index);
    this.#options.onChange();
  }

  #showKept(index: number): void {
    const kept = this.#history.open(index);
    if (kept === undefined) return;
    this.#show(kept.open, kept.geometry);
    kept.open.release();
  }

  #show(open: OpenImage, geometry: KnownGeometry): void {
    // A picture that is not out by now is not wanted any more.
    this.#shown?.settlePicture();
    this.#shown?.release();
    this.#shown = open.hold();
    this.#geometry = geometry;
    this.#drawTime = 0;
    if (this.#paused) this.#history.pin(open.image.key);
    this.#options.onChange();
  }
}
