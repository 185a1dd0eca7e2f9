import {
  BinKind,
  clip,
  endOfInside,
  endSource,
  firstInside,
  firstSource,
  halvingsOf,
  writeBounds,
} from "./axis";
import { maximumAlong, maximumDown } from "./binning";
import { binByHalves } from "./halving";
import { meanRow } from "./mean";
import { fits } from "./memory";
import { outsideColour, paint } from "./tones";

/**
 * A picture of any rectangle of a frame, at any zoom. What is drawn, little endian:
 *
 *      0  x             f64  the region in source pixels, which may lie outside of the frame in part or in whole;
 *      8  y             f64    source pixel 0 covers 0 … 1
 *     16  width         f64
 *     24  height        f64
 *     32  columns       u32  of the whole picture
 *     36  rows          u32
 *     40  fromRow       u32  picture rows of this call; row `fromRow` begins at `target`
 *     44  toRow         u32
 *     48  frameColumns  u32
 *     52  firstRow      u32  frame rows of this call; row `firstRow` begins at `pixels`. All others are outside
 *     56  endRow        u32
 *     60  meanBits      i32  −1: maximum; 0 … 6: mean of the valid pixels in units of 2^−meanBits counts
 *
 * Along each axis a picture pixel shows the source pixels whose centres it covers; where that is none (zoomed in), the
 * one under its own centre. So each source pixel is in exactly one picture pixel, and no peak is lost.
 *
 * Every picture row takes three steps, each in the first cache: maximum down the columns, maximum along the row,
 * colours. Only the middle one knows the zoom: nothing at 1:1, halved once for 2×2, twice for 4×4, thrice for 8×8,
 * and any other zoom by a table of bounds.
 *
 * Measured on a 16M frame of 16 bits, mean 0.5 counts, where memory.fill writes 28 and memory.copy copies 13 GB/s: 1:1
 * puts out 15 to 18 GB/s of RGBA (20 in bands that stay in the second cache), 2×2 reads 13, 4×4 18, a step of 4.15 8.
 */
const REQUEST_BYTES: u64 = 64;
const X: usize = 0;
const Y: usize = 8;
const WIDTH: usize = 16;
const HEIGHT: usize = 24;
const COLUMNS: usize = 32;
const ROWS: usize = 36;
const FROM_ROW: usize = 40;
const TO_ROW: usize = 44;
const FRAME_COLUMNS: usize = 48;
const FIRST_ROW: usize = 52;
const END_ROW: usize = 56;
const MEAN_BITS: usize = 60;

/** Frames and pictures are at most this wide and high. */
const LONGEST_SIDE: u32 = 65_536;
/** Regions lie within ± this many pixels, so that no coordinate leaves 32 bits. */
const FARTHEST: f64 = 1_073_741_824;
const MOST_MEAN_BITS: i32 = 6;
/** 2^this × 2^this is the coarsest zoom that is halved, not searched. */
const MOST_HALVINGS: i32 = 3;
/** Elements beyond a line of pixels: two bins that stick out of the frame, and a whole pair of vectors. */
const LINE_SLACK: u32 = 64;

/**
 * Scratch: a line of the frame, bounds (two u32 a picture column), bins (u32). On a multiple of 16 no load of the line
 * is split.
 */
function scratchBytes(columns: u32, frameColumns: u32): u64 {
  return 4 * (<u64>frameColumns + LINE_SLACK) + 12 * <u64>columns;
}

/** Does all that `picture` will touch lie in memory? */
export function isDrawable<T>(pixels: usize, request: usize, scratch: usize, target: usize): bool {
  if (!fits(request, REQUEST_BYTES)) return false;
  const columns = load<u32>(request, COLUMNS);
  const rows = load<u32>(request, ROWS);
  const fromRow = load<u32>(request, FROM_ROW);
  const toRow = load<u32>(request, TO_ROW);
  const frameColumns = load<u32>(request, FRAME_COLUMNS);
  const firstRow = load<u32>(request, FIRST_ROW);
  const endRow = load<u32>(request, END_ROW);
  if (columns == 0 || rows == 0 || max(max(columns, rows), max(frameColumns, endRow)) > LONGEST_SIDE)
    return false;
  if (fromRow > toRow || toRow > rows || firstRow > endRow || load<i32>(request, MEAN_BITS) > MOST_MEAN_BITS)
    return false;
  if (!isSpan(load<f64>(request, X), load<f64>(request, WIDTH))) return false;
  if (!isSpan(load<f64>(request, Y), load<f64>(request, HEIGHT))) return false;
  const frameBytes = <u64>frameColumns * (endRow - firstRow) * sizeof<T>();
  const targetBytes = <u64>columns * (toRow - fromRow) * 4;
  return (
    fits(pixels, frameBytes) &&
    fits(target, targetBytes) &&
    fits(scratch, scratchBytes(columns, frameColumns))
  );
}

