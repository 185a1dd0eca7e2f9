import type { Decoder } from "../../decoder/index.ts";
import { DecodeError } from "../../errors.ts";
import { readImageIdentity } from "../../om/imageIdentity.ts";
import { readTiff, type TiffImage } from "../../tiff/index.ts";
import type { ImageIdentity } from "../frameRecord.ts";
import type { ImageFile } from "./imageFile.ts";

/** Reads a monitor TIFF. @throws {DecodeError} */
export function readTiffFile(
  bytes: Uint8Array<ArrayBuffer>,
  options: { readonly decoder: Decoder },
): ImageFile {
  const image = readDirectory(bytes);
  const { dectris, dectrisError } = image;
  return {
    frame: options.decoder.decode(bytes, { image }),
    identity: identityOf(bytes, image),
    time: dectris?.imageDateTime ?? null,
    threshold: thresholds(dectris),
    note: dectrisError === null ? null : `no metadata: ${dectrisError.message}`,
  };
}

/** What is neither TIFF nor CBOR may be a payload, which cannot be told from noise. */
function readDirectory(bytes: Uint8Array): TiffImage {
  try {
    return readTiff(bytes);
  } catch (error) {
    if (!(error instanceof DecodeError) || error.code !== "NOT_TIFF") throw error;
    const message = `${error.message}; a raw payload needs --encoding and --shape`;
    throw new DecodeError("NOT_TIFF", message, { offset: 0, cause: error });
  }
}

/** The same as of a watched image, which may come from OM's fixed offsets where the file has no directory. */
function identityOf(bytes: Uint8Array, image: TiffImage): ImageIdentity {
  const { series, image: number, threshold, timestamp } = readImageIdentity(bytes, image);
  return {
    event_id: series === null || number === null ? null : `${series}_${number}`,
    series,
    image: number,
    threshold,
    timestamp: timestamp?.seconds ?? null,
    arrival: null,
  };
}

/** `1 at 6199 eV`; both of a difference image, and without an energy that the file does not say. */
function thresholds(dectris: TiffImage["dectris"]): string | null {
  const { thresholdIds = [], thresholdEnergies = [] } = dectris ?? {};
  const texts = thresholdIds.map((id, index) => {
    const energy = thresholdEnergies[index];
    return energy === undefined ? `${id}` : `${id} at ${energy} eV`;
  });
  return texts.length === 0 ? null : texts.join(", ");
}
