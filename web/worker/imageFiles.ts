import {
  type Clock,
  type Decoder,
  type DetectorFrame,
  delay,
  encodeNpy,
  encodePng,
  encodeTiff,
  type PictureOptions,
} from "../../src/index.ts";

/** The picture of the whole frame, a pixel for a pixel; live images have their turn while it is made. */
export async function pngFile(
  frame: DetectorFrame,
  {
    id,
    clock,
    ...options
  }: PictureOptions & { readonly decoder: Decoder; readonly clock: Clock; readonly id: string },
): Promise<File> {
  const png = await encodePng(frame, { ...options, between: () => delay(0, { clock }) });
  return new File([png], `${id}.png`, { type: "image/png" });
}

/** The counts. */
export function tiffFile(frame: DetectorFrame, id: string): File {
  return new File([...encodeTiff(frame)], `${id}.tif`, { type: "image/tiff" });
}

/** The counts. */
export function npyFile(frame: DetectorFrame, id: string): File {
  return new File([...encodeNpy(frame)], `${id}.npy`, { type: "application/octet-stream" });
}
