import type { Parameter, ParameterValue, ValueType } from "./parameter.ts";

/** A value proven against its parameter, or why it is refused. */
export type ProvenValue = { readonly value: ParameterValue } | { readonly refusal: string };

/** The value of a PUT's body `{"value": …}`. */
export function readValue(parameter: Parameter, body: string): ProvenValue {
  const parsed = readJsonObject(body);
  if (parsed === undefined || !("value" in parsed)) return { refusal: 'the body is not {"value": …}' };
  const { value } = parsed;
  if (parameter.access === "r") return { refusal: "the parameter is read only" };
  if (!hasType(value, parameter.type)) return { refusal: `expected a value of type ${parameter.type}` };
  if (parameter.allowed !== undefined && !parameter.allowed.some((item) => item === value)) {
    return { refusal: `expected one of ${parameter.allowed.join(", ")}` };
  }
  const { min = -Infinity, max = Infinity } = parameter;
  if (typeof value === "number" && (value < min || value > max)) {
    return { refusal: `expected a value between ${min} and ${max}` };
  }
  return { value };
}

/** A JSON object, or undefined for anything else. */
export function readJsonObject(body: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    // What a client sends is its own affair; the reply tells it that this is no JSON.
    return undefined;
  }
}

function hasType(value: unknown, type: ValueType): value is ParameterValue {
  switch (type) {
    case "float":
      return typeof value === "number" && Number.isFinite(value);
    case "uint":
      return Number.isSafeInteger(value) && Number(value) >= 0;
    case "int":
      return Number.isSafeInteger(value);
    case "bool":
      return typeof value === "boolean";
    case "string[]":
      return Array.isArray(value) && value.every((item) => typeof item === "string");
    default:
      return typeof value === "string";
  }
}
