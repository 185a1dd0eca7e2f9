/**
 * Bit-unshuffle of one block (kiyo-masui/bitshuffle, "bshuf_trans_bit_elem"): n pixels of b bits were written as b planes
 * of n/8 bytes, plane k holding bit k of every pixel:
 *
 *     plane 0 │ bit 0 of pixels 0 … 7 │ of 8 … 15 │ …        byte j, bit r ↔ pixel 8j + r
 *     plane 1 │ bit 1 of pixels 0 … 7 │ …
 *       ⋮
 *
 * Low counts leave the upper planes alike: all are the mask of the gaps, whose pixels have every bit set. If planes
 * 7 … b−1 are alike, a pixel is a signed byte that is widened: eight planes are transposed instead of sixteen or thirty-two.
 * That is why this is faster than native code that transposes all.
 */
import { zipHigh, zipLow } from "./lanes";
import { copyRun } from "./memory";
import { widen8, widenPairs, zip16, zip32 } from "./widen";

/** Bytes of pixels 0 … 127 of a column, the lowest of each, then the next: up to four times 128. */
const COLUMN: usize = memory.data(4 * 128, 16);

/** Do planes 7 … stay alike, so that the pixels are signed bytes? */
export function isNarrow(first: u32): bool {
  return first <= 7;
}

/** The same of planes 15 … and 16-bit numbers. */
export function isMedium(first: u32): bool {
  return first <= 15;
}

/**
 * The signed bytes of the `count` pixels (a multiple of 8) of a narrow block. Planes behind `first` need not be there: they
 * are written here, up to the eighth.
 */
export function unshuffleBytes(planes: usize, count: u32, first: u32, bytes: usize): void {
  const plane: usize = count >> 3;
  if (plane < 16) {
    unshuffleBits<u8>(planes, count, first, bytes);
    return;
  }
  const written: u32 = first <= 3 ? 4 : 8;
  const last = planes + <usize>first * plane;
  for (let k = first + 1; k < written; k++) copyRun(planes + <usize>k * plane, last, plane);
  if (written == 4) {
    for (let column: usize = 0; ; column = min<usize>(column + 16, plane - 16)) {
      transpose4(planes + column, plane, bytes + (column << 3));
      if (column + 16 >= plane) return;
    }
  }
  for (let column: usize = 0; ; column = min<usize>(column + 16, plane - 16)) {
    transpose8(planes + column, plane, bytes + (column << 3));
    if (column + 16 >= plane) return;
  }
}

/**
 * Are the bytes of a narrow block counts and −1, the masked value? Another negative byte is a count just below the masked
 * value (65534 is −2), which its byte alone does not tell. Where the sign is set, so must all planes below be: the planes are
 * fewer bytes to look at than the pixels.
 */
export function areCounts(planes: usize, count: u32, first: u32): bool {
  const plane: usize = count >> 3;
  const sign = planes + <usize>first * plane;
  for (let k: u32 = 0; k < first; k++) {
    if (!covers(planes + <usize>k * plane, sign, plane)) return false;
  }
  return true;
}

/** Has `upper` each bit that `lower` has? */
function covers(upper: usize, lower: usize, length: usize): bool {
  let place: usize = 0;
  let missing = i32x4.splat(0);
  for (; place + 16 <= length; place += 16) {
    missing = v128.or(missing, v128.andnot(v128.load(lower + place), v128.load(upper + place)));
  }
  for (; place < length; place++) {
    if ((load<u8>(lower + place) & ~load<u8>(upper + place)) != 0) return false;
  }
  return !v128.any_true(missing);
}

/** The `count` pixels (a multiple of 8) of a block of which planes `first` … are all alike. */
export function unshuffle<T>(planes: usize, count: u32, first: u32, output: usize): void {
  const plane: usize = count >> 3;
  if (plane < 16) {
    unshuffleBits<T>(planes, count, first, output);
    return;
  }
  // The last column may begin before the former ends: those pixels are written twice, alike.
  for (let column: usize = 0; ; column = min<usize>(column + 16, plane - 16)) {
    unshuffleColumn<T>(planes + column, plane, first, output + (column << 3) * sizeof<T>());
    if (column + 16 >= plane) return;
  }
}

/** 128 pixels: 16 bytes of each plane. */
function unshuffleColumn<T>(column: usize, plane: usize, first: u32, output: usize): void {
  transpose8(column, plane, COLUMN);
  if (alike(column, plane, first)) {
    widen8<T>(COLUMN, 128, output);
    return;
  }
  transposeUpTo(column, plane, 8, first, COLUMN + 128);
  if (sizeof<T>() == 2) {
    zip16(COLUMN, output);
  } else if (isMedium(first)) {
    widenPairs(COLUMN, output);
  } else {
    transposeUpTo(column, plane, 16, first, COLUMN + 256);
    transposeUpTo(column, plane, 24, first, COLUMN + 384);
    zip32(COLUMN, output);
  }
}

