import { open } from "node:fs/promises";
import { createDecoder, type Decoder, type DetectorFrame } from "../../decoder/index.ts";
import { encodeNpy } from "./npy.ts";
import { encodePng } from "./png.ts";

/** The forms that a frame can be saved in. */
export const FRAME_FORMATS = ["tiff", "npy", "png"] as const;
export type FrameFormat = (typeof FRAME_FORMATS)[number];

/**
 * Writes one frame: `npy` its numbers, `png` a picture to look at, `tiff` the file as the detector sent it.
 *
 * @param options.decoder what draws the picture; by default one is made for it
 * @throws {NodeJS.ErrnoException} when the file cannot be written.
 */
export async function saveFrame(path: string, options: FrameToSave): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const part of await encode(options)) await file.writeFile(part);
  } finally {
    await file.close();
  }
}

interface FrameToSave {
  readonly frame: DetectorFrame;
  readonly tiff: Uint8Array;
  readonly format: FrameFormat;
  readonly decoder?: Decoder;
}

async function encode(options: FrameToSave): Promise<readonly Uint8Array[]> {
  const { frame, format } = options;
  if (format === "npy") return encodeNpy(frame);
  if (format === "png") return [encodePng(frame, { decoder: options.decoder ?? (await createDecoder()) })];
  return [options.tiff];
}
