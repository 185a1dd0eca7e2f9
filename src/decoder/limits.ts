import { DEFAULT_TIFF_LIMITS, type TiffLimits } from "../tiff/index.ts";

/** What an image may ask of the decoder at most, whatever its container. */
export interface DecoderLimits extends TiffLimits {
  /** Bytes that a block of a bitshuffled payload decodes to. Default, and at most, 1 MiB: the usual one has 8 kB. */
  readonly blockBytes: number;
  /** Bytes of memory of one slot: a body and what it decodes to. Default, and at most, 640 MiB. */
  readonly slotBytes: number;
}

/** The last two are also what the module itself keeps to (asconfig.json, assembly/dectris.ts). */
export const DEFAULT_DECODER_LIMITS: DecoderLimits = {
  ...DEFAULT_TIFF_LIMITS,
  blockBytes: 2 ** 20,
  slotBytes: 640 * 2 ** 20,
};
