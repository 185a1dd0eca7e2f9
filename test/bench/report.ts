import { cpus } from "node:os";
import { canPin } from "./pinned.ts";
import type { Rate } from "./sideBySide.ts";

/** All that one benchmark found out about one kind of frame. */
export interface Finding {
  readonly bench: string;
  readonly frame: string;
  /** Bytes of a frame's pixels. */
  readonly bytes: number;
  readonly rates: readonly Rate[];
  /** Ratios that are promised, by name. */
  readonly ratios: Readonly<Record<string, number>>;
  /** Other figures, by name with unit. */
  readonly figures?: Readonly<Record<string, number>>;
}

/** Where it was measured. */
export function surroundings(): Readonly<Record<string, string | number | boolean>> {
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    pinned: canPin,
  };
}

export function table({ bench, frame, bytes, rates, ratios, figures = {} }: Finding): string {
  const rows = rates.map(({ name, perSecond, ofFirst }) => [
    name.padEnd(34),
    perSecond.toFixed(1).padStart(9),
    ((perSecond * bytes) / 1e6).toFixed(0).padStart(8),
    ofFirst.toFixed(2).padStart(8),
  ]);
  const head = ["".padEnd(34), " frames/s", "    MB/s", "of first"];
  const notes = Object.entries({ ...ratios, ...figures }).map(([name, value]) => {
    return `  ${name}: ${value.toFixed(2)}`;
  });
  return [`${bench}, ${frame}`, ...[head, ...rows].map((row) => `  ${row.join(" ")}`), ...notes, ""].join(
    "\n",
  );
}
