import { parseRfc3339, type TiffImage, type Timestamp } from "../tiff/index.ts";

/** Which image this is, and when it was taken; null where the file does not say. */
export interface ImageIdentity {
  readonly series: number | null;
  /** Within the series, from 0. */
  readonly image: number | null;
  /** From 1; the first of two for a difference image. */
  readonly threshold: number | null;
  readonly timestamp: Timestamp | null;
}

// Where OM reads, whatever the tags say: the DECTRIS directory of firmware 2020.2 stands at byte 8 with ten entries, so
// that the values of its third and fourth entry, and its date, come to lie here.
const SERIES_OFFSET = 42;
const IMAGE_OFFSET = 54;
const DATE = { offset: 162, length: 35 };
/** `2025-03-04T05:06:07Z` */
const SHORTEST_DATE = 20;
/** Some firmware of 2023 has its date, with microseconds, in another place. */
const OTHER_DATE = { offset: 35, length: 32 };

interface Range {
  readonly offset: number;
  readonly length: number;
}

/**
 * Identity by the DECTRIS directory; the date that it lacks, or all in a file without one, by OM's fixed offsets. These
 * are looked at only where no pixels are, and the numbers only where a date in its place proves the layout, so that a
 * file of another layout is without identity instead of under a wrong one.
 */
export function readImageIdentity(bytes: Uint8Array, image: TiffImage): ImageIdentity {
  const { dectris } = image;
  const reader = new HeaderReader(bytes, image);
  const written = dectris?.timestamp ?? null;
  const date = written === null ? reader.date(DATE) : null;
  const numbered = dectris === null && date !== null;
  return {
    series: dectris?.series ?? (numbered ? reader.int32(SERIES_OFFSET) : null),
    image: dectris?.image ?? (numbered ? reader.int32(IMAGE_OFFSET) : null),
    threshold: dectris?.thresholdIds[0] ?? null,
    timestamp: written ?? date ?? reader.date(OTHER_DATE),
  };
}

/** Reads from a file's bytes what cannot be pixels. */
class HeaderReader {
  readonly #bytes: Uint8Array;
  readonly #image: TiffImage;

  constructor(bytes: Uint8Array, image: TiffImage) {
    this.#bytes = bytes;
    this.#image = image;
  }

  /** A number that can count something: not negative. */
  int32(offset: number): number | null {
    const bytes = this.#slice({ offset, length: 4 });
    if (bytes === undefined) return null;
    const value = new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, this.#image.littleEndian);
    return value < 0 ? null : value;
  }

  /** The date that begins there, up to its NUL; OM reads 29 characters, and nanoseconds have more. */
  date({ offset, length }: Range): Timestamp | null {
    for (let end = length; end >= SHORTEST_DATE; end--) {
      const bytes = this.#slice({ offset, length: end });
      const text = bytes && String.fromCharCode(...bytes).replace(/\0.*$/s, "");
      const date = text === undefined ? null : parseRfc3339(text);
      if (date !== null) return date;
    }
    return null;
  }

  #slice({ offset, length }: Range): Uint8Array | undefined {
    const end = offset + length;
    const overlaps = this.#image.strips.some(
      (strip) => offset < strip.offset + strip.byteLength && end > strip.offset,
    );
    return overlaps || end > this.#bytes.length ? undefined : this.#bytes.subarray(offset, end);
  }
}
