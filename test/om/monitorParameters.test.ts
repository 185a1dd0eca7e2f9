import { describe, expect, test } from "vitest";
import { MonitorParameters, type ParameterType } from "../../src/om/index.ts";

const FILE = `
om:
  processing_layer: TestProcessing
layer:
  whole: 10
  negative: -3
  point: 2.5
  whole_point: 10.0
  not_a_number: .nan
  text: tcp://127.0.0.1:12321
  number_as_text: "10"
  switch: yes
  names: [timestamp, 5, 2.0, {value: 1.0}]
  section: {value: 12398.0, name: inner}
  nothing:
  tilde: ~
empty_section: {}
`;

const parameters = MonitorParameters.fromYaml(FILE, {
  configurationFile: "/home/user/monitor.yaml",
  source: "http://dcu/monitor/api/1.8.0",
  nodePoolSize: 4,
});

function get(parameter: string, parameterType: ParameterType): unknown {
  return parameters.getParameter({ group: "layer", parameter, parameterType, required: true });
}

describe("a parameter", () => {
  test.each([
    ["whole", "int", 10],
    ["negative", "int", -3],
    ["whole", "float", 10],
    ["point", "float", 2.5],
    ["whole_point", "float", 10],
    ["not_a_number", "float", Number.NaN],
    ["text", "str", "tcp://127.0.0.1:12321"],
    ["number_as_text", "str", "10"],
    ["switch", "bool", true],
    ["names", "list", ["timestamp", 5, 2, { value: 1 }]],
    ["section", "dict", { value: 12_398, name: "inner" }],
  ] as const)("%s is there as %s", (parameter, parameterType, value) => {
    expect(get(parameter, parameterType)).toEqual(value);
  });

  test.each([
    ["whole_point", "int", "float 10"],
    ["point", "int", "float 2.5"],
    ["not_a_number", "int", "float NaN"],
    ["switch", "int", "bool true"],
    ["switch", "float", "bool true"],
    ["text", "int", 'str "tcp://127.0.0.1:12321"'],
    ["number_as_text", "float", 'str "10"'],
    ["whole", "str", "int 10"],
    ["whole", "bool", "int 10"],
    ["text", "list", 'str "tcp://127.0.0.1:12321"'],
    ["names", "dict", "list ["],
    ["section", "list", 'dict {"value"'],
    ["section", "str", 'dict {"value"'],
  ] as const)(
    "%s is not there as %s, and the error says what was found",
    (parameter, parameterType, found) => {
      const start = `parameter ${parameter} in group layer is ${found}`;
      expect(() => get(parameter, parameterType)).toThrow(
        expect.objectContaining({
          name: "OmWrongParameterTypeError",
          message: expect.stringContaining(start),
        }),
      );
      expect(() => get(parameter, parameterType)).toThrow(`, expected ${parameterType}`);
    },
  );
});

describe.each(["nothing", "tilde", "not_in_the_file"])(
  "a parameter that is absent or null (%s)",
  (parameter) => {
    const query = { group: "layer", parameter, parameterType: "int" } as const;

    test("is missing when it is required", () => {
      expect(() => parameters.getParameter({ ...query, required: true })).toThrow(
        expect.objectContaining({
          name: "OmMissingParameterError",
          message: expect.stringContaining(`parameter ${parameter} in group layer`),
        }),
      );
    });

    test("is its default, or undefined without one", () => {
      expect(parameters.getParameter({ ...query, default: 7 })).toBe(7);
      expect(parameters.getParameter(query)).toBeUndefined();
      expect(parameters.getParameter({ ...query, required: false })).toBeUndefined();
    });
  },
);

test("a default does not hide a value of the wrong type", () => {
  const query = { group: "layer", parameter: "text", parameterType: "int", default: 7 } as const;
  expect(() => parameters.getParameter(query)).toThrow(
    expect.objectContaining({ name: "OmWrongParameterTypeError" }),
  );
});

describe("a group", () => {
  test("that the configuration does not have is an error, required or not", () => {
    const query = { group: "binning", parameter: "bin_size", parameterType: "int" } as const;
    const error = expect.objectContaining({
      name: "OmMissingParameterGroupError",
      message: expect.stringContaining("binning"),
    });
    expect(() => parameters.getParameter({ ...query, required: true })).toThrow(error);
    expect(() => parameters.getParameter({ ...query, default: 2 })).toThrow(error);
  });

  test("has its own name as parameter `name`", () => {
    for (const group of ["om", "layer", "empty_section"]) {
      expect(
        parameters.getParameter({ group, parameter: "name", parameterType: "str", required: true }),
      ).toBe(group);
    }
  });

  test("om has the file, the source and the size of the pool", () => {
    const get = (parameter: string, parameterType: ParameterType) =>
      parameters.getParameter({ group: "om", parameter, parameterType, required: true });
    expect(get("configuration_file", "str")).toBe("/home/user/monitor.yaml");
    expect(get("source", "str")).toBe("http://dcu/monitor/api/1.8.0");
    expect(get("node_pool_size", "int")).toBe(4);
    expect(get("processing_layer", "str")).toBe("TestProcessing");
  });

  test("om alone has them, and they are absent where nobody gave them", () => {
    const query = { parameter: "source", parameterType: "str" } as const;
    expect(parameters.getParameter({ ...query, group: "layer" })).toBeUndefined();
    const bare = MonitorParameters.fromYaml("om: {processing_layer: TestProcessing}");
    expect(bare.getParameter({ ...query, group: "om" })).toBeUndefined();
  });
});

describe("names that JavaScript objects have anyway", () => {
  const parameters = MonitorParameters.fromYaml(
    "layer:\n  __proto__: {polluted: 1}\n  constructor: 3\n__proto__:\n  inside: 4\n",
  );

  test("are plain parameters and groups when the file has them", () => {
    const query = { parameterType: "int", required: true } as const;
    expect(parameters.getParameter({ ...query, group: "layer", parameter: "constructor" })).toBe(3);
    expect(parameters.getParameter({ ...query, group: "__proto__", parameter: "inside" })).toBe(4);
    const section = parameters.getParameter({
      group: "layer",
      parameter: "__proto__",
      parameterType: "dict",
      required: true,
    });
    expect(section).toEqual({ polluted: 1 });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("are absent when it has not", () => {
    const query = { group: "layer", parameter: "toString", parameterType: "str" } as const;
    expect(parameters.getParameter(query)).toBeUndefined();
    expect(() => parameters.getParameter({ ...query, group: "constructor" })).toThrow(
      expect.objectContaining({ name: "OmMissingParameterGroupError" }),
    );
  });
});

test("parameters given as plain objects follow the same rules, where a whole number is an int and a float", () => {
  const plain = new MonitorParameters({
    parameters: { layer: { size: 10, distance: 120.5, names: ["a"], nothing: null } },
  });
  const get = (parameter: string, parameterType: ParameterType) =>
    plain.getParameter({ group: "layer", parameter, parameterType });
  expect(get("size", "int")).toBe(10);
  expect(get("size", "float")).toBe(10);
  expect(get("names", "list")).toEqual(["a"]);
  expect(get("nothing", "int")).toBeUndefined();
  expect(() => get("distance", "int")).toThrow(
    expect.objectContaining({ name: "OmWrongParameterTypeError" }),
  );
});
