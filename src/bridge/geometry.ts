import type { BridgeClock } from "./clock.ts";
import type { Upstream } from "./upstream.ts";

/** What of the detector's configuration a picture with rings needs; nothing else of it is ever asked for. */
const KEYS = [
  "beam_center_x",
  "beam_center_y",
  "detector_distance",
  "wavelength",
  "photon_energy",
  "x_pixel_size",
  "y_pixel_size",
] as const;

/** A number of the detector's configuration; unit as the DCU writes it, "" where it names none. */
export interface GeometryEntry {
  readonly value: number;
  readonly unit: string;
}

/** How many images an exposure has: a second threshold is on or off, and an EIGER of the first generation has none. */
const SECOND_THRESHOLD = "threshold/2/mode";

/** Pixels, m, Å and eV by the SIMPLON API; those that the DCU does not know are absent. */
export type Geometry = { readonly [Key in (typeof KEYS)[number] | "thresholds"]?: GeometryEntry };

/** Milliseconds for which an answer holds: many pages ask a DCU, which answers slowly, no more than one does. */
const KEPT = 1000;

/** The detector's geometry as its DCU has it configured. */
export class GeometryReader {
  readonly #upstream: Upstream;
  readonly #clock: BridgeClock;
  #last: { readonly time: number; readonly geometry: Promise<Geometry> } | undefined;

  constructor(upstream: Upstream, { clock }: { readonly clock: BridgeClock }) {
    this.#upstream = upstream;
    this.#clock = clock;
  }

  /** @throws {EigerMonitorError} with an UPSTREAM_… code of a refusal */
  read(): Promise<Geometry> {
    const time = this.#clock.now();
    if (this.#last !== undefined && time - this.#last.time < KEPT) return this.#last.geometry;
    const geometry = this.#ask();
    this.#last = { time, geometry };
    // A failure is no answer that holds.
    geometry.catch(() => {
      if (this.#last?.geometry === geometry) this.#last = undefined;
    });
    return geometry;
  }

  /** One after the other: an EIGER answers one request at a time. */
  async #ask(): Promise<Geometry> {
    const version = readVersion(await this.#upstream.json("/detector/api/version"));
    if (version === undefined) return {};
    const ask = (key: string) => this.#upstream.json(`/detector/api/${version}/config/${key}`);
    const entries: [string, GeometryEntry][] = [];
    for (const key of KEYS) {
      const entry = readEntry(await ask(key));
      if (entry !== undefined) entries.push([key, entry]);
    }
    const hasSecond = member(await ask(SECOND_THRESHOLD), "value") === "enabled";
    return { ...Object.fromEntries(entries), thresholds: { value: hasSecond ? 2 : 1, unit: "" } };
  }
}

/** The version in `{"value": "1.8.0"}`: it becomes part of an address, so it is nothing but three numbers. */
export function readVersion(reply: unknown): string | undefined {
  const value = member(reply, "value");
  return typeof value === "string" && /^\d{1,2}\.\d{1,2}\.\d{1,2}$/.test(value) ? value : undefined;
}

function readEntry(reply: unknown): GeometryEntry | undefined {
  const [value, unit] = [member(reply, "value"), member(reply, "unit")];
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return { value, unit: typeof unit === "string" ? unit.slice(0, 32) : "" };
}

function member(object: unknown, name: string): unknown {
  return typeof object === "object" && object !== null && Object.hasOwn(object, name)
    ? Object.entries(object).find(([key]) => key === name)?.[1]
    : undefined;
}
