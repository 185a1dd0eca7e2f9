import { type Camera, distanceFromBeam } from "./camera.ts";
import { scatteringInto } from "./scattering.ts";

/** Spacings of hexagonal ice, Å (as SynchWeb draws them). */
export const ICE_RESOLUTIONS: readonly number[] = [
  3.897, 3.669, 3.441, 2.671, 2.249, 2.07, 1.95, 1.92, 1.88, 1.72,
];

/** All places of one resolution: an ellipse around the beam, a circle where pixels are square. */
export interface Ring {
  /** Å. */
  readonly resolution: number;
  /** Pixels. */
  readonly radiusX: number;
  readonly radiusY: number;
}

/**
 * Metres between the beam and the ring of a resolution in Å; null when there is none: a planar detector sees 2θ below 90°
 * only, that is d > λ/√2. (Between λ/2 and λ/√2 the formula has a negative radius to offer.)
 */
export function ringRadius(
  resolution: number,
  { detectorDistance, wavelength }: Pick<Camera, "detectorDistance" | "wavelength">,
): number | null {
  if (!Number.isFinite(resolution) || resolution <= wavelength / Math.SQRT2) return null;
  return detectorDistance * Math.tan(2 * Math.asin(wavelength / (2 * resolution)));
}

/** The rings of those resolutions that a planar detector can see. */
export function ringsOf(resolutions: readonly number[], camera: Camera): readonly Ring[] {
  const [sizeX, sizeY] = camera.pixelSize;
  return resolutions.flatMap((resolution) => {
    const radius = ringRadius(resolution, camera);
    return radius === null ? [] : [{ resolution, radiusX: radius / sizeX, radiusY: radius / sizeY }];
  });
}

/** Resolutions, in Å, equally spaced in 1/d² from the beam to the detector's farthest corner, which has the last of them. */
export function usualResolutions(
  camera: Camera,
  { columns, rows, count = 5 }: { readonly columns: number; readonly rows: number; readonly count?: number },
): readonly number[] {
  const farthest = farthestResolution(camera, { columns, rows });
  return Array.from({ length: count }, (_, index) => farthest * Math.sqrt(count / (index + 1)));
}

/** Å at the corner that is farthest from the beam. */
export function farthestResolution(
  camera: Camera,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): number {
  const x = camera.beamCenter[0] > columns / 2 ? 0 : columns;
  const y = camera.beamCenter[1] > rows / 2 ? 0 : rows;
  return scatteringInto(distanceFromBeam(camera, [x, y]), camera).resolution;
}
