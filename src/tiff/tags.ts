/** Tags of the image's directory (TIFF 6.0, section 8 and appendix A) that decide how pixels are read. */
export const TAG = {
  ImageWidth: 256,
  ImageLength: 257,
  BitsPerSample: 258,
  Compression: 259,
  PhotometricInterpretation: 262,
  FillOrder: 266,
  StripOffsets: 273,
  Orientation: 274,
  SamplesPerPixel: 277,
  RowsPerStrip: 278,
  StripByteCounts: 279,
  PlanarConfiguration: 284,
  Predictor: 317,
  TileWidth: 322,
  TileLength: 323,
  TileOffsets: 324,
  TileByteCounts: 325,
  SampleFormat: 339,
  /** Offset of the DECTRIS directory (SIMPLON API reference 1.8, table 5.10). */
  DectrisDirectory: 51_192,
} as const;

/** Tags of the DECTRIS directory (SIMPLON API reference 1.8, table 5.10). */
export const DECTRIS_TAG = {
  IfdVersion: 0x0000,
  SeriesUniqueId: 0x0001,
  SeriesNumber: 0x0002,
  ImageNumber: 0x0003,
  ImageDateTime: 0x0004,
  ThresholdId: 0x0005,
  ThresholdEnergy: 0x0006,
  ExposureTime: 0x0007,
  IncidentEnergy: 0x0009,
  IncidentWavelength: 0x000a,
  LostPixelCount: 0x0012,
  BeamCenter: 0x0016,
  DetectorDistance: 0x0017,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(
  [...Object.entries(TAG), ...Object.entries(DECTRIS_TAG)].map(([name, tag]) => [tag, name]),
);

/** `ImageWidth (256)`; an unknown tag is just its number. */
export function tagName(tag: number): string {
  const name = NAMES.get(tag);
  return name === undefined ? `tag ${tag}` : `${name} (${tag})`;
}
