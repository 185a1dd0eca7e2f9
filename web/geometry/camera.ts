/** How a planar detector stands, square to the beam. The convention: pixel i covers i … i + 1, x to the right, y down. */
export interface Camera {
  /** Where the beam meets the detector: pixels from the upper left corner of pixel (0, 0). */
  readonly beamCenter: readonly [x: number, y: number];
  /** Metres. */
  readonly detectorDistance: number;
  /** Å. */
  readonly wavelength: number;
  /** Metres. */
  readonly pixelSize: readonly [x: number, y: number];
}

/** The same with what is not known yet. */
export type PartialCamera = { readonly [Key in keyof Camera]: Camera[Key] | null };

/** A camera when all of it is known and can be, else null. */
export function completeCamera(partial: PartialCamera): Camera | null {
  const { beamCenter, detectorDistance, wavelength, pixelSize } = partial;
  if (beamCenter === null || pixelSize === null) return null;
  if (!isLength(detectorDistance) || !isLength(wavelength) || !pixelSize.every(isLength)) return null;
  return { beamCenter, detectorDistance, wavelength, pixelSize };
}

/** Metres between the beam and a place on the detector, given in pixels. */
export function distanceFromBeam(
  { beamCenter, pixelSize }: Pick<Camera, "beamCenter" | "pixelSize">,
  [x, y]: readonly [x: number, y: number],
): number {
  return Math.hypot((x - beamCenter[0]) * pixelSize[0], (y - beamCenter[1]) * pixelSize[1]);
}

function isLength(value: number | null): value is number {
  return value !== null && Number.isFinite(value) && value > 0;
}
