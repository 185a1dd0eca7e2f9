export { Accumulation } from "./accumulation.ts";
export type { AccumulationPart } from "./accumulationPart.ts";
export type { ModuleInformation } from "./asBind.ts";
export {
  COLOUR_TABLE_NAMES,
  type Colour,
  type ColourTable,
  type ColourTableName,
  colourTable,
} from "./colourTable.ts";
export type { CompressedImage } from "./compressedImage.ts";
export { createDecoder, Decoder, type DecoderOptions, type FrameBody } from "./decoder.ts";
export { DetectorFrame, type FrameParts, type FrameType, type Pixels } from "./detectorFrame.ts";
export { BIN_EDGES, FrameHistogram } from "./frameHistogram.ts";
export type { PixelMask } from "./frameParts.ts";
export { FrameLease, FrameSlots } from "./frameSlots.ts";
export type { FrameStatistics } from "./frameStatistics.ts";
export { DEFAULT_DECODER_LIMITS, type DecoderLimits } from "./limits.ts";
export type { Picture, PictureOptions, Region } from "./picture.ts";
export type { SparseFrame } from "./sparseFrame.ts";
export type { Scale } from "./toneSteps.ts";
export type { ExpectedFrames } from "./warmUp.ts";
