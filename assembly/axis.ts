/**
 * Which source pixels a picture pixel shows, along one axis. Source pixel k covers k … k + 1, picture pixel i covers
 * origin + i · step … origin + (i + 1) · step.
 *
 * It shows the source pixels whose centres it covers, [first, end); where that is none, the one under its own centre.
 * So each source pixel is in exactly one picture pixel as long as there are not more of these. The host's
 * src/decoder/picture.ts must agree to the last bit: the same operations in the same order.
 */
export function firstSource(index: u32, origin: f64, step: f64): f64 {
  return step < 1 ? floor(origin + (<f64>index + 0.5) * step) : floor(origin + <f64>index * step + 0.5);
}

export function endSource(index: u32, origin: f64, step: f64): f64 {
  const first = firstSource(index, origin, step);
  return step < 1 ? first + 1 : max(floor(origin + <f64>(index + 1) * step + 0.5), first + 1);
}

/** A source coordinate as an index within [first, end]. */
export function clip(source: f64, first: u32, end: u32): u32 {
  return <u32>min(max(source, <f64>first), <f64>end);
}

/** The first of `count` picture pixels that shows any of a frame's `length` pixels; `count` when none does. */
export function firstInside(count: u32, origin: f64, step: f64, length: u32): u32 {
  let index: u32 = 0;
  while (index < count && !isInside(index, origin, step, length)) index++;
  return index;
}

/** One beyond the last picture pixel, `first` being the first, that shows any. */
export function endOfInside(first: u32, count: u32, origin: f64, step: f64, length: u32): u32 {
  let end = count;
  while (end > first && !isInside(end - 1, origin, step, length)) end--;
  return end;
}

function isInside(index: u32, origin: f64, step: f64, length: u32): bool {
  return clip(firstSource(index, origin, step), 0, length) < clip(endSource(index, origin, step), 0, length);
}

/** What is known of all bins but the first and the last, which the frame's edge may cut. */
export enum BinKind {
  Any,
  /** None has more than four source pixels. */
  Short,
  /** None has fewer than four. */
  Long,
}

/** The bounds of picture pixels `left` … `right`, clipped to a frame of `length` pixels: { first u32, end u32 } each. */
export function writeBounds(
  bounds: usize,
  left: u32,
  right: u32,
  origin: f64,
  step: f64,
  length: u32,
): BinKind {
  let fewest: u32 = 4;
  let most: u32 = 4;
  for (let index = left, address = bounds; index < right; index++, address += 8) {
    const first = clip(firstSource(index, origin, step), 0, length);
    const end = clip(endSource(index, origin, step), 0, length);
    store<u32>(address, first);
    store<u32>(address, end, 4);
    if (index == left || index + 1 == right) continue;
    fewest = min<u32>(fewest, end - first);
    most = max<u32>(most, end - first);
  }
  // Rounding may make a step of 4 − 10⁻¹⁵ one of three and of five: it is counted, not reckoned.
  if (most == 4) return BinKind.Short;
  return fewest == 4 ? BinKind.Long : BinKind.Any;
}

export function firstBound(bounds: usize, index: u32): u32 {
  return load<u32>(bounds + ((<usize>index) << 3));
}

export function endBound(bounds: usize, index: u32): u32 {
  return load<u32>(bounds + ((<usize>index) << 3), 4);
}

/** log₂ of the step where bins are whole pixels, `most` at most; −1 for all others. */
export function halvingsOf(origin: f64, step: f64, most: i32): i32 {
  if (floor(origin) != origin) return -1;
  for (let halvings = 0; halvings <= most; halvings++) if (step == <f64>(1 << halvings)) return halvings;
  return -1;
}
