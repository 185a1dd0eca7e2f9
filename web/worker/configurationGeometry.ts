import * as v from "valibot";
import type { Fetch } from "../../src/index.ts";
import { wavelengthOfEnergy } from "../geometry/wavelength.ts";
import type { KnownGeometry } from "./engineApi.ts";
import { NO_GEOMETRY, place, positive } from "./imageGeometry.ts";

const parameter = v.optional(
  v.fallback(
    v.optional(v.object({ value: v.number(), unit: v.optional(v.fallback(v.string(), ""), "") })),
    undefined,
  ),
);
const reply = v.object({
  beam_center_x: parameter,
  beam_center_y: parameter,
  detector_distance: parameter,
  wavelength: parameter,
  photon_energy: parameter,
  x_pixel_size: parameter,
  y_pixel_size: parameter,
  thresholds: parameter,
  results: parameter,
});
type Parameter = v.InferOutput<typeof parameter>;

/** An EIGER2 has two; four leaves room for what comes. */
const MOST_THRESHOLDS = 4;
const METRES: Readonly<Record<string, number>> = { m: 1, "": 1, mm: 1e-3, um: 1e-6, µm: 1e-6, μm: 1e-6 };
const ANGSTROMS: Readonly<Record<string, number>> = { angstrom: 1, å: 1, a: 1, "": 1, nm: 10 };
const ELECTRON_VOLTS: Readonly<Record<string, number>> = { ev: 1, "": 1, kev: 1e3 };

/** What of the detector's configuration a viewer is told; null: not known. */
export interface Configuration {
  readonly geometry: KnownGeometry;
  readonly thresholds: number | null;
  /** Does the bridge serve the results of a run? */
  readonly hasResults: boolean;
}

const NO_CONFIGURATION: Configuration = { geometry: NO_GEOMETRY, thresholds: null, hasResults: false };

/**
 * What the detector's configuration says, by the bridge's route `/bridge/geometry` on the source's own host. Whoever has no such
 * route, or no JSON there, says nothing; undefined: it may say something when it is asked again.
 */
export async function fetchConfiguration(
  source: string,
  { fetch, signal }: { readonly fetch: Fetch; readonly signal: AbortSignal },
): Promise<Configuration | undefined> {
  try {
    const request = new Request(new URL("/bridge/geometry", source), { cache: "no-store" });
    const response = await fetch(request, { signal });
    const text = await response.text();
    if (!response.ok) return isPassing(response.status) ? undefined : NO_CONFIGURATION;
    return readConfiguration(parsed(text));
  } catch {
    // Nobody answered, or not to the end: what the connection is told too, and says.
    return undefined;
  }
}

/** Too many requests, and all that is the server's own trouble. */
function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readConfiguration(json: unknown): Configuration {
  const { success, output } = v.safeParse(reply, json);
  const count = success ? (output.thresholds?.value ?? null) : null;
  const isCount = count !== null && Number.isInteger(count) && count >= 1 && count <= MOST_THRESHOLDS;
  return {
    geometry: readConfigurationGeometry(json),
    thresholds: isCount ? count : null,
    hasResults: success && output.results?.value === 1,
  };
}

/** Reads `{key: {value, unit}}`; what is missing, or in a unit that is not known, is null. */
export function readConfigurationGeometry(json: unknown): KnownGeometry {
  const { success, output } = v.safeParse(reply, json);
  if (!success) return NO_GEOMETRY;
  const { beam_center_x: x, beam_center_y: y } = output;
  const energy = inUnit(output.photon_energy, ELECTRON_VOLTS);
  const sizeX = inUnit(output.x_pixel_size, METRES);
  const sizeY = inUnit(output.y_pixel_size, METRES);
  return {
    beamCenter: x === undefined || y === undefined ? null : place([x.value, y.value]),
    detectorDistance: inUnit(output.detector_distance, METRES),
    wavelength: inUnit(output.wavelength, ANGSTROMS) ?? (energy === null ? null : wavelengthOfEnergy(energy)),
    pixelSize: sizeX === null || sizeY === null ? null : [sizeX, sizeY],
  };
}

function inUnit(parameter: Parameter, units: Readonly<Record<string, number>>): number | null {
  if (parameter === undefined) return null;
  const factor = units[parameter.unit.trim().toLowerCase()];
  return factor === undefined ? null : positive(parameter.value * factor);
}
