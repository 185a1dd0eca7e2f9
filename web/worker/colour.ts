import type { Colour } from "../../src/index.ts";

const HEX = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;
const RGB =
  /^rgba?\(\s*(\d{1,3})\s*[\s,]\s*(\d{1,3})\s*[\s,]\s*(\d{1,3})\s*(?:[,/]\s*(0|1|0?\.\d+|1\.0+)\s*)?\)$/i;

/** A CSS colour as `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb(…)` or `rgba(…)`; null for any other text. */
export function parseColour(text: string): Colour | null {
  if (HEX.test(text)) {
    const short = text.length < 6;
    const digits = [...text.slice(1)].map((digit) => (short ? digit + digit : digit)).join("");
    return toColour(digits.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? []);
  }
  const match = RGB.exec(text.trim());
  if (match === null) return null;
  const channels = match.slice(1, 4).map(Number);
  if (channels.some((channel) => channel > 255)) return null;
  return toColour([...channels, ...(match[4] === undefined ? [] : [Math.round(255 * Number(match[4]))])]);
}

function toColour([red = 0, green = 0, blue = 0, alpha = 255]: readonly number[]): Colour {
  return [red, green, blue, alpha];
}
