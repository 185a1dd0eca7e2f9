import * as v from "valibot";

/** The monitor's configuration keys and the types of their values (SIMPLON API reference 1.8, section 5). */
export interface MonitorConfiguration {
  /** `enabled` or `disabled`; while disabled, exposures are ignored. */
  mode: "enabled" | "disabled";
  /** Exposures that the monitor keeps at most. */
  buffer_size: number;
  /** Full buffer: true drops the incoming exposure, false evicts the oldest. Not in API 1.6. */
  discard_new: boolean;
}

/** The monitor's status keys and the types of their values. */
export interface MonitorStatus {
  /** `normal`, or `overflow` after an exposure was dropped; firmware has shown other words. */
  state: string;
  /** API 1.6: names of status parameters in error; 1.8: always empty. */
  error: readonly string[];
  /** Exposures in the buffer, and how many it can hold. */
  buffer_fill_level: readonly number[];
  /** Bytes; API 1.8 since firmware 2022.1. */
  buffer_free: number;
  /** Exposures dropped since the last `clear`. */
  dropped: number;
  /** API 1.6: `[series, image from 0, start ns, end ns, real ns]` of the last image taken from `images/monitor`. */
  monitor_image_number: readonly number[] | null;
  /** The same for `images/next`. */
  next_image_number: readonly number[] | null;
}

/** A parameter as the control unit describes it; every field but `value` may be missing. */
export interface Parameter<T> {
  readonly value: T;
  readonly value_type?: string | undefined;
  readonly access_mode?: string | undefined;
  readonly unit?: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly allowed_values?: readonly (string | number)[] | undefined;
  /** Status only: `normal`, `critical`, `invalid` or `disabled`. */
  readonly state?: string | undefined;
  /** Status only: when it was updated. */
  readonly time?: string | undefined;
}

/** Images in the buffer, by series. */
export interface BufferedSeries {
  readonly series: number;
  /** Ids from 0, ascending. */
  readonly images: readonly number[];
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const imageNumber = v.nullable(v.array(v.number()));

/** Some control units, and other people's simulators, say it with a boolean, or nothing. */
const mode = v.pipe(
  v.union([v.string(), v.boolean(), v.null()]),
  v.transform((value) =>
    typeof value === "string" ? value : value ? "enabled" : value === null ? "" : "disabled",
  ),
);

const VALUES: Readonly<Record<ParameterKey, v.GenericSchema<unknown, unknown>>> = {
  mode,
  buffer_size: count,
  discard_new: v.boolean(),
  state: v.string(),
  error: v.pipe(
    v.nullish(v.array(v.string()), []),
    v.transform((names) => names ?? []),
  ),
  buffer_fill_level: v.array(count),
  buffer_free: v.number(),
  dropped: count,
  monitor_image_number: imageNumber,
  next_image_number: imageNumber,
  version: v.string(),
};

/** Everything that is asked for as a parameter. */
export type ParameterKey = keyof MonitorConfiguration | keyof MonitorStatus | "version";

// Go prints an unknown limit as null or "", and some firmware one value where a list belongs: such hints are dropped.
const hint = <T>(schema: v.GenericSchema<unknown, T>) =>
  v.optional(v.fallback(v.optional(schema), undefined));

function parameterSchema<T>(value: v.GenericSchema<unknown, T>) {
  return v.object({
    value,
    value_type: hint(v.string()),
    access_mode: hint(v.string()),
    unit: hint(v.string()),
    min: hint(v.number()),
    max: hint(v.number()),
    allowed_values: hint(v.array(v.union([v.string(), v.number()]))),
    state: hint(v.string()),
    time: hint(v.string()),
  });
}

/** The parameter in a JSON reply, or what is wrong with it. */
export function parseParameter(
  key: ParameterKey,
  reply: unknown,
): { parameter?: Parameter<unknown>; problem?: string } {
  const result = v.safeParse(parameterSchema<unknown>(VALUES[key]), reply);
  return result.success
    ? { parameter: result.output }
    : { problem: v.summarize(result.issues).replace(/\s+/g, " ") };
}

const imageList = v.nullable(v.array(v.tuple([count, v.nullable(v.array(count))])));

/** The list of `images/`; firmware may say null for an empty one. */
export function parseImageList(reply: unknown): { list?: readonly BufferedSeries[]; problem?: string } {
  const result = v.safeParse(imageList, reply);
  if (!result.success) return { problem: v.summarize(result.issues).replace(/\s+/g, " ") };
  return { list: (result.output ?? []).map(([series, images]) => ({ series, images: images ?? [] })) };
}

const names = v.fallback(v.array(v.string()), []);

/** A list of names; anything else (`""`, `{}`, null: all seen on real firmware) is an empty one. */
export function parseNames(reply: unknown): readonly string[] {
  return v.parse(names, reply);
}
