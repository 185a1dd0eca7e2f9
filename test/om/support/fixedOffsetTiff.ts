import { buildTiff, type TestTiff } from "../../support/tiffBuilder.ts";

/** What stands at OM's fixed offsets. */
export interface FixedValues {
  /** At byte 42. */
  readonly series?: number;
  /** At byte 54. */
  readonly image?: number;
  /** At byte 162. */
  readonly date?: string;
  /** At byte 35. */
  readonly otherDate?: string;
}

/** Pixels begin behind all fixed offsets. */
const ROOM = 240;

/** A file without a DECTRIS directory, in which OM's offsets lie between header and pixels. */
export function fixedOffsetTiff(
  { series, image, date, otherDate }: FixedValues,
  options: TestTiff = {},
): Uint8Array<ArrayBuffer> {
  const { littleEndian = true } = options;
  const bytes = buildTiff({ shift: ROOM, ...options });
  const view = new DataView(bytes.buffer);
  if (series !== undefined) view.setInt32(42, series, littleEndian);
  if (image !== undefined) view.setInt32(54, image, littleEndian);
  if (date !== undefined) writeText(bytes, date, 162);
  if (otherDate !== undefined) writeText(bytes, otherDate, 35);
  return bytes;
}

export function writeText(bytes: Uint8Array, text: string, offset: number): void {
  bytes.set(new TextEncoder().encode(text), offset);
}

/** The same file with its main directory moved to byte 8, as many writers place it. */
export function directoryInFront(file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = file.slice();
  const view = new DataView(bytes.buffer);
  const start = view.getUint32(4, true);
  const length = 2 + 12 * view.getUint16(start, true) + 4;
  bytes.copyWithin(8, start, start + length);
  view.setUint32(4, 8, true);
  return bytes;
}
