import { expose } from "comlink";
import {
  type CompressedImage,
  createDecoder,
  type Decoder,
  type DetectorFrame,
  type FrameStatistics,
  isEigerMonitorError,
  type Picture,
  type PictureOptions,
  type Pixels,
} from "../../src/index.ts";

/** A frame and all that is made of it. */
export interface Decoded {
  readonly shape: readonly [rows: number, columns: number];
  readonly pixels: Pixels;
  readonly statistics: FrameStatistics;
  readonly histogram: Uint32Array;
  readonly picture: Picture;
}

/** How a file, or with an `image` a compressed payload, is to be looked at. */
export interface DecodeOptions {
  readonly image?: CompressedImage;
  readonly picture?: PictureOptions;
}

const ready = createDecoder();

/** Decoder and reader as a page has them: in a worker, behind comlink. */
async function decode(
  bytes: Uint8Array<ArrayBuffer>,
  options: DecodeOptions,
): Promise<Decoded | { readonly code: string }> {
  const decoder = await ready;
  try {
    const frame = decoder.decode(bytes, options.image ?? {});
    const decoded = measured(decoder, frame, options);
    frame.close();
    return decoded;
  } catch (error) {
    if (isEigerMonitorError(error, "DecodeError")) return { code: error.code };
    throw error;
  }
}

function measured(decoder: Decoder, frame: DetectorFrame, { picture = {} }: DecodeOptions): Decoded {
  return {
    shape: frame.shape,
    pixels: frame.data.slice(),
    statistics: decoder.statistics(frame),
    histogram: decoder.histogram(frame).counts,
    picture: decoder.picture(frame, picture),
  };
}

const api = { decode };
export type DecoderWorker = typeof api;
expose(api);
