import { type Entry, TYPE } from "./tiffDirectory.ts";

/** What the file says of the image (SIMPLON API reference 1.8, section "Monitor images", tag 51192). */
export interface ImageMetadata {
  /** 26 characters. */
  readonly seriesUniqueId: string;
  readonly series: number;
  readonly image: number;
  /** 29 characters, `2026-11-23T19:05:06.123+00:00`. */
  readonly date: string;
  readonly threshold: number;
  /** eV */
  readonly thresholdEnergy: number;
  /** s */
  readonly exposureTime: number;
  /** eV */
  readonly incidentEnergy: number;
  /** Å */
  readonly wavelength: number;
  /** Pixels. */
  readonly beamCentre: readonly [x: number, y: number];
  /** m */
  readonly detectorDistance: number;
}

/** The ten entries of firmware 2020.2: at file offset 8, series, image and date come to lie at 42, 54 and 162. */
export function tenEntries(metadata: ImageMetadata): readonly Entry[] {
  return [
    { tag: 0x00, type: TYPE.long, values: [0] },
    { tag: 0x01, type: TYPE.ascii, values: metadata.seriesUniqueId },
    { tag: 0x02, type: TYPE.long, values: [metadata.series] },
    { tag: 0x03, type: TYPE.long, values: [metadata.image] },
    { tag: 0x04, type: TYPE.ascii, values: metadata.date },
    { tag: 0x05, type: TYPE.short, values: [metadata.threshold] },
    { tag: 0x06, type: TYPE.double, values: [metadata.thresholdEnergy] },
    { tag: 0x07, type: TYPE.double, values: [metadata.exposureTime] },
    { tag: 0x09, type: TYPE.double, values: [metadata.incidentEnergy] },
    { tag: 0x12, type: TYPE.long, values: [0] },
  ];
}

/** Firmware 2024.1 added wavelength, beam centre and distance. */
export function thirteenEntries(metadata: ImageMetadata): readonly Entry[] {
  return [
    ...tenEntries(metadata),
    { tag: 0x0a, type: TYPE.double, values: [metadata.wavelength] },
    { tag: 0x16, type: TYPE.double, values: metadata.beamCentre },
    { tag: 0x17, type: TYPE.double, values: [metadata.detectorDistance] },
  ];
}