/** Are planes 8 … first like plane 7 in this column? One Bragg peak in a block then costs its own columns only. */
function alike(column: usize, plane: usize, first: u32): bool {
  const seventh = v128.load(column + 7 * plane);
  let different = v128.xor(v128.load(column + 8 * plane), seventh);
  for (let k: u32 = 9; k <= first; k++) {
    different = v128.or(different, v128.xor(v128.load(column + <usize>k * plane), seventh));
  }
  return !v128.any_true(different);
}

/** `transpose8` of planes `from` … `from` + 7, where those behind `first` are not there and like it. */
function transposeUpTo(column: usize, plane: usize, from: u32, first: u32, bytes: usize): void {
  const row = column + <usize>from * plane;
  if (from + 7 <= first) {
    transpose8(row, plane, bytes);
    return;
  }
  const last = column + <usize>first * plane;
  transposeRows(
    v128.load(min<usize>(row, last)),
    v128.load(min<usize>(row + plane, last)),
    v128.load(min<usize>(row + 2 * plane, last)),
    v128.load(min<usize>(row + 3 * plane, last)),
    v128.load(min<usize>(row + 4 * plane, last)),
    v128.load(min<usize>(row + 5 * plane, last)),
    v128.load(min<usize>(row + 6 * plane, last)),
    v128.load(last),
    bytes,
  );
}

function transpose8(column: usize, plane: usize, bytes: usize): void {
  const plane2 = plane + plane;
  const plane4 = plane2 + plane2;
  const upper = column + plane4;
  transposeRows(
    v128.load(column),
    v128.load(column + plane),
    v128.load(column + plane2),
    v128.load(column + plane2 + plane),
    v128.load(upper),
    v128.load(upper + plane),
    v128.load(upper + plane2),
    v128.load(upper + plane2 + plane),
    bytes,
  );
}

/**
 * The same for four planes, the fourth being the sign: blocks of 2 and 1 bits are swapped, after which register r has pixels
 * r, 8 + r, … in its lower nibbles and 4 + r, 12 + r, … in its upper ones. (16-bit pixels: 22.8 GB/s for 16.6 with eight.)
 */
function transpose4(column: usize, plane: usize, bytes: usize): void {
  let a = v128.load(column);
  let b = v128.load(column + plane);
  let c = v128.load(column + 2 * plane);
  let d = v128.load(column + 3 * plane);
  const pairs = i8x16.splat(0x33);
  let t = v128.and(v128.xor(i64x2.shr_u(a, 2), c), pairs);
  c = v128.xor(c, t);
  a = v128.xor(a, i64x2.shl(t, 2));
  t = v128.and(v128.xor(i64x2.shr_u(b, 2), d), pairs);
  d = v128.xor(d, t);
  b = v128.xor(b, i64x2.shl(t, 2));
  const bits = i8x16.splat(0x55);
  t = v128.and(v128.xor(i64x2.shr_u(a, 1), b), bits);
  b = v128.xor(b, t);
  a = v128.xor(a, i64x2.shl(t, 1));
  t = v128.and(v128.xor(i64x2.shr_u(c, 1), d), bits);
  d = v128.xor(d, t);
  c = v128.xor(c, i64x2.shl(t, 1));

  const ac = zipLow<u8>(a, c);
  const AC = zipHigh<u8>(a, c);
  const bd = zipLow<u8>(b, d);
  const BD = zipHigh<u8>(b, d);
  storeNibbles(zipLow<u8>(ac, bd), bytes);
  storeNibbles(zipHigh<u8>(ac, bd), bytes + 32);
  storeNibbles(zipLow<u8>(AC, BD), bytes + 64);
  storeNibbles(zipHigh<u8>(AC, BD), bytes + 96);
}

/** Four bytes: pixels 0 … 3 in the lower nibbles, 4 … 7 in the upper ones; as signed bytes, in order. */
function storeNibbles(pairs: v128, bytes: usize): void {
  const nibble = i8x16.splat(0x0f);
  const sign = i8x16.splat(8);
  const lower = i8x16.sub(v128.xor(v128.and(pairs, nibble), sign), sign);
  const upper = i8x16.sub(v128.xor(v128.and(i64x2.shr_u(pairs, 4), nibble), sign), sign);
  v128.store(bytes, i8x16.shuffle(lower, upper, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23));
  v128.store(
    bytes,
    i8x16.shuffle(lower, upper, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31),
    16,
  );
}

