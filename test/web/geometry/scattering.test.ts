import { describe, expect, it } from "vitest";
import { type Camera, completeCamera, distanceFromBeam } from "../../../web/geometry/camera.ts";
import { scatteringAt } from "../../../web/geometry/scattering.ts";
import { energyOfWavelength, wavelengthOfEnergy } from "../../../web/geometry/wavelength.ts";

const camera: Camera = {
  beamCenter: [2000, 2100],
  detectorDistance: 0.15,
  wavelength: 1,
  pixelSize: [75e-6, 75e-6],
};

describe("scattering", () => {
  it("has a wavelength of 1 Å at 12.398 keV", () => {
    expect(wavelengthOfEnergy(12_398.42)).toBe(1);
    expect(energyOfWavelength(wavelengthOfEnergy(8047.8))).toBeCloseTo(8047.8, 9);
  });

  it("goes into 45° at as many metres from the beam as the detector is away", () => {
    const { radius, twoTheta, resolution, q } = scatteringAt(camera, [2000 + 0.15 / 75e-6, 2100]);
    expect(radius).toBeCloseTo(0.15, 12);
    expect(twoTheta).toBeCloseTo(Math.PI / 4, 12);
    // λ = 2 d sin θ, θ = 22.5°
    expect(resolution).toBeCloseTo(1 / (2 * Math.sin(Math.PI / 8)), 12);
    expect(q).toBeCloseTo(4 * Math.PI * Math.sin(Math.PI / 8), 12);
  });

  it("has no resolution to speak of in the beam", () => {
    expect(scatteringAt(camera, [2000, 2100])).toEqual({
      radius: 0,
      twoTheta: 0,
      resolution: Infinity,
      q: 0,
    });
  });

  it("takes pixels that are not square as they are", () => {
    expect(distanceFromBeam({ beamCenter: [10, 10], pixelSize: [3e-6, 4e-6] }, [11, 11])).toBeCloseTo(
      5e-6,
      18,
    );
  });

  it("needs a camera of which all is known", () => {
    expect(completeCamera(camera)).toEqual(camera);
    for (const key of ["beamCenter", "detectorDistance", "wavelength", "pixelSize"] as const)
      expect(completeCamera({ ...camera, [key]: null })).toBeNull();
    // What control units write where nobody told them.
    expect(completeCamera({ ...camera, detectorDistance: 0 })).toBeNull();
    expect(completeCamera({ ...camera, wavelength: Number.NaN })).toBeNull();
  });
});
