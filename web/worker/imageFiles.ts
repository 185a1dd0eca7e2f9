import {
  type Decoder,
  type DetectorFrame,
  encodeNpy,
  encodePng,
  encodeTiff,
  type PictureOptions,
} from "../../src/index.ts";

/** The picture of the whole frame, a pixel for a pixel. */
export async function pngFile(
  frame: DetectorFrame,
  { id, ...options }: PictureOptions & { readonly decoder: Decoder; readonly id: string },
): Promise<File> {
  return new File([await encodePng(frame, options)], `${id}.png`, { type: "image/png" });
}

/** The counts. */
export function tiffFile(frame: DetectorFrame, id: string): File {
  return new File([...encodeTiff(frame)], `${id}.tif`, { type: "image/tiff" });
}

/** The counts. */
export function npyFile(frame: DetectorFrame, id: string): File {
  return new File([...encodeNpy(frame)], `${id}.npy`, { type: "application/octet-stream" });
}
