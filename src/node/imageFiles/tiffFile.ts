import type { Decoder } from "../../decoder/index.ts";
import { DecodeError } from "../../errors.ts";
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
  const [threshold] = dectris?.thresholdIds ?? [];
  return {
    frame: options.decoder.decode(bytes, { image }),
    identity: identityOf(image),
    time: dectris?.imageDateTime ?? null,
    threshold: threshold === undefined ? null : `${threshold} at ${dectris?.thresholdEnergies[0]} eV`,
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

function identityOf({ dectris }: TiffImage): ImageIdentity {
  const series = dectris?.series ?? null;
  const image = dectris?.image ?? null;
  return {
    event_id: series === null || image === null ? null : `${series}_${image}`,
    series,
    image,
    threshold: dectris?.thresholdIds[0] ?? null,
    timestamp: dectris?.timestamp?.seconds ?? null,
    arrival: null,
  };
}
