import {
  type Decoder,
  type DetectorFrame,
  encodeNpy,
  encodePng,
  encodeTiff,
  type PictureOptions,
} from "../../src/index.ts";

/** The picture of the whole frame, a pixel for a pixel. */
export function pngFile(frame: DetectorFrame, options: PictureOptions & { readonly decoder: Decoder }): Blob {
  return new Blob([encodePng(frame, options)], { type: "image/png" });
}

/** The counts. */
export function tiffFile(frame: DetectorFrame): Blob {
  return new Blob([...encodeTiff(frame)], { type: "image/tiff" });
}

/** The counts. */
export function npyFile(frame: DetectorFrame): Blob {
  return new Blob([...encodeNpy(frame)], { type: "application/octet-stream" });
}
