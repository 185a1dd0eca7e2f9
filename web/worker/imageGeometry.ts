import type { DectrisMetadata } from "../../src/index.ts";
import { wavelengthOfEnergy } from "../geometry/wavelength.ts";
import type { KnownGeometry } from "./engineApi.ts";

export const NO_GEOMETRY: KnownGeometry = {
  beamCenter: null,
  detectorDistance: null,
  wavelength: null,
  pixelSize: null,
};

/** What an image says of how the detector stands. Its distance is taken for metres, which is what real units write. */
export function imageGeometry(dectris: DectrisMetadata | null): KnownGeometry {
  if (dectris === null) return NO_GEOMETRY;
  const energy = positive(dectris.incidentEnergy);
  return {
    beamCenter: place(dectris.beamCenter),
    detectorDistance: positive(dectris.detectorDistance),
    wavelength: positive(dectris.incidentWavelength) ?? (energy === null ? null : wavelengthOfEnergy(energy)),
    pixelSize: null,
  };
}

/** A length or energy; control units write 0 for what nobody told them. */
export function positive(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) && value > 0 ? value : null;
}

/** A beam centre: (0, 0) is what nobody has set. It may lie outside of the detector. */
export function place(center: readonly [number, number] | null): readonly [number, number] | null {
  if (center === null || !center.every(Number.isFinite)) return null;
  return center[0] === 0 && center[1] === 0 ? null : center;
}
