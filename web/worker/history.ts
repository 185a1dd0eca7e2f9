import { type Clock, type Decoder, type DetectorFrame, delay } from "../../src/index.ts";
import type { ShownImage } from "../viewer/viewerState.ts";
import type { KnownGeometry } from "./engineApi.ts";
import { OpenImage } from "./openImage.ts";

/** A picture is waited for this long before its image is compressed all the same. Milliseconds. */
const PICTURE_PATIENCE = 100;
/** Compressing gives way to whatever else is asked after so long. Milliseconds. */
const SLICE = 8;
/** Images that may wait for their compression, each with the memory of its pixels. */
const MOST_WAITING = 2;

interface Entry {
  readonly image: ShownImage;
  readonly geometry: KnownGeometry;
  /** Until it is compressed. */
  open: OpenImage | null;
  payload: Uint8Array<ArrayBuffer> | null;
}

/** The latest images, compressed, within a bound on their number and one on their bytes. */
export class History {
  readonly #options: {
    readonly decoder: Decoder;
    readonly clock: Clock;
    readonly mostImages: number;
    readonly mostBytes: number;
    readonly onChange: () => void;
  };
  #entries: readonly Entry[] = [];
  #waiting: readonly Entry[] = [];
  #working = false;
  #pinned: string | undefined;
  #roomMade: () => void = () => undefined;

  constructor(options: {
    readonly decoder: Decoder;
    readonly clock: Clock;
    readonly mostImages: number;
    readonly mostBytes: number;
    readonly onChange: () => void;
  }) {
    this.#options = options;
  }

  get ids(): readonly string[] {
    return this.#entries.map(({ image }) => image.id);
  }

  /** Bytes of the compressed images. */
  get bytes(): number {
    return this.#entries.reduce((sum, { payload }) => sum + (payload?.length ?? 0), 0);
  }

  /** Where the latest image of that id is; −1: nowhere. */
  indexOf(id: string): number {
    return this.#entries.findLastIndex(({ image }) => image.id === id);
  }

  /** The image that must not be dropped while it is looked at. */
  pin(id: string | undefined): void {
    this.#pinned = id;
  }

  /** Keeps an image; it is compressed once its picture is out. */
  add(open: OpenImage, geometry: KnownGeometry): void {
    const entry: Entry = { image: open.image, geometry, open: open.hold(), payload: null };
    this.#entries = [...this.#entries, entry];
    this.#waiting = [...this.#waiting, entry];
    this.#trim();
    void this.#work();
  }

  /** Resolves when the next image may come without memory for ever more images that are not compressed yet. */
  async room(): Promise<void> {
    while (this.#waiting.length > MOST_WAITING)
      await new Promise<void>((resolve) => {
        this.#roomMade = resolve;
      });
  }

  /** An image with its pixels in memory; whoever asks releases it. @throws {DecodeError} LIMIT: no memory */
  open(index: number): { readonly open: OpenImage; readonly geometry: KnownGeometry } | undefined {
    const entry = this.#entries[index];
    if (entry === undefined) return undefined;
    const open = entry.open?.hold() ?? this.#decode(entry);
    return open && { open, geometry: entry.geometry };
  }

  clear(): void {
    for (const entry of this.#entries) letGo(entry);
    this.#entries = [];
    this.#waiting = [];
    this.#roomMade();
  }

  #decode({ image, payload }: Entry): OpenImage | undefined {
    if (payload === null) return undefined;
    const { rows, columns, depth } = image;
    const frame = this.#options.decoder.decode(payload, { encoding: "bslz4", shape: [rows, columns], depth });
    return new OpenImage({ image, frame, close: () => frame.close() });
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    for (let [entry] = this.#waiting; entry !== undefined; [entry] = this.#waiting) {
      await this.#compress(entry);
      this.#waiting = this.#waiting.filter((other) => other !== entry);
      this.#trim();
      this.#roomMade();
      this.#options.onChange();
    }
    this.#working = false;
  }

  async #compress(entry: Entry): Promise<void> {
    // Held here too: the entry may be dropped meanwhile.
    const open = entry.open?.hold();
    if (open === undefined) return;
    const { clock } = this.#options;
    const patience = new AbortController();
    await Promise.race([
      open.pictured,
      delay(PICTURE_PATIENCE, { clock, signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    try {
      entry.payload = await this.#encode(open.frame);
    } catch {
      // A trap has cost the pixels; the decoder has counted it. The image is not kept.
      this.#entries = this.#entries.filter((other) => other !== entry);
    }
    open.release();
    letGo(entry);
  }

  async #encode(frame: DetectorFrame): Promise<Uint8Array<ArrayBuffer>> {
    const { decoder, clock } = this.#options;
    const steps = decoder.encodeInSteps(frame);
    let begun = clock.now();
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return step.value;
      if (clock.now() - begun < SLICE) continue;
      await delay(0, { clock });
      begun = clock.now();
    }
  }

  /** Drops the oldest, but never the newest, nor the one that is looked at. */
  #trim(): void {
    const { mostImages, mostBytes } = this.#options;
    while (this.#entries.length > 1 && (this.#entries.length > mostImages || this.bytes > mostBytes)) {
      const dropped = this.#entries.slice(0, -1).find(({ image }) => image.id !== this.#pinned);
      if (dropped === undefined) return;
      this.#entries = this.#entries.filter((entry) => entry !== dropped);
      this.#waiting = this.#waiting.filter((entry) => entry !== dropped);
      letGo(dropped);
    }
  }
}

function letGo(entry: Entry): void {
  entry.open?.release();
  entry.open = null;
}
