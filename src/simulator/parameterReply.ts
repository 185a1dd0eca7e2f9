import { dateWithNanoseconds, dateWithOffset } from "./clock.ts";
import type { Parameter } from "./parameter.ts";
import { type DcuReply, Fixed, json } from "./reply.ts";

/** GET config. Never an empty list of allowed values: clients take its presence for an enumeration. */
export function configReply(parameter: Parameter): DcuReply {
  const { type, access = "rw", unit, min, max, allowed } = parameter;
  return json({
    access_mode: access,
    allowed_values: allowed,
    max: printable(max, type),
    min: printable(min, type),
    unit,
    value: printable(parameter.value, type),
    value_type: type,
  });
}

/** GET status: `state` here is that of the parameter, not of the detector. `time` in Unix milliseconds. */
export function statusReply(
  parameter: Parameter,
  { time, version }: { readonly time: number; readonly version: string },
): DcuReply {
  const { type, allowed, critical, unit = "" } = parameter;
  const old = version === "1.6.0";
  return json({
    access_mode: old ? undefined : "r",
    allowed_values: allowed,
    critical_limits: old ? [null, null] : undefined,
    critical_values: critical ?? (old ? [] : undefined),
    state: critical?.some((value) => value === parameter.value) ? "critical" : "normal",
    time: old ? dateWithOffset(time) : dateWithNanoseconds(time),
    unit,
    value: printable(parameter.value, type),
    value_type: type,
  });
}

function printable(value: unknown, type: Parameter["type"]): unknown {
  return typeof value === "number" && type === "float" ? new Fixed(value) : value;
}
