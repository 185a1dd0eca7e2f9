import { type Camera, distanceFromBeam } from "./camera.ts";

/** What a place on the detector means in a diffraction experiment. */
export interface Scattering {
  /** Metres from the beam, on the detector. */
  readonly radius: number;
  /** Between the beam and the ray to that place, radians. */
  readonly twoTheta: number;
  /** d, Å; Infinity in the beam itself. */
  readonly resolution: number;
  /** 4π sin θ / λ = 2π / d, 1/Å. */
  readonly q: number;
}

/** Scattering into a place on the detector, given in pixels. */
export function scatteringAt(camera: Camera, place: readonly [x: number, y: number]): Scattering {
  return scatteringInto(distanceFromBeam(camera, place), camera);
}

/** Scattering into a distance from the beam, metres on the detector. */
export function scatteringInto(
  radius: number,
  { detectorDistance, wavelength }: Pick<Camera, "detectorDistance" | "wavelength">,
): Scattering {
  const twoTheta = Math.atan2(radius, detectorDistance);
  const resolution = wavelength / (2 * Math.sin(twoTheta / 2));
  return { radius, twoTheta, resolution, q: (2 * Math.PI) / resolution };
}
