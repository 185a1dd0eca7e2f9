export { type SimulatorClock, simulatorClock } from "./clock.ts";
export { encodePayload, type PayloadOptions } from "./compression/encodePayload.ts";
export { DETECTOR_MODELS, type DetectorModel } from "./models.ts";
export type { BitDepth } from "./patterns/pattern.ts";
export type { DcuReply, DcuRequest } from "./reply.ts";
export { SimulatedDcu } from "./simulatedDcu.ts";
export type { SimulatedDcuOptions } from "./simulatedDcuOptions.ts";
export { TIFF_LAYOUTS, type TiffLayout } from "./writeTiff.ts";
