export type { ModuleInformation } from "./asBind.ts";
export { createDecoder, Decoder, type DecoderOptions, type FrameBody } from "./decoder.ts";
export { DetectorFrame, type FrameParts, type FrameType, type Pixels } from "./detectorFrame.ts";
export { FrameLease, FrameSlots } from "./frameSlots.ts";
export type { FrameStatistics } from "./frameStatistics.ts";
