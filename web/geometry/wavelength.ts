/** h·c in eV·Å: CODATA 2018, 12398.41984, to what energies are known to. */
const PLANCK_TIMES_LIGHT = 12_398.42;

/** Å of a photon of so many eV. */
export function wavelengthOfEnergy(energy: number): number {
  return PLANCK_TIMES_LIGHT / energy;
}

/** eV of a photon of so many Å. */
export function energyOfWavelength(wavelength: number): number {
  return PLANCK_TIMES_LIGHT / wavelength;
}
