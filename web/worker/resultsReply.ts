import * as v from "valibot";
import type { ResultPoint, Results } from "../viewer/viewerState.ts";
import type { ServerSentEvent } from "./serverSentEvents.ts";

const count = v.pipe(v.number(), v.minValue(0));
const countOrNone = v.nullable(count);
const MOST_SECONDS = 86_400;

const reply = v.object({
  images: count,
  rate: count,
  projection: v.nullable(
    v.object({ series: count, first_image: count, last_image: count, images: count, revision: count }),
  ),
  pixels: v.nullable(v.object({ dead: count, hot: count })),
  history_seconds: v.pipe(count, v.maxValue(MOST_SECONDS)),
  points: v.array(
    v.object({ time: count, images: count, sum: countOrNone, masked: countOrNone, saturated: countOrNone }),
  ),
});

/**
 * The results after an event: `snapshot` is all of them, `update` has the new points.
 *
 * @param options.now Unix seconds
 * @throws {ValiError} {@link SyntaxError} when it is no such event
 */
export function readResults(
  { event, data }: ServerSentEvent,
  { former, now }: { readonly former: Results | null; readonly now: number },
): Results {
  const { images, rate, projection, pixels, history_seconds, points } = v.parse(reply, JSON.parse(data));
  const before: readonly ResultPoint[] = event === "update" ? (former?.points ?? []) : [];
  return {
    images,
    rate,
    projection: projection && {
      series: projection.series,
      firstImage: projection.first_image,
      lastImage: projection.last_image,
      images: projection.images,
      revision: projection.revision,
    },
    pixels,
    points: (points.length === 0 ? before : [...before, ...points]).slice(-history_seconds),
    heard: now,
  };
}
