import { cpus } from "node:os";
import type { Finding } from "./finding.ts";
import { canPin } from "./pinned.ts";

/** Where it was measured. */
export function surroundings(): Readonly<Record<string, string | number | boolean>> {
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    pinned: canPin,
  };
}

const NAME_WIDTH = 42;

export function table({ bench, frame, bytes, rates, ratios, figures = {}, absent = {} }: Finding): string {
  const rows = rates.map(({ name, perSecond, ofFirst, calm = "" }) => [
    name.padEnd(NAME_WIDTH),
    perSecond.toFixed(1).padStart(9),
    ((perSecond * bytes) / 1e6).toFixed(0).padStart(8),
    ofFirst.toFixed(2).padStart(8),
    calm,
  ]);
  const head = ["".padEnd(NAME_WIDTH), " frames/s", "    MB/s", "of first"];
  const notes = Object.entries({ ...ratios, ...figures }).map(([name, value]) => {
    return `  ${name}: ${value.toFixed(2)}`;
  });
  const missing = Object.entries(absent).map(([name, reason]) => `  ${name}: absent (${reason})`);
  return [
    `${bench}, ${frame}`,
    ...[head, ...rows].map((row) => `  ${row.join(" ").trimEnd()}`),
    ...notes,
    ...missing,
    "",
  ].join("\n");
}
