import * as v from "valibot";
import type { Decoder, DetectorFrame } from "../decoder/index.ts";

/** Figures of one image, as a processing node sends them. */
export interface ImageFigures {
  /** Counts of valid pixels; null: every pixel is masked. */
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** Exact up to 2^53. */
  readonly sum: number;
  /** Pixels. */
  readonly masked: number;
  readonly saturated: number;
  readonly zero: number;
}

const count = v.pipe(v.number(), v.minValue(0));

/** Proves figures that came from another node. */
export const imageFigures: v.GenericSchema<unknown, ImageFigures> = v.object({
  minimum: v.nullable(count),
  maximum: v.nullable(count),
  sum: count,
  masked: count,
  saturated: count,
  zero: count,
});

/** @throws {FrameClosedError} {@link DecodeError} */
export function measure(
  frame: DetectorFrame,
  { decoder, saturationCounts }: { readonly decoder: Decoder; readonly saturationCounts: number },
): ImageFigures {
  // Masked pixels have the highest value of all, one more than the highest count.
  const threshold = Math.min(saturationCounts, frame.maskedValue - 1);
  const { min, max, sum, masked, zero, atOrAboveThreshold } = decoder.statistics(frame, { threshold });
  return { minimum: min, maximum: max, sum: Number(sum), masked, saturated: atOrAboveThreshold, zero };
}
