import { FrameClosedError } from "../errors.ts";
import type { Depth } from "../tiff/index.ts";
import type { FrameLease } from "./frameSlots.ts";

/** Pixels in the detector's own depth. */
export type Pixels = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** numpy's name of the pixel type. */
export type FrameType = "uint8" | "uint16" | "uint32";

/** What a frame is made of. */
export interface FrameParts {
  readonly pixels: Pixels;
  readonly rows: number;
  readonly columns: number;
  readonly depth: Depth;
  /** The memory under `pixels` when it is a slot of the decoder. */
  readonly lease?: FrameLease;
  /** Does closing the frame give that memory back, or is it the event's? */
  readonly ownsLease?: boolean;
}

/**
 * One image of the detector: counts, row by row from the upper left as seen in detector coordinates (SIMPLON API
 * reference 1.8, section 4), in their native depth.
 */
export class DetectorFrame {
  readonly rows: number;
  readonly columns: number;
  /** Bits of a pixel. */
  readonly depth: Depth;
  readonly #pixels: Pixels;
  readonly #lease: FrameLease | undefined;
  readonly #ownsLease: boolean;
  #closed = false;

  constructor(parts: FrameParts) {
    this.rows = parts.rows;
    this.columns = parts.columns;
    this.depth = parts.depth;
    this.#pixels = parts.pixels;
    this.#lease = parts.lease;
    this.#ownsLease = parts.ownsLease ?? false;
  }

  /**
   * The counts, `rows × columns` of them, without a copy where the file allows it. `maskedValue` marks gaps between
   * modules, masked and saturated pixels.
   * @throws {FrameClosedError} once the frame's event is closed: the memory may hold another image by then.
   */
  get data(): Pixels {
    if (this.closed) throw new FrameClosedError();
    return this.#pixels;
  }

  /** `[rows, columns]`. */
  get shape(): readonly [rows: number, columns: number] {
    return [this.rows, this.columns];
  }

  get dtype(): FrameType {
    return `uint${this.depth}`;
  }

  /** 2^depth − 1. */
  get maskedValue(): number {
    return 2 ** this.depth - 1;
  }

  get closed(): boolean {
    return this.#closed || this.#lease?.released === true;
  }

  /**
   * The decoder's memory under the pixels, for kernels to run in place; undefined for a frame of its own memory, and where a
   * kernel trapped: others then look at a copy of the pixels, which no kernel changes once they are a frame.
   */
  get lease(): FrameLease | undefined {
    return this.#lease?.broken === true ? undefined : this.#lease;
  }

  /** The pixels' bytes, little endian. @throws {FrameClosedError} */
  get bytes(): Uint8Array<ArrayBuffer> {
    const { data } = this;
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }

  /** The same image in memory of its own: outlives its event and can be sent to another thread. */
  copy(): DetectorFrame {
    const { rows, columns, depth } = this;
    return new DetectorFrame({ pixels: this.data.slice(), rows, columns, depth });
  }

  /** Gives back what memory the frame has to itself. `closeEvent` does it for the frames of its event. */
  close(): void {
    this.#closed = true;
    if (this.#ownsLease) this.#lease?.release();
  }
}

/** `count` pixels at `byteOffset` of a buffer; a multiple of their size. */
export function viewPixels(
  buffer: ArrayBuffer,
  byteOffset: number,
  { depth, count }: { readonly depth: Depth; readonly count: number },
): Pixels {
  if (depth === 8) return new Uint8Array(buffer, byteOffset, count);
  if (depth === 16) return new Uint16Array(buffer, byteOffset, count);
  return new Uint32Array(buffer, byteOffset, count);
}
