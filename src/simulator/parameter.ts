export type ParameterValue = string | number | boolean | readonly string[] | readonly number[] | null;
export type ValueType = "string" | "float" | "uint" | "int" | "bool" | "string[]" | "datetime";

/** A parameter of a control unit: its value, and what GET says of it. */
export interface Parameter {
  value: ParameterValue;
  readonly type: ValueType;
  /** Read and write unless it says otherwise. */
  readonly access?: "r";
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly allowed?: readonly string[];
  /** Values that mean trouble; for status parameters. */
  readonly critical?: readonly string[];
}

/** Parameters by key; keys may contain slashes. */
export type ParameterTable = Record<string, Parameter>;

export function fixed(
  value: ParameterValue,
  type: ValueType,
  options: Pick<Parameter, "unit"> = {},
): Parameter {
  return { value, type, access: "r", ...options };
}

export function float(value: number, options: Pick<Parameter, "unit" | "min" | "max"> = {}): Parameter {
  return { value, type: "float", ...options };
}

/** A whole number; the largest is what clients with signed 32-bit integers can read. */
export function count(
  value: number,
  { min = 0, max = 2 ** 31 - 1 }: Pick<Parameter, "min" | "max"> = {},
): Parameter {
  return { value, type: "uint", min, max };
}

export function flag(value: boolean): Parameter {
  return { value, type: "bool" };
}

export function words(value: string): Parameter {
  return { value, type: "string" };
}

export function choice(value: string, allowed: readonly string[]): Parameter {
  return { value, type: "string", allowed };
}

/** The number that a table holds at `key`; 0 when it holds none. */
export function numberAt(table: ParameterTable, key: string): number {
  return Number(table[key]?.value ?? 0);
}

/** The text that a table holds at `key`; empty when it holds none. */
export function textAt(table: ParameterTable, key: string): string {
  return String(table[key]?.value ?? "");
}
