import { type Clock, DecodeError, type Decoder } from "../../src/index.ts";
import type { ShownImage } from "../viewer/viewerState.ts";
import { CompressionQueue } from "./compressionQueue.ts";
import type { KnownGeometry } from "./engineApi.ts";
import { isEarlier, type KeptImage, letGo } from "./keptImage.ts";
import { OpenImage } from "./openImage.ts";
import type { Traffic } from "./traffic.ts";

export interface HistoryOptions {
  readonly decoder: Pick<Decoder, "decode" | "encodeInSteps">;
  readonly clock: Clock;
  readonly traffic: Traffic;
  readonly mostImages: number;
  readonly mostBytes: number;
  readonly onChange: () => void;
  /** An image is kept no longer, for a trap has cost its pixels. */
  readonly onLost: (error: DecodeError, imageId: string) => void;
  /** A defect of ours. */
  readonly onCrash: (error: unknown) => void;
}

/** The latest images, compressed, within a bound on their number and one on their bytes. */
export class History {
  readonly #options: HistoryOptions;
  readonly #compression: CompressionQueue;
  #kept: readonly KeptImage[] = [];
  #pinned: number | undefined;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#compression = new CompressionQueue({
      ...options,
      onDone: () => {
        this.#trim();
        options.onChange();
      },
      onLost: (kept, error) => {
        this.#remove(kept);
        if (error instanceof DecodeError) options.onLost(error, kept.image.id);
        else options.onCrash(error);
      },
    });
  }

  get ids(): readonly string[] {
    return this.#kept.map(({ image }) => image.id);
  }

  get keys(): readonly number[] {
    return this.#kept.map(({ image }) => image.key);
  }

  get newest(): ShownImage | undefined {
    return this.#kept.at(-1)?.image;
  }

  /** Bytes of the compressed images. */
  get bytes(): number {
    return this.#kept.reduce((sum, { payload }) => sum + (payload?.length ?? 0), 0);
  }

  /** Where the image of that key is; −1: nowhere. */
  indexOf(key: number): number {
    return this.#kept.findIndex(({ image }) => image.key === key);
  }

  /** Where the latest image of that id and threshold (null: whichever) is; −1: nowhere. */
  find(id: string, threshold: number | null): number {
    return this.#kept.findLastIndex(
      ({ image }) =>
        image.id === id && (threshold === null || image.threshold === null || image.threshold === threshold),
    );
  }

  /** The image, by its key, that must not be dropped while it is looked at. */
  pin(key: number | undefined): void {
    this.#pinned = key;
  }

  /** Keeps the newest image; it is compressed once its picture is out. */
  add(open: OpenImage, geometry: KnownGeometry): void {
    this.#insert(this.#kept.length, open, geometry);
  }

  /** Keeps an image that was taken some time ago, behind those that are older. */
  addEarlier(open: OpenImage, geometry: KnownGeometry): void {
    const older = this.#kept.findLastIndex(({ image }) => isEarlier(image, open.image));
    this.#insert(older + 1, open, geometry);
  }

  /** Resolves when the next image may come without memory for ever more images that are not compressed yet. */
  room(): Promise<void> {
    return this.#compression.room();
  }

  /** An image with its pixels in memory; whoever asks releases it. @throws {DecodeError} LIMIT: no memory */
  open(index: number): { readonly open: OpenImage; readonly geometry: KnownGeometry } | undefined {
    const kept = this.#kept[index];
    if (kept === undefined) return undefined;
    const open = kept.open?.hold() ?? this.#decode(kept);
    return open && { open, geometry: kept.geometry };
  }

  clear(): void {
    for (const kept of this.#kept) letGo(kept);
    this.#kept = [];
    this.#pinned = undefined;
    this.#compression.clear();
  }

  #insert(index: number, open: OpenImage, geometry: KnownGeometry): void {
    const kept: KeptImage = { image: open.image, geometry, open: open.hold(), payload: null };
    this.#kept = this.#kept.toSpliced(index, 0, kept);
    this.#compression.add(kept);
    this.#trim();
  }

  #decode({ image, payload }: KeptImage): OpenImage | undefined {
    if (payload === null) return undefined;
    const { rows, columns, depth } = image;
    const frame = this.#options.decoder.decode(payload, { encoding: "bslz4", shape: [rows, columns], depth });
    return new OpenImage({ image, frame, close: () => frame.close() });
  }

  /** Drops the oldest, but never the newest, nor the one that is looked at. */
  #trim(): void {
    const { mostImages, mostBytes } = this.#options;
    while (this.#kept.length > 1 && (this.#kept.length > mostImages || this.bytes > mostBytes)) {
      const dropped = this.#kept.slice(0, -1).find(({ image }) => image.key !== this.#pinned);
      if (dropped === undefined) return;
      this.#remove(dropped);
    }
  }

  #remove(kept: KeptImage): void {
    this.#kept = this.#kept.filter((other) => other !== kept);
    this.#compression.remove(kept);
    letGo(kept);
  }
}
