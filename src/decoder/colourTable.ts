import { EigerMonitorError } from "../errors.ts";

/** Colours from the lowest level to the highest: RGBA, 2 to 4096 of them. */
export type ColourTable = Uint8ClampedArray<ArrayBuffer>;
/** Red, green, blue, alpha: 0 … 255 each. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

type Channels = readonly [red: number, green: number, blue: number];

/** Colour at 0 … 1 of a table, channels from 0 to 1. */
const FORMULAS = {
  grey: (at: number): Channels => [at, at, at],
  /** No counts are white, as on film. */
  "inverted-grey": (at: number): Channels => [1 - at, 1 - at, 1 - at],
  /** matplotlib's; polynomials of M. Zucker (CC0), at most 3 of 255 off. Colour-blind safe. */
  viridis: (at: number): Channels => [
    polynomial(at, [0.277727, 0.105093, -0.330862, -4.63423, 6.22827, 4.776385, -5.435456]),
    polynomial(at, [0.005407, 1.404614, 0.214848, -5.799101, 14.179933, -13.745145, 4.645853]),
    polynomial(at, [0.3341, 1.38459, 0.095095, -19.332441, 56.690553, -65.353033, 26.312435]),
  ],
  /** Nuñez, Anderton, Renslow, PLoS ONE 13 (2018) e0199239; polynomials of d3-scale-chromatic. Colour-blind safe. */
  cividis: (at: number): Channels => [
    polynomial(at, [-4.54, -35.34, 2381.73, -6402.7, 7024.72, -2710.57]) / 255,
    polynomial(at, [32.49, 170.73, 52.82, -131.46, 176.58, -67.37]) / 255,
    polynomial(at, [81.24, 442.36, -2482.43, 6167.24, -6614.94, 2475.67]) / 255,
  ],
  /** A quarter from white to black, the rest by red and yellow to white again: for the scale "hdr". */
  hdr: (at: number): Channels => {
    const grey = Math.max(1 - 4 * at, 0);
    const heat = 4 * at - 1;
    return [Math.max(grey, heat), Math.max(grey, heat - 1), Math.max(grey, heat - 2)];
  },
} as const;

/** Name of a colour table of this package. */
export type ColourTableName = keyof typeof FORMULAS;
export const COLOUR_TABLE_NAMES = Object.keys(FORMULAS) as readonly ColourTableName[];

/**
 * A colour table by its name.
 *
 * @param options.entries 2 … 4096; default 256, and 1024 for "hdr", so that a quarter of it has all greys
 * @throws {EigerMonitorError} BAD_OPTION when `entries` is out of range.
 */
export function colourTable(name: ColourTableName, options: { readonly entries?: number } = {}): ColourTable {
  const entries = options.entries ?? (name === "hdr" ? 1024 : 256);
  if (!Number.isInteger(entries) || entries < 2 || entries > 4096)
    throw new EigerMonitorError("BAD_OPTION", `a colour table has 2 to 4096 entries, not ${entries}`);
  const table = new Uint8ClampedArray(4 * entries);
  for (let entry = 0; entry < entries; entry++) {
    const channels = FORMULAS[name](entry / (entries - 1));
    table.set([...channels.map((channel) => Math.round(255 * channel)), 255], 4 * entry);
  }
  return table;
}

function polynomial(at: number, coefficients: readonly number[]): number {
  return coefficients.reduceRight((sum, coefficient) => sum * at + coefficient, 0);
}
