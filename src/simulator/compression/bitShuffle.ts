/**
 * Bit-shuffle (kiyo-masui/bitshuffle): pixels of b bits become b planes, plane k holding bit k of every pixel, eight
 * pixels to a byte, the first in its lowest bit.
 *
 * `input` is a whole number of eights of pixels, little endian, of `element` bytes each; `planes` is as long.
 */
export function bitShuffle(input: Uint8Array, planes: Uint8Array, element: number): void {
  const plane = input.length / (8 * element);
  planes.fill(0);
  for (let eight = 0; eight < plane; eight++) {
    for (let byte = 0; byte < element; byte++) {
      const first = 8 * element * eight + byte;
      const lower = gather(input, first, element);
      const upper = gather(input, first + 4 * element, element);
      // Most bytes of most frames: the planes have their zeros already.
      if ((lower | upper) !== 0) transpose(lower, upper, planes, { at: 8 * byte * plane + eight, plane });
    }
  }
}

/** The same byte of four pixels. */
function gather(input: Uint8Array, first: number, element: number): number {
  const a = input[first] ?? 0;
  const b = input[first + element] ?? 0;
  const c = input[first + 2 * element] ?? 0;
  const d = input[first + 3 * element] ?? 0;
  return a | (b << 8) | (c << 16) | (d << 24);
}

/** Transposes 8 × 8 bits by swapping blocks of 1, 2 and 4 (Warren, Hacker's Delight, 7-3); each row goes to its plane. */
function transpose(
  fourPixels: number,
  nextFour: number,
  planes: Uint8Array,
  { at, plane }: { readonly at: number; readonly plane: number },
): void {
  const lower = swapBlocks(swapBlocks(fourPixels, 7, 0x00aa00aa), 14, 0x0000cccc);
  const upper = swapBlocks(swapBlocks(nextFour, 7, 0x00aa00aa), 14, 0x0000cccc);
  const crossing = ((lower >>> 4) ^ upper) & 0x0f0f0f0f;
  const rows = [lower ^ (crossing << 4), upper ^ crossing];
  for (let bit = 0; bit < 8; bit++) planes[at + bit * plane] = (rows[bit >> 2] ?? 0) >>> (8 * (bit & 3));
}

function swapBlocks(bits: number, distance: number, mask: number): number {
  const different = (bits ^ (bits >>> distance)) & mask;
  return bits ^ different ^ (different << distance);
}
