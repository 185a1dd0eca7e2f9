import type { Decoder } from "../decoder/index.ts";
import { DecodeError, MonitorRequestError } from "../errors.ts";
import type { MonitorClient } from "../simplon/index.ts";
import { readTiff } from "../tiff/index.ts";
import { EigerDataEvent } from "./eigerDataEvent.ts";
import { type ImageIdentity, readImageIdentity } from "./imageIdentity.ts";
import type { SkippedImage, TakenImage } from "./takeImage.ts";

interface EventOpenerOptions {
  readonly client: MonitorClient;
  readonly decoder: () => Decoder;
  /** May the control unit be asked which image it handed out last? */
  readonly asksForNumbers: boolean;
  /** Told of an image that is no valid TIFF. */
  readonly onUnreadable: (error: DecodeError, image: TakenImage) => void;
  /** Told, once, of an event whose pixels turned out not to be readable. */
  readonly onUndecodable: (error: DecodeError) => void;
}

/** Makes events of images. */
export class EventOpener {
  readonly #options: EventOpenerOptions;
  #asksForNumbers: boolean;

  constructor(options: EventOpenerOptions) {
    this.#options = options;
    this.#asksForNumbers = options.asksForNumbers && /^1\.[0-6]\./.test(options.client.apiVersion ?? "");
  }

  /**
   * The image's event; undefined when it is no TIFF. Whatever happens, its memory is not lost.
   * @throws the signal's reason
   */
  async open(image: TakenImage, signal: AbortSignal | undefined): Promise<EigerDataEvent | undefined> {
    const { decoder, onUnreadable, onUndecodable } = this.#options;
    try {
      const tiff = readTiff(image.buffer.bytes, { limits: decoder().limits });
      const written = readImageIdentity(image.buffer.bytes, tiff);
      const identity = await this.#identify(completed(written, image.identity), signal);
      return new EigerDataEvent({ received: image, tiff, identity, decoder: decoder(), onUndecodable });
    } catch (error) {
      image.buffer.release();
      if (!(error instanceof DecodeError)) throw error;
      onUnreadable(error, image);
      return undefined;
    }
  }

  /**
   * Files of API 1.6 have no numbers; its status says which image was handed out last: the one just received, unless
   * another client takes images of the same control unit at the same time.
   */
  async #identify(identity: ImageIdentity, signal: AbortSignal | undefined): Promise<ImageIdentity> {
    if (identity.image !== null || !this.#asksForNumbers) return identity;
    try {
      const { value } = await this.#options.client.getStatus("next_image_number", { signal });
      const [series, image] = value ?? [];
      return series === undefined || image === undefined ? identity : { ...identity, series, image };
    } catch (error) {
      if (!(error instanceof MonitorRequestError)) throw error;
      this.#asksForNumbers = error.status !== 404;
      return identity;
    }
  }
}

/** What the file says; where it says nothing, what was asked for. */
function completed(written: ImageIdentity, asked: SkippedImage = {}): ImageIdentity {
  return {
    series: written.series ?? asked.series ?? null,
    image: written.image ?? asked.image ?? null,
    threshold: written.threshold ?? asked.threshold ?? null,
    timestamp: written.timestamp,
  };
}
