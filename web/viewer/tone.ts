/** Counts → colours on the page's own thread: for the colour bar, the loupe and the print in pixels. */
import { type ColourTable, colourTable, type Scale } from "../../src/index.ts";
import type { Look } from "./viewerState.ts";

type Channels = readonly [red: number, green: number, blue: number];

/** Place of a count in the colour table, 0 … 1: the inverse of the scales in src/decoder/toneSteps.ts. */
const PLACE_OF: Readonly<Record<Scale, (above: number, span: number) => number>> = {
  linear: (above, span) => above / span,
  sqrt: (above, span) => Math.sqrt(above / span),
  log: (above, span) => Math.log1p(above) / Math.log1p(span),
  hdr: (above, span) => (above <= span ? (0.25 * above) / span : 0.25 + (3 / 16) * Math.log10(above / span)),
};

/** Place of a count in the colour table, 0 … 1. */
function toneOf(count: number, { levels: [black, white], scale }: Pick<Look, "levels" | "scale">): number {
  const above = Math.max(count - black, 0);
  return Math.min(Math.max(PLACE_OF[scale](above, Math.max(white - black, 1e-9)), 0), 1);
}

const tables = new Map<string, ColourTable>();

/** The colour of a place in a table, 0 … 1. */
export function colourAt(at: number, colours: Look["colours"]): Channels {
  const table = tables.get(colours) ?? colourTable(colours);
  tables.set(colours, table);
  const entry = 4 * Math.round(at * (table.length / 4 - 1));
  return [table[entry] ?? 0, table[entry + 1] ?? 0, table[entry + 2] ?? 0];
}

/** The colour of a count as the picture has it. */
export function colourOf(count: number, look: Look): Channels {
  return colourAt(toneOf(count, look), look.colours);
}

/** `#rrggbb`. */
export function toHex(channels: Channels): string {
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** How bright a colour looks, 0 … 1; print on it is black from about one half on. */
export function brightness([red, green, blue]: Channels): number {
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
