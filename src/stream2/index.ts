export { decodeStreamImage } from "./decodeStreamImage.ts";
export { type ImageMessage, readImageMessage } from "./imageMessage.ts";
export type { RationalTime } from "./rationalTime.ts";
export type { StreamImage } from "./streamImage.ts";
