import { OmWrongParameterTypeError } from "../errors.ts";
import type { ParameterTable } from "../om/index.ts";

/**
 * How many events lie between two reports: OM counts its intervals in events.
 * @throws {OmMissingParameterGroupError} {@link OmMissingParameterError} {@link OmWrongParameterTypeError}
 */
export function readInterval(
  parameters: ParameterTable,
  { group, parameter }: { readonly group: string; readonly parameter: string },
): number {
  const events = parameters.getParameter({ group, parameter, parameterType: "int", required: true });
  if (events >= 1) return events;
  throw new OmWrongParameterTypeError(
    `parameter ${parameter} in group ${group} is ${events}, expected 1 event or more`,
  );
}
