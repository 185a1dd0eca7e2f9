import * as v from "valibot";
import type { AccumulationPart } from "../decoder/index.ts";
import { type ImageFigures, imageFigures } from "./imageFigures.ts";
import type { ProjectionStrip } from "./projectionStrip.ts";

/** What a processing node sends of an event. */
export interface ImageReport {
  /** `<series>_<image>`; null where the image does not say. */
  readonly event_id: string | null;
  /** Unix seconds; null where the image does not say. */
  readonly timestamp: number | null;
  /** null: of another threshold, or after the last event. */
  readonly figures: ImageFigures | null;
  readonly projections: readonly ProjectionStrip[];
  /** Images of this node so far that are in no projection. */
  readonly left_out: number;
}

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Whether the planes are whole is for the decoder to prove. */
const part = v.custom<AccumulationPart>((value) => typeof value === "object" && value !== null);

const report: v.GenericSchema<unknown, ImageReport> = v.object({
  event_id: v.nullable(v.pipe(v.string(), v.maxLength(64))),
  timestamp: v.nullable(v.number()),
  figures: v.nullable(imageFigures),
  projections: v.array(v.object({ series: whole, index: whole, part })),
  left_out: whole,
});

/** The report in what a node sent; undefined: there is none. */
export function readImageReport(data: unknown): ImageReport | undefined {
  const { success, output } = v.safeParse(report, data);
  return success ? output : undefined;
}
