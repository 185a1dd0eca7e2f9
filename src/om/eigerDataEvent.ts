import type { Decoder, DetectorFrame } from "../decoder/index.ts";
import { DecodeError, FrameClosedError } from "../errors.ts";
import type { MonitorImage } from "../simplon/index.ts";
import type { TiffImage } from "../tiff/index.ts";
import type { ImageIdentity } from "./imageIdentity.ts";

/** What an event is made of. */
export interface EventParts {
  readonly received: MonitorImage;
  readonly tiff: TiffImage;
  readonly identity: ImageIdentity;
  readonly decoder: Decoder;
  /** Told, once, when the pixels turn out not to be readable. */
  readonly onUndecodable?: ((error: DecodeError) => void) | undefined;
}

/**
 * One image of the detector, as the monitor handed it out. Every event is a new object and never changes; its memory
 * can be given back with `closeEvent`, after which bytes and frame throw {@link FrameClosedError}.
 */
export class EigerDataEvent {
  /** OM's own shape of an event: the file, and the time of the image in Unix seconds (null: the file does not say). */
  readonly additional_info: {
    readonly image_file: Uint8Array<ArrayBuffer>;
    readonly timestamp: number | null;
  };
  readonly series: number | null;
  /** Identifies the series for ever; null: the file does not say. */
  readonly seriesUniqueId: string | null;
  /** Within the series, from 0. */
  readonly image: number | null;
  /** From 1. */
  readonly threshold: number | null;
  /** `<series>_<image>`, OM's event id. */
  readonly eventId: string | null;
  /** When the image was taken, by its file: Unix seconds. Some firmware gives every image of a series one time. */
  readonly timestamp: number | null;
  /** The same, exact: Unix nanoseconds. */
  readonly timestampNanoseconds: bigint | null;
  /** When its last byte came: Unix seconds. */
  readonly arrival: number;
  /** Milliseconds between asking for the image and its last byte, the DCU's wait included. */
  readonly fetchTime: number;
  readonly byteLength: number;
  /** The file's directories. */
  readonly tiff: TiffImage;
  readonly #parts: EventParts;
  #frame: DetectorFrame | undefined;
  #undecodable: DecodeError | undefined;
  #closed = false;

  constructor(parts: EventParts) {
    const { received, tiff, identity } = parts;
    const { series, image, threshold, timestamp } = identity;
    this.#parts = parts;
    this.series = series;
    this.seriesUniqueId = tiff.dectris?.seriesUniqueId ?? null;
    this.image = image;
    this.threshold = threshold;
    this.eventId = series === null || image === null ? null : `${series}_${image}`;
    this.timestamp = timestamp?.seconds ?? null;
    this.timestampNanoseconds = timestamp?.nanoseconds ?? null;
    this.arrival = received.arrival;
    this.fetchTime = received.received - received.requested;
    this.byteLength = received.buffer.bytes.length;
    this.tiff = tiff;
    const file = () => this.bytes;
    this.additional_info = Object.freeze({
      get image_file() {
        return file();
      },
      timestamp: this.timestamp,
    });
    Object.freeze(this);
  }

  /** The bytes of the TIFF file. @throws {FrameClosedError} */
  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#closed) throw new FrameClosedError();
    return this.#parts.received.buffer.bytes;
  }

  /**
   * The image's pixels, decoded at the first call.
   * @throws {DecodeError} see `readTiff`; {@link FrameClosedError}
   */
  frame(): DetectorFrame {
    if (this.#closed) throw new FrameClosedError();
    if (this.#undecodable !== undefined) throw this.#undecodable;
    this.#frame ??= this.#decode();
    return this.#frame;
  }

  #decode(): DetectorFrame {
    const { decoder, received, tiff, onUndecodable } = this.#parts;
    try {
      return decoder.decode(received.buffer, { image: tiff });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#undecodable = error;
      onUndecodable?.(error);
      throw error;
    }
  }

  /** Gives the memory back. Doing it twice does no harm. `closeEvent` calls it. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#frame?.close();
    this.#parts.received.buffer.release();
  }
}
