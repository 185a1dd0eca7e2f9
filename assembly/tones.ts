import { zipHigh, zipLow } from "./lanes";
import { fits } from "./memory";

/**
 * Counts become colours. All picture kernels work on *shifted counts*: count + 1 in the width of the pixel, so that
 * the masked value, all bits set, becomes 0. Then the maximum of several pixels is masked only where all are, and 0
 * is what lies under no pixel at all.
 *
 * A block of tones, little endian; the host writes from `stepCount` on, `prepareTones` the rest:
 *
 *          0  table      u32 RGBA [65536]  colours of the shifted counts 0 … 65535
 *     262144  palette    u8 [4][16]        red, green, blue, alpha of the shifted counts 0 … 15
 *     262208  stepCount  u32
 *     262212  outside    u32 RGBA          where the frame is not
 *     262216  steps      [stepCount] of { first u32, colour u32 RGBA }, ascending in `first`
 *
 * A shifted count has the colour of the last step that begins at or below it. Masked (0), the colour table and
 * saturated counts are steps like any other; nothing is rounded, at any depth.
 */
const ENTRIES: u32 = 65_536;
const PALETTE: usize = 262_144;
const STEP_COUNT: usize = 262_208;
const OUTSIDE: usize = 262_212;
const STEPS: usize = 262_216;
/** Shifted counts of the palette: as many as a lane permutation looks up. */
const PALETTE_ENTRIES: u32 = 16;

const STEP_BYTES: usize = 8;

/** Does the block, with as many steps as it says, lie in memory? */
export function isTones(tones: usize): bool {
  return fits(tones, STEPS) && fits(tones, STEPS + <u64>load<u32>(tones, STEP_COUNT) * STEP_BYTES);
}

export function outsideColour(tones: usize): u32 {
  return load<u32>(tones, OUTSIDE);
}

/** Fills table and palette from the steps: 20 µs. */
export function prepareTones(tones: usize): void {
  const steps = load<u32>(tones, STEP_COUNT);
  let entry: u32 = 0;
  for (let step: u32 = 0; step < steps; step++) {
    const address = tones + ((<usize>step) << 3);
    const end = step + 1 < steps ? min<u32>(load<u32>(address, STEPS + STEP_BYTES), ENTRIES) : ENTRIES;
    const colour = load<u32>(address, STEPS + 4);
    for (; entry < end; entry++) store<u32>(tones + ((<usize>entry) << 2), colour);
  }
  for (let index: usize = 0; index < PALETTE_ENTRIES; index++) {
    for (let channel: usize = 0; channel < 4; channel++)
      store<u8>(tones + (channel << 4) + index, load<u8>(tones + (index << 2) + channel), PALETTE);
  }
}

/**
 * Colours of `count` pixels into RGBA at `target`. `shift` is 1 where the pixels are counts, 0 where they are shifted.
 *
 * Sixteen pixels at a time: when all of them are masked or below 15 counts, which is most of a diffraction frame,
 * four lane permutations look up red, green, blue and alpha; otherwise the table is read sixteen times.
 */
export function paint<T>(pixels: usize, shift: u32, count: u32, tones: usize, target: usize): void {
  const red = v128.load(tones, PALETTE);
  const green = v128.load(tones, PALETTE + 16);
  const blue = v128.load(tones, PALETTE + 32);
  const alpha = v128.load(tones, PALETTE + 48);
  const shifts = v128.splat<T>(<T>shift);
  const beyondPalette = v128.splat<T>(<T>-16);
  const vectorsEnd = target + ((<usize>(count & ~15)) << 2);
  let address = pixels;
  let rgba = target;
  for (; rgba < vectorsEnd; rgba += 64, address += 16 * sizeof<T>()) {
    let indices = v128.add<T>(v128.load(address), shifts);
    let all = indices;
    if (sizeof<T>() == 2) {
      const second = v128.add<T>(v128.load(address, 16), shifts);
      all = v128.or(indices, second);
      indices = i8x16.narrow_i16x8_u(indices, second);
    } else if (sizeof<T>() == 4) {
      const second = v128.add<T>(v128.load(address, 16), shifts);
      const third = v128.add<T>(v128.load(address, 32), shifts);
      const fourth = v128.add<T>(v128.load(address, 48), shifts);
      all = v128.or(v128.or(indices, second), v128.or(third, fourth));
      indices = i8x16.narrow_i16x8_u(
        i16x8.narrow_i32x4_u(indices, second),
        i16x8.narrow_i32x4_u(third, fourth),
      );
    }
    if (v128.any_true(v128.and(all, beyondPalette))) {
      lookUp<T>(address, shift, rgba + 64, tones, rgba);
      continue;
    }
    const reds = i8x16.swizzle(red, indices);
    const greens = i8x16.swizzle(green, indices);
    const blues = i8x16.swizzle(blue, indices);
    const alphas = i8x16.swizzle(alpha, indices);
    const redGreenLow = zipLow<u8>(reds, greens);
    const redGreenHigh = zipHigh<u8>(reds, greens);
    const blueAlphaLow = zipLow<u8>(blues, alphas);
    const blueAlphaHigh = zipHigh<u8>(blues, alphas);
    v128.store(rgba, zipLow<u16>(redGreenLow, blueAlphaLow));
    v128.store(rgba, zipHigh<u16>(redGreenLow, blueAlphaLow), 16);
    v128.store(rgba, zipLow<u16>(redGreenHigh, blueAlphaHigh), 32);
    v128.store(rgba, zipHigh<u16>(redGreenHigh, blueAlphaHigh), 48);
  }
  lookUp<T>(address, shift, target + ((<usize>count) << 2), tones, rgba);
}

/** One pixel at a time, until `target` reaches `end`. */
function lookUp<T>(pixels: usize, shift: u32, end: usize, tones: usize, target: usize): void {
  let address = pixels;
  for (let rgba = target; rgba < end; rgba += 4, address += sizeof<T>()) {
    const shifted = <u32>(<T>(load<T>(address) + <T>shift));
    if (sizeof<T>() == 4 && shifted >= ENTRIES) store<u32>(rgba, colourOfStep(shifted, tones));
    else store<u32>(rgba, load<u32>(tones + ((<usize>shifted) << 2)));
  }
}

/** Beyond the table: a binary search among the steps. Counts above 65534 are rare in a frame of 32 bits. */
function colourOfStep(shifted: u32, tones: usize): u32 {
  let low: u32 = 0;
  let high = load<u32>(tones, STEP_COUNT);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (load<u32>(tones + ((<usize>middle) << 3), STEPS) <= shifted) low = middle;
    else high = middle;
  }
  return load<u32>(tones + ((<usize>low) << 3), STEPS + 4);
}
