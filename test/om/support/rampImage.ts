import { createHash } from "node:crypto";

/** Pixels of the simulated detector's pattern `ramp` on a detector without gaps, by its formula. */
export function rampPixels(
  image: number,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(rows * columns);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) pixels[y * columns + x] = (x + 3 * y + 7 * image) % 251;
  }
  return pixels;
}

/** eiger2-250k: one half module. */
export const QUARTER_MEGAPIXEL = { rows: 512, columns: 512 } as const;

export function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
