import { describe, expect, test } from "vitest";
import { MonitorParameters, type ParameterType } from "../../src/om/index.ts";

const TYPES = ["bool", "int", "float", "str"] as const;

/** The first of OM's types as which the value of `text` can be had, and that value; null where it counts as absent. */
function read(text: string): readonly [type: ParameterType, value: unknown] | null {
  const parameters = MonitorParameters.fromYaml(`group:\n  value: ${text}\n`);
  const query = { group: "group", parameter: "value" } as const;
  for (const parameterType of TYPES) {
    try {
      const value = parameters.getParameter({ ...query, parameterType });
      return value === undefined ? null : [parameterType, value];
    } catch (error) {
      expect(error).toMatchObject({ name: "OmWrongParameterTypeError" });
    }
  }
  throw new Error(`${text} is of no type`);
}

describe("unquoted values mean what PyYAML's YAML 1.1 makes of them:", () => {
  test.each([
    ...["yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"].map((text) => [text, true] as const),
    ...["no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"].map(
      (text) => [text, false] as const,
    ),
  ])("%s is a boolean", (text, value) => {
    expect(read(text)).toEqual(["bool", value]);
  });

  test.each(["~", "null", "Null", "NULL", "", "# a comment"])("%j is nothing", (text) => {
    expect(read(text)).toBeNull();
  });

  test.each([
    ["0", 0],
    ["-0", 0],
    ["+12", 12],
    ["-12", -12],
    ["010", 8],
    ["-010", -8],
    ["0777", 511],
    ["00", 0],
    ["0x1F", 31],
    ["-0xff", -255],
    ["0x_1_0", 16],
    ["0b101", 5],
    ["0b1_01", 5],
    ["12_000", 12_000],
    ["1__0", 10],
    ["1:30", 90],
    ["-1:30", -90],
    ["190:20:30", 685_230],
    ["1_0:30", 630],
  ])("%s is the int %i", (text, value) => {
    expect(read(text)).toEqual(["int", value]);
  });

  test.each([
    ["1.", 1],
    ["10.0", 10],
    ["-2.5", -2.5],
    [".5", 0.5],
    ["12_398.5", 12_398.5],
    ["1.0e+4", 10_000],
    ["1.5E-3", 0.0015],
    ["1.e+4", 10_000],
    [".5e+1", 5],
    ["1:30.5", 90.5],
    ["190:20:30.15", 685_230.15],
    [".inf", Number.POSITIVE_INFINITY],
    ["+.Inf", Number.POSITIVE_INFINITY],
    ["-.INF", Number.NEGATIVE_INFINITY],
    [".nan", Number.NaN],
    [".NaN", Number.NaN],
    [".NAN", Number.NaN],
  ])("%s is the float %d", (text, value) => {
    expect(read(text)).toEqual(["float", value]);
  });

  test.each([
    "1e4",
    "1.0e4",
    "1e+4",
    "08",
    "09",
    "0o10",
    "0X1F",
    "0x",
    "0x_",
    "0b",
    "0b_",
    "0b2",
    "1:60",
    "1.2.3",
    "_1",
    "._1",
    "._",
    "-.5",
    "+.5",
    ".iNF",
    "+.nan",
    "y",
    "n",
    "yEs",
    "nULL",
    "2023-09-05",
    "12398 eV",
  ])("%s is text", (text) => {
    expect(read(text)).toEqual(["str", text]);
  });
});

describe("values that are text whatever they look like:", () => {
  test.each([
    ["'yes'", "yes"],
    ['"10"', "10"],
    ["''", ""],
    ['"~"', "~"],
    ["'1.0e+4'", "1.0e+4"],
    ["!!str 10", "10"],
    ["!!str yes", "yes"],
    ["|\n    10\n", "10\n"],
    [">-\n    1.5\n", "1.5"],
  ])("%j", (text, value) => {
    expect(read(text)).toEqual(["str", value]);
  });
});
