import { type DetectorFrame, encodeNpy, encodeTiff } from "../../src/index.ts";

/** The counts. */
export function tiffFile(frame: DetectorFrame, id: string): File {
  return new File([...encodeTiff(frame)], `${id}.tif`, { type: "image/tiff" });
}

/** The counts. */
export function npyFile(frame: DetectorFrame, id: string): File {
  return new File([...encodeNpy(frame)], `${id}.npy`, { type: "application/octet-stream" });
}
