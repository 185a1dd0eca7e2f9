import type { ByteReader } from "./byteReader.ts";
import { Directory } from "./directory.ts";
import type { TiffLimits } from "./limits.ts";
import { DECTRIS_TAG } from "./tags.ts";
import { parseRfc3339, type Timestamp } from "./timestamp.ts";

/**
 * What a DECTRIS control unit writes of an image, beside its pixels (SIMPLON API reference 1.8, table 5.10).
 * A value that the file does not have is `null`, never 0.
 */
export interface DectrisMetadata {
  readonly ifdVersion: number | null;
  /** Identifies the series for ever; 26 characters like a ULID. */
  readonly seriesUniqueId: string | null;
  /** Series number: the sequence id of `arm`. */
  readonly series: number | null;
  /** Image number within the series, from 0. */
  readonly image: number | null;
  /** The date as it is written; `timestamp` is its reading. */
  readonly imageDateTime: string | null;
  readonly timestamp: Timestamp | null;
  /** Thresholds from 1; two for a difference image. */
  readonly thresholdIds: readonly number[];
  /** Energies of those thresholds, eV. */
  readonly thresholdEnergies: readonly number[];
  /** Seconds. */
  readonly exposureTime: number | null;
  /** eV. */
  readonly incidentEnergy: number | null;
  /** Ångström. */
  readonly incidentWavelength: number | null;
  readonly lostPixelCount: number | null;
  /** Pixels, x then y, from the upper left. */
  readonly beamCenter: readonly [x: number, y: number] | null;
  /** As written; the unit is not documented, real units write metres. */
  readonly detectorDistance: number | null;
  /** Tags that this reader does not know. */
  readonly unknownTags: readonly number[];
  /** What is odd but does no harm: an unknown version, a number that is not finite. */
  readonly warnings: readonly string[];
}

const KNOWN: ReadonlySet<number> = new Set(Object.values(DECTRIS_TAG));
const KNOWN_VERSION = 0;
/** A difference image has two thresholds; four leaves room for what comes. */
const MAX_THRESHOLDS = 4;

/**
 * Reads the DECTRIS directory at `offset`.
 * @throws {DecodeError} as {@link Directory} does, and BAD_COUNT for a beam centre of other than two numbers.
 */
export function readDectrisDirectory(
  reader: ByteReader,
  offset: number,
  options: { readonly limits: TiffLimits },
): DectrisMetadata {
  const { limits } = options;
  const directory = new Directory(reader, offset, {
    limits,
    maxEntries: limits.privateEntries,
    allowEmpty: true,
    known: KNOWN,
    skipUnknown: true,
  });
  const imageDateTime = directory.text(DECTRIS_TAG.ImageDateTime) ?? null;
  const metadata = {
    ifdVersion: directory.unsigned(DECTRIS_TAG.IfdVersion) ?? null,
    seriesUniqueId: directory.text(DECTRIS_TAG.SeriesUniqueId) ?? null,
    series: directory.unsigned(DECTRIS_TAG.SeriesNumber) ?? null,
    image: directory.unsigned(DECTRIS_TAG.ImageNumber) ?? null,
    imageDateTime,
    timestamp: imageDateTime === null ? null : parseRfc3339(imageDateTime),
    thresholdIds: directory.unsignedList(DECTRIS_TAG.ThresholdId, { maxCount: MAX_THRESHOLDS }) ?? [],
    thresholdEnergies: directory.doubles(DECTRIS_TAG.ThresholdEnergy, { maxCount: MAX_THRESHOLDS }) ?? [],
    exposureTime: double(directory, DECTRIS_TAG.ExposureTime),
    incidentEnergy: double(directory, DECTRIS_TAG.IncidentEnergy),
    incidentWavelength: double(directory, DECTRIS_TAG.IncidentWavelength),
    lostPixelCount: directory.unsigned(DECTRIS_TAG.LostPixelCount) ?? null,
    beamCenter: pair(directory, DECTRIS_TAG.BeamCenter),
    detectorDistance: double(directory, DECTRIS_TAG.DetectorDistance),
    unknownTags: directory.entries.map((entry) => entry.tag).filter((tag) => !KNOWN.has(tag)),
  };
  return { ...metadata, warnings: warningsOf(metadata) };
}

function double(directory: Directory, tag: number): number | null {
  return directory.doubles(tag, { maxCount: 1 })?.[0] ?? null;
}

function pair(directory: Directory, tag: number): readonly [number, number] | null {
  const [x, y] = directory.doubles(tag, { minCount: 2, maxCount: 2 }) ?? [];
  return x === undefined || y === undefined ? null : [x, y];
}

function warningsOf(metadata: Omit<DectrisMetadata, "warnings">): readonly string[] {
  const warnings: string[] = [];
  if (metadata.ifdVersion !== null && metadata.ifdVersion !== KNOWN_VERSION) {
    warnings.push(`unknown version ${metadata.ifdVersion} of the DECTRIS directory`);
  }
  if (metadata.imageDateTime !== null && metadata.timestamp === null) {
    warnings.push(
      `ImageDateTime ${JSON.stringify(metadata.imageDateTime)} is not a date and time of RFC 3339`,
    );
  }
  for (const [name, value] of Object.entries(metadata)) {
    const numbers = [value].flat().filter((item): item is number => typeof item === "number");
    if (numbers.some((number) => !Number.isFinite(number))) warnings.push(`${name} is not finite`);
  }
  return warnings;
}