/** Written so that NaN fails. */
function isSpan(start: f64, length: f64): bool {
  return abs(start) <= FARTHEST && length > 0 && length <= FARTHEST;
}

export function picture<T>(pixels: usize, request: usize, tones: usize, scratch: usize, target: usize): void {
  const columns = load<u32>(request, COLUMNS);
  const frameColumns = load<u32>(request, FRAME_COLUMNS);
  const firstRow = load<u32>(request, FIRST_ROW);
  const endRow = load<u32>(request, END_ROW);
  const meanBits = load<i32>(request, MEAN_BITS);
  const x = load<f64>(request, X);
  const y = load<f64>(request, Y);
  const stepX = load<f64>(request, WIDTH) / <f64>columns;
  const stepY = load<f64>(request, HEIGHT) / <f64>load<u32>(request, ROWS);
  const stride = <usize>frameColumns * sizeof<T>();
  const rowBytes = (<usize>columns) << 2;
  const outside = outsideColour(tones);

  const line = scratch;
  const bounds = line + ((<usize>frameColumns + LINE_SLACK) << 2);
  const bins = bounds + ((<usize>columns) << 3);

  // The frame is under the picture columns left … right, which show its columns leftmost … rightmost.
  const left = firstInside(columns, x, stepX, frameColumns);
  const right = endOfInside(left, columns, x, stepX, frameColumns);
  const inside = right - left;
  const leftmost = clip(firstSource(left, x, stepX), 0, frameColumns);
  const rightmost = inside > 0 ? clip(endSource(right - 1, x, stepX), 0, frameColumns) : leftmost;
  const rowLength = <usize>(rightmost - leftmost) * sizeof<T>();
  // Halving begins at the frame's edge; a first bin that sticks out on the left takes the general way.
  const isWhole = <f64>leftmost == x + <f64>left * stepX;
  const halvings = isWhole ? halvingsOf(x, stepX, MOST_HALVINGS) : -1;
  // At 4148 columns the bounds are 35 µs, as much as drawing twenty rows: only where something reads them.
  const kind =
    halvings < 0 || meanBits >= 0 ? writeBounds(bounds, left, right, x, stepX, frameColumns) : BinKind.Any;

  let rgba = target;
  let formerFirst: u32 = 0;
  let formerEnd: u32 = 0;
  const toRow = load<u32>(request, TO_ROW);
  for (let row = load<u32>(request, FROM_ROW); row < toRow; row++, rgba += rowBytes) {
    const first = clip(firstSource(row, y, stepY), firstRow, endRow);
    const end = clip(endSource(row, y, stepY), firstRow, endRow);
    if (first >= end || inside == 0) {
      fillColour(rgba, columns, outside);
      continue;
    }
    if (first == formerFirst && end == formerEnd) {
      memory.copy(rgba, rgba - rowBytes, rowBytes);
      continue;
    }
    formerFirst = first;
    formerEnd = end;
    fillColour(rgba, left, outside);
    fillColour(rgba + ((<usize>right) << 2), columns - right, outside);

    const corner = pixels + <usize>(first - firstRow) * stride + <usize>leftmost * sizeof<T>();
    const painted = rgba + ((<usize>left) << 2);
    if (meanBits >= 0) {
      meanRow<T>(corner, stride, end - first, bounds, inside, halvings == 1, meanBits, bins);
      paint<u32>(bins, 0, inside, tones, painted);
    } else if (halvings == 0 && end - first == 1) {
      paint<T>(corner, 1, inside, tones, painted);
    } else {
      if (halvings > 0) {
        binByHalves<T>(corner, stride, end - first, rowLength, inside, halvings, line);
        paint<T>(line, 0, inside, tones, painted);
      } else {
        maximumDown<T>(corner, stride, end - first, rowLength, line);
        if (halvings < 0) {
          maximumAlong<T>(line, bounds, inside, kind, bins);
          paint<u32>(bins, 0, inside, tones, painted);
        } else {
          paint<T>(line, 0, inside, tones, painted);
        }
      }
    }
  }
}

function fillColour(rgba: usize, count: u32, colour: u32): void {
  const end = rgba + ((<usize>count) << 2);
  for (const colours = i32x4.splat(colour); rgba + 16 <= end; rgba += 16) v128.store(rgba, colours);
  for (; rgba < end; rgba += 4) store<u32>(rgba, colour);
}
