import { createHash } from "node:crypto";

const MASKED = 65_535;
/** eiger-1m: two modules of 514 rows, one above the other, 37 rows between them. */
export const EIGER_1M = { rows: 1065, columns: 1030, gap: { start: 514, end: 551 } } as const;

/** The simulated detector's pattern `ramp` on an EIGER 1M of 16 bits, by its formula and by the manual's sizes. */
export function rampOf1M(image: number): Uint16Array {
  const { rows, columns, gap } = EIGER_1M;
  const pixels = new Uint16Array(rows * columns);
  for (let y = 0; y < rows; y++) {
    const masked = y >= gap.start && y < gap.end;
    for (let x = 0; x < columns; x++)
      pixels[y * columns + x] = masked ? MASKED : (x + 3 * y + 7 * image) % 251;
  }
  return pixels;
}

/** What `watch --json --digest` has to say of these pixels. */
export function figuresOf(pixels: Uint16Array): Readonly<Record<string, unknown>> {
  let [min, max, sum, masked] = [MASKED, 0, 0, 0];
  for (const counts of pixels) {
    if (counts === MASKED) {
      masked += 1;
      continue;
    }
    if (counts < min) min = counts;
    if (counts > max) max = counts;
    sum += counts;
  }
  const shape = [EIGER_1M.rows, EIGER_1M.columns];
  return { shape, dtype: "uint16", min, max, sum, masked, sha256: digestOf(pixels) };
}

/** SHA-256 of the pixels in little endian. */
export function digestOf(pixels: Uint16Array): string {
  const bytes = Buffer.from(pixels.slice().buffer);
  const native = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  return createHash("sha256")
    .update(native ? bytes : bytes.swap16())
    .digest("hex");
}
