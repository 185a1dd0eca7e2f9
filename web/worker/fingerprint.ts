import { type DectrisMetadata, type MonitorImage, readTiff } from "../../src/index.ts";

/** Bytes that are summed of a file without identity. */
const SAMPLES = 4096;

/** `<series>_<image>` of an image that says so. */
export function writtenId({ buffer }: MonitorImage): string | undefined {
  const { series = null, image = null } = metadataOf(buffer.bytes) ?? {};
  return series === null || image === null ? undefined : `${series}_${image}`;
}

/** What tells an image from another one: series, image and thresholds, or a sum over some of its bytes. */
export function fingerprintOf(image: MonitorImage): string {
  const { bytes } = image.buffer;
  const id = writtenId(image);
  if (id !== undefined) return `${id} ${metadataOf(bytes)?.thresholdIds.join(" ")}`;
  const step = Math.max(Math.floor(bytes.length / SAMPLES), 1);
  let sum = bytes.length;
  for (let place = 0; place < bytes.length; place += step)
    sum = Math.imul(sum ^ (bytes[place] ?? 0), 16_777_619);
  return `sum ${sum}`;
}

function metadataOf(bytes: Uint8Array): DectrisMetadata | null {
  try {
    return readTiff(bytes).dectris;
  } catch {
    // Whoever takes the image finds the same, and says so.
    return null;
  }
}
