import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Camera } from "../../../web/geometry/camera.ts";
import {
  farthestResolution,
  ICE_RESOLUTIONS,
  ringRadius,
  ringsOf,
  usualResolutions,
} from "../../../web/geometry/rings.ts";
import { scatteringAt, scatteringInto } from "../../../web/geometry/scattering.ts";

const camera: Camera = {
  beamCenter: [2000, 2100],
  detectorDistance: 0.15,
  wavelength: 1,
  pixelSize: [75e-6, 75e-6],
};
const size = { columns: 4148, rows: 4362 };

describe("resolution rings", () => {
  it("lie where scattering of their resolution goes", () => {
    const length = fc.double({ min: 1e-3, max: 10, noNaN: true });
    fc.assert(
      fc.property(length, length, length, (radius, detectorDistance, wavelength) => {
        const { resolution } = scatteringInto(radius, { detectorDistance, wavelength });
        const back = ringRadius(resolution, { detectorDistance, wavelength });
        // Near 90° the tangent magnifies the last bits of the resolution.
        expect(Math.abs((back ?? Number.NaN) / radius - 1)).toBeLessThan(1e-6);
      }),
    );
  });

  it("end where a planar detector ends: at 2θ of 90°", () => {
    expect(ringRadius(1 / Math.SQRT2 + 1e-6, camera)).toBeGreaterThan(1e3);
    expect(ringRadius(1 / Math.SQRT2 - 1e-6, camera)).toBeNull();
    expect(ringRadius(0.5, camera)).toBeNull();
    expect(ringRadius(0.4, camera)).toBeNull();
    expect(ringRadius(0, camera)).toBeNull();
    expect(ringRadius(-2, camera)).toBeNull();
    expect(ringRadius(Number.NaN, camera)).toBeNull();
    expect(ringsOf([2, 0.6, 3], camera).map(({ resolution }) => resolution)).toEqual([2, 3]);
  });

  it("are ellipses on pixels that are not square", () => {
    const oblong: Camera = { ...camera, pixelSize: [75e-6, 150e-6] };
    const [ring] = ringsOf([2], oblong);
    if (ring === undefined) throw new Error("no ring");
    expect(ring.radiusX).toBeCloseTo(2 * ring.radiusY, 9);
    expect(scatteringAt(oblong, [2000, 2100 + ring.radiusY]).resolution).toBeCloseTo(2, 12);
  });

  it("are five by default, equally spaced in 1/d² up to the farthest corner", () => {
    const resolutions = usualResolutions(camera, size);
    const spacings = resolutions.map((d) => d ** -2);
    const corner = scatteringAt(camera, [4148, 4362]).resolution;
    expect(resolutions).toHaveLength(5);
    expect(resolutions[4]).toBeCloseTo(corner, 12);
    spacings.forEach((spacing, index) => {
      expect(spacing).toBeCloseTo(((index + 1) / 5) * corner ** -2, 12);
    });
    expect(ringsOf(resolutions, camera)).toHaveLength(5);
  });

  it("find the farthest corner wherever the beam is", () => {
    const corners = [
      [0, 0],
      [4148, 0],
      [0, 4362],
      [4148, 4362],
    ] as const;
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 9000 }), fc.integer({ min: -5000, max: 9000 }), (x, y) => {
        const moved: Camera = { ...camera, beamCenter: [x, y] };
        const finest = Math.min(...corners.map((corner) => scatteringAt(moved, corner).resolution));
        expect(farthestResolution(moved, size)).toBeCloseTo(finest, 12);
      }),
    );
  });

  it("of ice are listed from the widest spacing on", () => {
    expect(ICE_RESOLUTIONS).toEqual([...ICE_RESOLUTIONS].sort((a, b) => b - a));
    expect(ICE_RESOLUTIONS[0]).toBe(3.897);
  });
});
