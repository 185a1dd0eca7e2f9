import type { ApiVersion } from "../address.ts";
import { dateWithNanoseconds } from "../clock.ts";
import type { Detector } from "../detector.ts";
import { fixed, type ParameterTable } from "../parameter.ts";

const STATES = ["na", "idle", "ready", "acquire", "configure", "initialize", "error"];

/** The detector's status (SIMPLON API reference 1.8, "Detector status"). `time` in Unix milliseconds. */
export function detectorStatus(
  { state, seriesUniqueId }: Detector,
  { version, time }: { readonly version: ApiVersion; readonly time: number },
): ParameterTable {
  return {
    "board_000/th0_humidity": fixed(12.5, "float", { unit: "percent" }),
    "board_000/th0_temp": fixed(28.1, "float", { unit: "degree C" }),
    "builder/dcu_buffer_free": fixed(96.5, "float", { unit: "percent" }),
    error: fixed([], "string[]"),
    "high_voltage/state": fixed("READY", "string"),
    humidity: fixed(12.5, "float", { unit: "percent" }),
    link_0: fixed("up", "string"),
    link_1: fixed("up", "string"),
    link_2: fixed("up", "string"),
    link_3: fixed("up", "string"),
    ...(version === "1.6.0"
      ? { "module_000/hv": fixed(150, "float", { unit: "V" }) }
      : { series_unique_id: fixed(seriesUniqueId, "string") }),
    state: { ...fixed(state, "string"), allowed: STATES, critical: ["na", "error"] },
    temperature: fixed(28.1, "float", { unit: "degree C" }),
    time: fixed(dateWithNanoseconds(time), "datetime"),
  };
}
