import { DecodeError } from "../errors.ts";
import { DEFAULT_TIFF_LIMITS, type TiffLimits, type Timestamp } from "../tiff/index.ts";
import { readCbor } from "./cbor.ts";
import { asCount, asMap, asTagged, asText, optional, refuse } from "./fields.ts";
import { asRationalTime, momentAfter, type RationalTime } from "./rationalTime.ts";
import { readStreamImage, type StreamImage } from "./streamImage.ts";

/** One exposure, as Stream V2 sends it (DECTRIS, Stream V2, image message). What it does not say is `null`. */
export interface ImageMessage {
  /** Series number: the sequence id of `arm`. */
  readonly seriesId: number;
  /** Identifies the series for ever. */
  readonly seriesUniqueId: string | null;
  /** Image number within the series, from 0. */
  readonly imageId: number;
  /** Date and time at which the series began, as it is written. */
  readonly seriesDate: string | null;
  /** When the exposure began and ended, after `seriesDate`. */
  readonly startTime: RationalTime | null;
  readonly stopTime: RationalTime | null;
  /** How long it counted. */
  readonly realTime: RationalTime | null;
  /** The moment of `startTime`; `null` also when `seriesDate` names no certain moment. */
  readonly timestamp: Timestamp | null;
  /** One for each active threshold, in the order of the message. */
  readonly images: readonly StreamImage[];
}

/** RFC 8949, section 3.4.1. */
const DATE_AND_TIME = 0;

/**
 * Reads an image message of Stream V2: what it says of the exposure, and where its images are. Sizes are proven against
 * `limits` and, for pixels that are not compressed, against the bytes present; a decoder proves the payloads of the others.
 *
 * @throws {DecodeError} with a code of the closed set: UNSUPPORTED for a message of another type (its name is in the text)
 * and for pixels that are no counts, MISSING_TAG for a field that is missing, as {@link readCbor} does for bad CBOR.
 */
export function readImageMessage(
  bytes: Uint8Array,
  options: { readonly limits?: Partial<Pick<TiffLimits, "pixels" | "pixelBytes">> } = {},
): ImageMessage {
  const limits = { ...DEFAULT_TIFF_LIMITS, ...options.limits };
  const message = asMap(readCbor(bytes), "the message");
  const type = asText(message.get("type"), "type");
  if (type !== "image") {
    const got = type.slice(0, 40);
    throw new DecodeError("UNSUPPORTED", `a message of type "${got}", expected "image"`, {
      got,
      limit: "image",
    });
  }
  const seriesDate = optional(message.get("series_date"), "series_date", asDate);
  const startTime = optional(message.get("start_time"), "start_time", asRationalTime);
  return {
    seriesId: asCount(message.get("series_id"), "series_id"),
    seriesUniqueId: optional(message.get("series_unique_id"), "series_unique_id", asText),
    imageId: asCount(message.get("image_id"), "image_id"),
    seriesDate,
    startTime,
    stopTime: optional(message.get("stop_time"), "stop_time", asRationalTime),
    realTime: optional(message.get("real_time"), "real_time", asRationalTime),
    timestamp: momentAfter(seriesDate, startTime),
    images: readImages(message.get("data"), limits),
  };
}

function readImages(value: unknown, limits: TiffLimits): readonly StreamImage[] {
  const channels = asMap(value, "data");
  if (channels.size === 0) refuse("BAD_COUNT", "data has no threshold, expected 1 or more", 0, 1);
  return Array.from(channels, ([name, channel]) => {
    const threshold = asText(name, "the name of a threshold");
    return readStreamImage(channel, { threshold, limits });
  });
}

function asDate(value: unknown, name: string): string {
  const { tag, value: text } = asTagged(value, name);
  if (tag !== DATE_AND_TIME)
    refuse("BAD_TYPE", `${name}: tag ${tag}, expected ${DATE_AND_TIME}`, tag, DATE_AND_TIME);
  return asText(text, name);
}
