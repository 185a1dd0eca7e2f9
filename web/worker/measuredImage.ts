import type { Clock, Decoder, DetectorFrame, EigerDataEvent } from "../../src/index.ts";
import type { ShownImage } from "../viewer/viewerState.ts";
import { displayHistogram } from "./displayHistogram.ts";

/** Counts from which a pixel is saturated: the highest count of its depth, for no image says its countrate cutoff. */
export function saturationOf({ maskedValue }: DetectorFrame): number {
  return maskedValue - 1;
}

/**
 * Decodes and measures an image.
 *
 * @param options.key that no other image has
 * @param options.fallbackId of an image that does not say which one it is
 * @throws {DecodeError}
 */
export function measureImage(
  event: EigerDataEvent,
  options: {
    readonly decoder: Decoder;
    readonly clock: Clock;
    readonly key: number;
    readonly fallbackId: string;
  },
): { readonly image: ShownImage; readonly frame: DetectorFrame } {
  const { decoder, clock, key, fallbackId } = options;
  const begun = clock.now();
  const frame = event.frame();
  const figures = figuresOf(frame, decoder);
  const { series, image, threshold, timestamp, arrival, byteLength } = event;
  const { columns, rows, depth } = frame;
  const summary: ShownImage = {
    key,
    id: event.eventId ?? fallbackId,
    series,
    image,
    threshold,
    columns,
    rows,
    depth,
    timestamp,
    arrival,
    byteLength,
    ...figures,
    timings: { fetch: event.fetchTime, decode: clock.now() - begun, draw: 0 },
  };
  return { image: summary, frame };
}

/** What the pixels of a frame say. @throws {DecodeError} */
export function figuresOf(
  frame: DetectorFrame,
  decoder: Decoder,
): Pick<ShownImage, "statistics" | "percentile999" | "histogram"> {
  const { min, max, mean, sum, masked, zero, atOrAboveThreshold } = decoder.statistics(frame, {
    threshold: saturationOf(frame),
  });
  const histogram = decoder.histogram(frame);
  return {
    statistics: { min, max, mean, sum: Number(sum), masked, zero, saturated: atOrAboveThreshold },
    percentile999: histogram.percentile(0.999),
    histogram: displayHistogram(histogram, max ?? 0),
  };
}
