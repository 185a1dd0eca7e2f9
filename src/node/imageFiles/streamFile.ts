import type { Decoder } from "../../decoder/index.ts";
import {
  decodeStreamImage,
  type ImageMessage,
  readImageMessage,
  type StreamImage,
} from "../../stream2/index.ts";
import type { ImageFile } from "./imageFile.ts";
import { UsageError } from "./usageError.ts";

/** Reads one image of a Stream V2 message. @throws {DecodeError}; {@link UsageError} for a threshold that is not there. */
export function readStreamFile(
  bytes: Uint8Array,
  options: { readonly decoder: Decoder; readonly threshold: string | undefined },
): ImageFile {
  const message = readImageMessage(bytes);
  const image = choose(message.images, options.threshold);
  const { seriesId, imageId, timestamp, seriesDate, startTime } = message;
  return {
    frame: decodeStreamImage(image, options),
    identity: {
      event_id: `${seriesId}_${imageId}`,
      series: seriesId,
      image: imageId,
      threshold: numberOf(image),
      timestamp: timestamp?.seconds ?? null,
      arrival: null,
    },
    time: seriesDate === null || startTime === null ? null : `${startTime.seconds} s after ${seriesDate}`,
    threshold: image.threshold,
    note: others(message, image),
  };
}

function choose(images: readonly StreamImage[], threshold: string | undefined): StreamImage {
  const wanted = images.find((image) => threshold === undefined || isCalled(image, threshold));
  if (wanted !== undefined) return wanted;
  const present = images.map((image) => image.threshold).join(", ");
  throw new UsageError(`no threshold ${threshold} in this message; it has ${present}`);
}

function isCalled(image: StreamImage, threshold: string): boolean {
  return image.threshold === threshold || String(numberOf(image)) === threshold;
}

/** `threshold_2` is 2; `difference` has no number. */
function numberOf({ threshold }: StreamImage): number | null {
  const [, digits] = /^threshold_(\d{1,9})$/.exec(threshold) ?? [];
  return digits === undefined ? null : Number(digits);
}

function others({ images }: ImageMessage, shown: StreamImage): string | null {
  const names = images.filter((image) => image !== shown).map((image) => image.threshold);
  return names.length === 0 ? null : `the message has ${names.join(", ")} too; --threshold chooses`;
}
