export type { DectrisMetadata } from "./dectrisDirectory.ts";
export { listDirectories } from "./directoryList.ts";
export { DEFAULT_TIFF_LIMITS, type TiffLimits } from "./limits.ts";
export type { Strip } from "./strips.ts";
export { type Depth, readTiff, type TiffImage } from "./tiffImage.ts";
export { parseRfc3339, type Timestamp } from "./timestamp.ts";
