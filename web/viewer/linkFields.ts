/** Values of a link's fields, each proven as it is read; undefined: it is none. */
import { parseColour } from "../worker/colour.ts";
import { provenLevels } from "./levelsPolicy.ts";
import type { Look } from "./viewerState.ts";

const MOST_RINGS = 50;
/** Places of a view, source pixels: no frame is as large. */
const FARTHEST = 100_000;
const LARGEST_ZOOM = 1e4;

export function finite(text: string): number | undefined {
  return /^[-+]?\d{1,12}(?:\.\d{1,30})?(?:e[-+]?\d{1,2})?$/i.test(text) ? Number(text) : undefined;
}

export function threshold(text: string): number | undefined {
  return /^[1-9]\d?$/.test(text) ? Number(text) : undefined;
}

export function identity(text: string): string | undefined {
  return /^\d{1,10}_\d{1,10}$/.test(text) ? text : undefined;
}

export function place(text: string): number | undefined {
  const value = finite(text);
  return value !== undefined && Math.abs(value) <= FARTHEST ? value : undefined;
}

export function zoom(text: string): number | undefined {
  const value = finite(text);
  return value !== undefined && value > 0 && value <= LARGEST_ZOOM ? value : undefined;
}

export function flag(text: string): boolean | undefined {
  return text === "1" ? true : text === "0" ? false : undefined;
}

export function pair(text: string): readonly [number, number] | undefined {
  const [x, y, ...more] = numbers(text) ?? [];
  return x === undefined || y === undefined || more.length > 0 ? undefined : [x, y];
}

export function levels(text: string): Look["levels"] | undefined {
  const values = pair(text);
  return values && (provenLevels(values) ?? undefined);
}

export function resolutions(text: string): readonly number[] | undefined {
  const values = numbers(text);
  return values !== undefined && values.length <= MOST_RINGS && values.every((value) => value > 0)
    ? values
    : undefined;
}

export function colour(text: string): string | undefined {
  return parseColour(text) === null ? undefined : text;
}

/** Of the web, or a path of this one's; nobody's password. */
export function webAddress(text: string): string | undefined {
  if (!URL.canParse(text, "http://page")) return undefined;
  const { protocol, username, password } = new URL(text, "http://page");
  const isWeb = protocol === "http:" || protocol === "https:";
  return isWeb && username === "" && password === "" ? text : undefined;
}

export function oneOf<T extends string>(known: readonly T[]): (text: string) => T | undefined {
  return (text) => known.find((name) => name === text);
}

function numbers(text: string): readonly number[] | undefined {
  const values = text.split(",").map(finite);
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known : undefined;
}