/**
 * Eight rows of 16 bytes, bit k of 128 pixels each, into 128 bytes, one a pixel. First the 8 × 8 bits under each byte are
 * transposed by swapping blocks of 4, 2 and 1 bits between registers (10 GB/s; gathering bits with `bitmask` reached 4),
 * after which register r has pixels r, 8 + r, 16 + r, …; then three rounds of interleaving put them in order.
 */
function transposeRows(
  a: v128,
  b: v128,
  c: v128,
  d: v128,
  e: v128,
  f: v128,
  g: v128,
  h: v128,
  bytes: usize,
): void {
  const nibbles = i8x16.splat(0x0f);
  let t = v128.and(v128.xor(i64x2.shr_u(a, 4), e), nibbles);
  e = v128.xor(e, t);
  a = v128.xor(a, i64x2.shl(t, 4));
  t = v128.and(v128.xor(i64x2.shr_u(b, 4), f), nibbles);
  f = v128.xor(f, t);
  b = v128.xor(b, i64x2.shl(t, 4));
  t = v128.and(v128.xor(i64x2.shr_u(c, 4), g), nibbles);
  g = v128.xor(g, t);
  c = v128.xor(c, i64x2.shl(t, 4));
  t = v128.and(v128.xor(i64x2.shr_u(d, 4), h), nibbles);
  h = v128.xor(h, t);
  d = v128.xor(d, i64x2.shl(t, 4));

  const pairs = i8x16.splat(0x33);
  t = v128.and(v128.xor(i64x2.shr_u(a, 2), c), pairs);
  c = v128.xor(c, t);
  a = v128.xor(a, i64x2.shl(t, 2));
  t = v128.and(v128.xor(i64x2.shr_u(b, 2), d), pairs);
  d = v128.xor(d, t);
  b = v128.xor(b, i64x2.shl(t, 2));
  t = v128.and(v128.xor(i64x2.shr_u(e, 2), g), pairs);
  g = v128.xor(g, t);
  e = v128.xor(e, i64x2.shl(t, 2));
  t = v128.and(v128.xor(i64x2.shr_u(f, 2), h), pairs);
  h = v128.xor(h, t);
  f = v128.xor(f, i64x2.shl(t, 2));

  const bits = i8x16.splat(0x55);
  t = v128.and(v128.xor(i64x2.shr_u(a, 1), b), bits);
  b = v128.xor(b, t);
  a = v128.xor(a, i64x2.shl(t, 1));
  t = v128.and(v128.xor(i64x2.shr_u(c, 1), d), bits);
  d = v128.xor(d, t);
  c = v128.xor(c, i64x2.shl(t, 1));
  t = v128.and(v128.xor(i64x2.shr_u(e, 1), f), bits);
  f = v128.xor(f, t);
  e = v128.xor(e, i64x2.shl(t, 1));
  t = v128.and(v128.xor(i64x2.shr_u(g, 1), h), bits);
  h = v128.xor(h, t);
  g = v128.xor(g, i64x2.shl(t, 1));

  const ae = zipLow<u8>(a, e);
  const AE = zipHigh<u8>(a, e);
  const bf = zipLow<u8>(b, f);
  const BF = zipHigh<u8>(b, f);
  const cg = zipLow<u8>(c, g);
  const CG = zipHigh<u8>(c, g);
  const dh = zipLow<u8>(d, h);
  const DH = zipHigh<u8>(d, h);
  interleave(zipLow<u8>(ae, cg), zipLow<u8>(bf, dh), bytes);
  interleave(zipHigh<u8>(ae, cg), zipHigh<u8>(bf, dh), bytes + 32);
  interleave(zipLow<u8>(AE, CG), zipLow<u8>(BF, DH), bytes + 64);
  interleave(zipHigh<u8>(AE, CG), zipHigh<u8>(BF, DH), bytes + 96);
}

function interleave(even: v128, odd: v128, bytes: usize): void {
  v128.store(bytes, zipLow<u8>(even, odd));
  v128.store(bytes, zipHigh<u8>(even, odd), 16);
}

/** Bit by bit: for blocks of fewer than 128 pixels. */
function unshuffleBits<T>(planes: usize, count: u32, first: u32, output: usize): void {
  const plane = count >> 3;
  for (let pixel: u32 = 0; pixel < count; pixel++) {
    let value: u32 = 0;
    for (let k: u32 = 0; k < 8 * sizeof<T>(); k++) {
      const byte = load<u8>(planes + min<u32>(k, first) * plane + (pixel >> 3));
      value |= (<u32>(byte >> <u8>(pixel & 7)) & 1) << k;
    }
    store<T>(output + pixel * sizeof<T>(), <T>value);
  }
}
