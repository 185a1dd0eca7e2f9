import type { ShownImage } from "../viewer/viewerState.ts";
import type { KnownGeometry } from "./engineApi.ts";
import type { OpenImage } from "./openImage.ts";

/** An image of the history. */
export interface KeptImage {
  readonly image: ShownImage;
  readonly geometry: KnownGeometry;
  /** Until it is compressed. */
  open: OpenImage | null;
  payload: Uint8Array<ArrayBuffer> | null;
}

/** Gives the memory of its pixels back, as far as the history holds it; nobody waits for its picture any more. */
export function letGo(kept: KeptImage): void {
  kept.open?.settlePicture();
  kept.open?.release();
  kept.open = null;
}

/**
 * Was it taken before another one? By their timestamps, or (some firmware gives every image of a series one) by their numbers;
 * false: that is not known.
 */
export function isEarlier(one: ShownImage, other: ShownImage): boolean {
  const isTimed = one.timestamp !== null && other.timestamp !== null;
  if (isTimed && one.timestamp !== other.timestamp) return one.timestamp < other.timestamp;
  if (one.series === null || other.series === null) return false;
  if (one.series !== other.series) return one.series < other.series;
  return (one.image ?? 0) < (other.image ?? 0);
}

const TELLING = [
  "series",
  "image",
  "threshold",
  "timestamp",
  "columns",
  "rows",
  "depth",
  "byteLength",
  "percentile999",
] as const;

/** Is it the same one, taken once more? */
export function isSame(one: ShownImage, other: ShownImage): boolean {
  return TELLING.every((name) => one[name] === other[name]) && one.statistics.sum === other.statistics.sum;
}
