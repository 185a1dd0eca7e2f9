import {
  OmMissingParameterError,
  OmMissingParameterGroupError,
  OmWrongParameterTypeError,
} from "../errors.ts";
import type { ParameterGroups, ParameterValue } from "./monitorYaml.ts";
import { YamlFloat } from "./yamlScalars.ts";

/** OM's names of the types that a parameter can be asked as, and what they are here. */
export interface ParameterTypes {
  int: number;
  float: number;
  str: string;
  bool: boolean;
  list: readonly unknown[];
  dict: Readonly<Record<string, unknown>>;
}

export type ParameterType = keyof ParameterTypes;

/** Which parameter, of which type. */
export interface ParameterQuery<T extends ParameterType> {
  readonly group: string;
  readonly parameter: string;
  /** Without one, the value is given as it is. */
  readonly parameterType: T;
}

/** What OM adds to group `om` at start. */
export interface Surroundings {
  /** Absolute path of the file that the parameters come from. */
  readonly configurationFile?: string;
  readonly source?: string;
  readonly nodePoolSize?: number;
}

/**
 * Groups of parameters, as in OM's `monitor.yaml`, wherever they are from: a program that has no such file, as a web page, is spared
 * all that reads it.
 *
 * As in OM, `float` takes an int, and a value of null counts as absent. Other than in OM, a boolean is neither an int
 * nor a float (decision 3).
 */
export class ParameterTable {
  readonly #groups: ReadonlyMap<string, Readonly<Record<string, ParameterValue>>>;

  /** @param options.parameters groups of parameters; whole numbers of plain objects pass as int and as float */
  constructor(options: { readonly parameters: ParameterGroups } & Surroundings) {
    const groups = Object.entries(options.parameters).map(([name, group]) => {
      return [name, { ...group, name, ...(name === "om" && surroundings(options)) }] as const;
    });
    this.#groups = new Map(groups);
  }

  /**
   * The value of a parameter; absent (or null), the default, or undefined without one.
   * @throws {OmMissingParameterGroupError} the group does not exist
   * @throws {OmMissingParameterError} it is required and absent
   * @throws {OmWrongParameterTypeError} it is of another type
   */
  getParameter(
    query: Omit<ParameterQuery<never>, "parameterType"> & {
      readonly parameterType?: undefined;
      readonly required?: boolean;
      readonly default?: unknown;
    },
  ): unknown;
  getParameter<T extends ParameterType>(
    query: ParameterQuery<T> & { readonly required: true },
  ): ParameterTypes[T];
  getParameter<T extends ParameterType>(
    query: ParameterQuery<T> & { readonly default: ParameterTypes[T]; readonly required?: false },
  ): ParameterTypes[T];
  getParameter<T extends ParameterType>(
    query: ParameterQuery<T> & { readonly required?: false; readonly default?: ParameterTypes[T] },
  ): ParameterTypes[T] | undefined;
  getParameter(query: {
    readonly group: string;
    readonly parameter: string;
    readonly parameterType?: ParameterType | undefined;
    readonly required?: boolean;
    readonly default?: unknown;
  }): unknown {
    const { group, parameter, parameterType, required = false } = query;
    const value = this.#find(group, parameter);
    if (value !== undefined && value !== null) {
      return parameterType === undefined ? plain(value) : typed(value, { group, parameter, parameterType });
    }
    if (!required) return query.default;
    throw new OmMissingParameterError(
      `parameter ${parameter} in group ${group} is missing, and it is required`,
    );
  }

  /** Is there such a group? For layers whose parameters all have defaults. */
  hasGroup(group: string): boolean {
    return this.#groups.has(group);
  }

  #find(group: string, parameter: string): ParameterValue | undefined {
    const parameters = this.#groups.get(group);
    if (parameters !== undefined)
      return Object.hasOwn(parameters, parameter) ? parameters[parameter] : undefined;
    throw new OmMissingParameterGroupError(`parameter group ${group} is not in the configuration`);
  }
}

function surroundings({
  configurationFile,
  source,
  nodePoolSize,
}: Surroundings): Record<string, ParameterValue> {
  return {
    configuration_file: configurationFile ?? null,
    source: source ?? null,
    node_pool_size: nodePoolSize ?? null,
  };
}

const MATCHES: Readonly<Record<ParameterType, (value: ParameterValue) => boolean>> = {
  int: (value) => Number.isInteger(value),
  float: (value) => typeof value === "number" || value instanceof YamlFloat,
  str: (value) => typeof value === "string",
  bool: (value) => typeof value === "boolean",
  list: (value) => Array.isArray(value),
  dict: (value) => typeName(value) === "dict",
};

function typed<T extends ParameterType>(value: ParameterValue, query: ParameterQuery<T>): ParameterTypes[T] {
  const { group, parameter, parameterType } = query;
  if (MATCHES[parameterType](value)) return plain(value) as ParameterTypes[T];
  const found = plain(value);
  // JSON would show NaN and infinities as null.
  const seen = `${typeName(value)} ${typeof found === "number" ? found : JSON.stringify(found)}`;
  throw new OmWrongParameterTypeError(
    `parameter ${parameter} in group ${group} is ${seen}, expected ${parameterType}`,
  );
}

/** OM's name of a value's type. */
function typeName(value: ParameterValue): string {
  if (value === null) return "NoneType";
  if (value instanceof YamlFloat) return "float";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return { string: "str", boolean: "bool" }[typeof value as string] ?? "dict";
}

/** The value without our marks. */
function plain(value: ParameterValue): unknown {
  if (value instanceof YamlFloat) return value.value;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
