import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join, parse } from "node:path";
import type { DetectorFrame } from "../../decoder/index.ts";
import { encodeNpy } from "./npy.ts";
import { encodePng } from "./png.ts";

/** The forms that a frame can be saved in. */
export const FRAME_FORMATS = ["tiff", "npy", "png"] as const;
export type FrameFormat = (typeof FRAME_FORMATS)[number];

/**
 * Writes one frame: `npy` its numbers, `png` a picture to look at, `tiff` the file as the detector sent it.
 * @throws {NodeJS.ErrnoException} when the file cannot be written.
 */
export async function saveFrame(
  path: string,
  options: { readonly frame: DetectorFrame; readonly tiff: Uint8Array; readonly format: FrameFormat },
): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const part of encode(options)) await file.writeFile(part);
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

function encode(options: {
  readonly frame: DetectorFrame;
  readonly tiff: Uint8Array;
  readonly format: FrameFormat;
}): readonly Uint8Array[] {
  if (options.format === "npy") return encodeNpy(options.frame);
  if (options.format === "png") return [encodePng(options.frame)];
  return [options.tiff];
}
