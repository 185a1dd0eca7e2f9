/** Between which figures of how a detector stands may lie: typed, in a link, by message. */
type Bounds = readonly [least: number, most: number];

/** Metres: from a millimetre to the longest flight tube. */
export const DISTANCE: Bounds = [1e-3, 100];
/** Å: from 1.2 MeV to 124 eV. */
export const WAVELENGTH: Bounds = [0.01, 100];
/** Pixels: a beam may pass beside the detector, by a few detectors at most. */
export const BEAM: Bounds = [-20_000, 20_000];
/** Metres. */
export const PIXEL_SIZE: Bounds = [1e-6, 1e-3];

export const isDistance = (metres: number): boolean => isWithin(DISTANCE, metres);
export const isWavelength = (angstroms: number): boolean => isWithin(WAVELENGTH, angstroms);
export const isBeamCenter = (centre: readonly number[]): boolean =>
  centre.every((pixels) => isWithin(BEAM, pixels));
export const isPixelSize = (sizes: readonly number[]): boolean =>
  sizes.every((metres) => isWithin(PIXEL_SIZE, metres));

/** What was typed in another unit comes with a rounding error. */
function isWithin([least, most]: Bounds, value: number): boolean {
  return value >= least - 1e-9 * Math.abs(least) && value <= most + 1e-9 * most;
}
