import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join, parse } from "node:path";
import { createDecoder, type Decoder, type DetectorFrame } from "../../decoder/index.ts";
import { encodeNpy, encodePng, encodeTiff } from "../../frameFiles/index.ts";

/** The forms that a frame can be saved in. */
export const FRAME_FORMATS = ["tiff", "npy", "png"] as const;
export type FrameFormat = (typeof FRAME_FORMATS)[number];

/** What to write. */
interface SavedFrame {
  readonly frame: DetectorFrame;
  /** The file as the detector sent it, with its metadata; without it, format `tiff` writes a plain one of the pixels. */
  readonly tiff?: Uint8Array;
  readonly format: FrameFormat;
  readonly decoder?: Decoder;
}

/**
 * Writes one frame: `npy` its numbers, `png` a picture to look at, `tiff` the file as the detector sent it, or else its
 * numbers.
 *
 * @param options.decoder what draws the picture; by default one is made for it
 * @throws {NodeJS.ErrnoException} when the file cannot be written.
 */
export async function saveFrame(path: string, options: SavedFrame): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const part of await encode(options)) await file.writeFile(part);
  } finally {
    await file.close();
  }
}

/**
 * A path that is not taken yet: the given one, or with `~2`, `~3` … before its ending. Series numbers begin again when a
 * detector is initialized, and an image that was saved is never written over.
 */
export function freePath(path: string): string {
  if (!existsSync(path)) return path;
  const { dir, name, ext } = parse(path);
  for (let copy = 2; ; copy++) {
    const other = join(dir, `${name}~${copy}${ext}`);
    if (!existsSync(other)) return other;
  }
}

async function encode({ frame, tiff, format, decoder }: SavedFrame): Promise<readonly Uint8Array[]> {
  if (format === "npy") return encodeNpy(frame);
  if (format === "png") return [await encodePng(frame, { decoder: decoder ?? (await createDecoder()) })];
  return tiff === undefined ? encodeTiff(frame) : [tiff];
}
