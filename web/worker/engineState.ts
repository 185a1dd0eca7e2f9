import { type Connection, NO_FACTS } from "./connection.ts";
import type { Desk } from "./desk.ts";
import type { EngineState } from "./engineApi.ts";

/** What there is to say of the images and of where they come from. */
export function engineState(desk: Desk, connection: Connection | undefined): Omit<EngineState, "projection"> {
  const { counts, rates } = desk.counts;
  const { dropped, geometry, writable, thresholds, results } = connection?.facts ?? NO_FACTS;
  return {
    ...desk.state,
    connection: connection?.state ?? "idle",
    problem: connection?.problem ?? null,
    counters: { ...counts, skipped: counts.skipped + (connection?.skipped ?? 0), dropped },
    rates,
    configurationGeometry: geometry,
    thresholds,
    writable,
    results,
  };
}
