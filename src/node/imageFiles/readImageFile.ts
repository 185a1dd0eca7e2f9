import type { Decoder } from "../../decoder/index.ts";
import type { ImageFile } from "./imageFile.ts";
import type { PayloadFormat } from "./payloadFormat.ts";
import { readStreamFile } from "./streamFile.ts";
import { readTiffFile } from "./tiffFile.ts";
import { UsageError } from "./usageError.ts";

/** What the user says of the file, and what decodes it. */
export interface ImageFileOptions {
  readonly decoder: Decoder;
  /** The file is a raw payload of this format. */
  readonly format?: PayloadFormat | undefined;
  /** Which image of a message, by its threshold's name or number; the first without it. */
  readonly threshold?: string | undefined;
}

/**
 * Reads a monitor TIFF, an image message of Stream V2, or with `format` a raw payload: by what is in it, not by its name.
 * @throws {DecodeError}; {@link UsageError} when the options do not fit what is in the file.
 */
export function readImageFile(bytes: Uint8Array<ArrayBuffer>, options: ImageFileOptions): ImageFile {
  const { decoder, format, threshold } = options;
  const kind = recognise(bytes);
  if (format !== undefined) {
    if (kind !== null) throw new UsageError(`the file is ${kind}; --encoding is for raw payloads`);
    if (threshold !== undefined)
      throw new UsageError("a raw payload has one image; --threshold chooses in none");
    return { ...NOTHING_SAID, frame: decoder.decode(bytes, format) };
  }
  if (kind === STREAM_MESSAGE) return readStreamFile(bytes, { decoder, threshold });
  if (threshold !== undefined)
    throw new UsageError(`the file is not ${STREAM_MESSAGE}; --threshold chooses an image in one`);
  return readTiffFile(bytes, { decoder });
}

const TIFF = "a TIFF";
const STREAM_MESSAGE = "a Stream V2 message";

const NOTHING_SAID = {
  identity: { event_id: null, series: null, image: null, threshold: null, timestamp: null, arrival: null },
  time: null,
  threshold: null,
  note: null,
} as const;

/**
 * A payload begins with its size as u64, big endian, so none of any use begins like one of these:
 *
 *     49 49 or 4d 4d       II, MM: TIFF
 *     d9 d9 f7             CBOR that says so (RFC 9277)
 *     a0 … bf              a CBOR map
 */
function recognise([first = 0, second = 0, third = 0]: Uint8Array): string | null {
  if (first === second && (first === 0x49 || first === 0x4d)) return TIFF;
  const selfDescribed = first === 0xd9 && second === 0xd9 && third === 0xf7;
  return selfDescribed || first >> 5 === 5 ? STREAM_MESSAGE : null;
}
