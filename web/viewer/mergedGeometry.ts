import { isBeamCenter, isDistance, isPixelSize, isWavelength } from "../geometry/bounds.ts";
import type { KnownGeometry } from "../worker/engineApi.ts";
import type { Geometry } from "./viewerState.ts";

/** Pixels of every EIGER and EIGER2, metres; for want of anything that says so. */
const EIGER_PIXEL = [75e-6, 75e-6] as const;

export const NOTHING_BY_HAND: KnownGeometry = {
  beamCenter: null,
  detectorDistance: null,
  wavelength: null,
  pixelSize: null,
};

/** Each figure by hand, else by the image, else by the configuration. */
export function mergedGeometry(sources: {
  readonly hand: KnownGeometry;
  readonly image: KnownGeometry;
  readonly configuration: KnownGeometry;
}): Geometry {
  const beamCenter = pick(sources, "beamCenter");
  const detectorDistance = pick(sources, "detectorDistance");
  const wavelength = pick(sources, "wavelength");
  const pixelSize = pick(sources, "pixelSize");
  return {
    beamCenter: beamCenter.value,
    detectorDistance: detectorDistance.value,
    wavelength: wavelength.value,
    pixelSize: pixelSize.value ?? EIGER_PIXEL,
    from: {
      beamCenter: beamCenter.from,
      detectorDistance: detectorDistance.from,
      wavelength: wavelength.from,
      pixelSize: pixelSize.from,
    },
  };
}

const ORDER = ["hand", "image", "configuration"] as const;

function pick<Key extends keyof KnownGeometry>(
  sources: Readonly<Record<(typeof ORDER)[number], KnownGeometry>>,
  key: Key,
): { readonly value: KnownGeometry[Key] | null; readonly from: Geometry["from"][Key] } {
  const from = ORDER.find((source) => sources[source][key] !== null);
  return from === undefined ? { value: null, from: "unknown" } : { value: sources[from][key], from };
}

/** Figures by hand that can be; the others stay as they were. */
export function provenByHand(former: KnownGeometry, changes: Partial<KnownGeometry>): KnownGeometry {
  const { beamCenter, detectorDistance, wavelength, pixelSize } = { ...former, ...changes };
  const proven = <T>(value: T | null, isProven: (value: T) => boolean, before: T | null) =>
    value === null || isProven(value) ? value : before;
  return {
    beamCenter: proven(beamCenter, isBeamCenter, former.beamCenter),
    detectorDistance: proven(detectorDistance, isDistance, former.detectorDistance),
    wavelength: proven(wavelength, isWavelength, former.wavelength),
    pixelSize: proven(pixelSize, isPixelSize, former.pixelSize),
  };
}
