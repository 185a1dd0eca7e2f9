/** What a TIFF may ask of us at most; every bound is checked before memory or time is spent. */
export interface TiffLimits {
  /** Pixels of one image. Default 2²⁶: an EIGER2 16M has 18.1 million. */
  readonly pixels: number;
  /** Bytes of the pixels of one image. Default 256 MiB. */
  readonly pixelBytes: number;
  /** Directories that a listing follows. Default 8; an image is read out of one. */
  readonly directories: number;
  /** Entries of the image's directory. Default 4096. */
  readonly entries: number;
  /** Entries of the DECTRIS directory. Default 256. */
  readonly privateEntries: number;
  /** Bytes of one tag's value. Default 1 MiB. */
  readonly valueBytes: number;
  /** Characters kept of a text. Default 4096. */
  readonly textLength: number;
  /** Strips of one image. Default 65 536. */
  readonly strips: number;
}

export const DEFAULT_TIFF_LIMITS: TiffLimits = {
  pixels: 2 ** 26,
  pixelBytes: 256 * 2 ** 20,
  directories: 8,
  entries: 4096,
  privateEntries: 256,
  valueBytes: 2 ** 20,
  textLength: 4096,
  strips: 65_536,
};
