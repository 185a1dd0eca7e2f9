import type { MonitorCounters } from "../om/index.ts";

/** A line that says how many images came, how fast, and everything else that happened. */
export function describeCounters(
  counters: MonitorCounters,
  { seconds }: { readonly seconds: number },
): string {
  const { delivered, bytes, faults, faultsByKind } = counters;
  const rates = `${(delivered / seconds).toFixed(1)}/s, ${(bytes / 1e6 / seconds).toFixed(0)} MB/s`;
  const kinds = Object.entries(faultsByKind).map(([kind, count]) => `${kind} ${count}`);
  const troubles = [
    [counters.dcuDropped, "dropped by the DCU"],
    [counters.transitLost, "lost on the way"],
    [counters.evicted, "gone before they came"],
    [counters.decodeErrors, "not readable"],
    [counters.decoderTraps, "of these by a defect of the decoder"],
    [counters.missing, `missing in ${counters.gaps} ${counters.gaps === 1 ? "gap" : "gaps"}`],
    [counters.duplicates, "came twice"],
    [counters.reordered, "came late"],
    [counters.fast408, "408 too soon"],
    [faults, `failed requests (${kinds.join(", ")})`],
  ] as const;
  const trouble = troubles.filter(([count]) => count > 0).map(([count, what]) => `; ${count} ${what}`);
  return `${delivered} images in ${seconds.toFixed(1)} s (${rates})${trouble.join("")}`;
}
